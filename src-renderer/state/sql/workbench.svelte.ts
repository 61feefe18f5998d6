import { stateMessages as m } from '#messages/state.ts'
import type { SqlCatalogTable } from '#engine/tables/sql/sql-catalog.ts'
import { parameterNames } from '#engine/tables/sql/sql-engine.ts'
import { toWireError } from '#shared/app-error.ts'
import type { App } from '../app.ts'
import { createSqlClient } from '../../workers/sql/sql-client.ts'
import { examples } from './examples.ts'
import type { NamedQuery } from './query-file.ts'
import { SavedStatements } from './saved-statements.svelte.ts'
import { StatementRuns } from './statement-runs.svelte.ts'
import { tablesVersion } from '../query/tables-version.ts'
import {
  presentDraft,
  titleOf,
  type QueryTab,
  type Shown,
  type StatementFault,
  type WorkbenchDraft
} from './workbench-parts.ts'

const DRAFT = 'sql'
const DRAFT_FORMAT = 1

/** Name of the reveal grant. */
export const sqlScope = 'sql'

type StartClient = ConstructorParameters<typeof StatementRuns>[0]

/**
 * The statements, answers and history of the SQL screen. A statement may name a person, so statements are stored as
 * sealed drafts; answers and history stay in memory.
 */
export class Workbench {
  readonly #app: App
  readonly #runs: StatementRuns
  #next = 1
  #tabs = $state.raw<readonly QueryTab[]>([])
  #selected = $state(0)
  /** Saved statements that may name a person. */
  #sealed = $state.raw<readonly NamedQuery[]>([])
  readonly #saved: SavedStatements
  #catalog = $state.raw<readonly SqlCatalogTable[]>([])

  /** @param startClient starts the SQL worker when it is first needed */
  constructor(app: App, startClient: StartClient = (onReading) => createSqlClient(app.store, onReading)) {
    this.#app = app
    this.#runs = new StatementRuns(startClient, () => {
      const { asOf } = app.context
      const { revealed, version } = this
      const key = JSON.stringify([app.panels.generation, asOf, revealed])
      return { view: { asOf, revealed }, version, key }
    })
    this.#saved = new SavedStatements(app.settings, {
      read: () => this.#sealed,
      write: (statements) => {
        this.#sealed = statements
        this.#store()
      }
    })
    this.#openFirst()
    this.#restore()
    app.drafts.onLoaded(() => this.#restore())
    // Also while another screen is shown: nothing of people whose data were closed stays in memory.
    app.panels.onReset(() => this.#runs.refresh())
  }

  get tabs(): readonly QueryTab[] {
    return this.#tabs
  }

  get tab(): QueryTab {
    return this.#tabs.find(({ id }) => id === this.#selected) ?? this.#tabs[0]!
  }

  /** Statements that run and ran. */
  get runs(): StatementRuns {
    return this.#runs
  }

  get saved(): SavedStatements {
    return this.#saved
  }

  get catalog(): readonly SqlCatalogTable[] {
    return this.#catalog
  }

  /** The last answer of the present tab. */
  get shown(): Shown | undefined {
    return this.#runs.answer(this.tab.id)
  }

  /** The answer is that of a text that has changed since, or of values with which it could run. */
  get isEarlier(): boolean {
    const { shown, tab } = this
    return shown !== undefined && (shown.text !== tab.text || this.error !== undefined)
  }

  /** What is wrong with the present statement, if it was run as it stands. */
  get error(): StatementFault | undefined {
    const fault = this.#runs.fault(this.tab.id)
    return fault?.text === this.tab.text ? fault : undefined
  }

  get parameters(): readonly string[] {
    return parameterNames(this.tab.text)
  }

  /** The first parameter that was never given a value. */
  get missing(): string | undefined {
    const { values } = this.tab
    return this.parameters.find((name) => values[name] === undefined)
  }

  /** Names, addresses and the like can be read. */
  get revealed(): boolean {
    return this.#app.reveal.isRevealed(sqlScope)
  }

  /** Loads the list of tables; call it when {@link version}, the date or the mask change. */
  async refresh(): Promise<void> {
    this.#runs.refresh()
    try {
      this.#catalog = await this.#app.store.tables(this.#app.context.asOf)
    } catch (error) {
      this.#runs.failure = toWireError(error)
    }
  }

  select(id: number): void {
    this.#selected = id
    this.#store()
  }

  /** Opens a statement in a tab of its own. */
  open(title: string, text: string): void {
    const id = this.#next++
    this.#tabs = [...this.#tabs, { id, title, text, ...(text === '' ? {} : { opened: { title, text } }), values: {} }]
    this.#selected = id
    this.#store()
  }

  openEmpty(): void {
    this.open(m.queryNumber(this.#next), '')
  }

  close(id: number): void {
    const index = this.#tabs.findIndex((tab) => tab.id === id)
    this.#tabs = this.#tabs.filter((tab) => tab.id !== id)
    this.#runs.forget(id)
    if (this.#tabs.length === 0) this.openEmpty()
    if (this.#selected === id) this.#selected = this.#tabs[Math.max(0, index - 1)]?.id ?? 0
    this.#store()
  }

  /** Changes the text of the present tab, and its title with it: a title that was given to another text says nothing of this one. */
  write(text: string): void {
    const { id, opened } = this.tab
    this.#change({ text, title: text === opened?.text ? opened.title : (titleOf(text) ?? m.queryId(id)) })
  }

  setValue(name: string, value: string): void {
    this.#change({ values: { ...this.tab.values, [name]: value } })
  }

  /**
   * Saves the present statement, and calls its tab so.
   * @returns whether it was saved; a failure is shown in a toast
   */
  async save(title: string, description: string): Promise<boolean> {
    const { id, text } = this.tab
    if (!(await this.#saved.save([{ title, description, text }]))) return false
    const opened = { title, text }
    // What was written meanwhile has a title of its own.
    this.#tabs = this.#tabs.map((tab) =>
      tab.id === id ? { ...tab, opened, title: tab.text === text ? title : tab.title } : tab
    )
    this.#store()
    return true
  }

  /** Runs the statement of the present tab. */
  async run(): Promise<void> {
    const { tab } = this
    await this.#runs.run(tab, () => this.#tabs.some(({ id }) => id === tab.id))
  }

  #change(part: Partial<QueryTab>): void {
    this.#tabs = this.#tabs.map((tab) => (tab.id === this.tab.id ? { ...tab, ...part } : tab))
    this.#store()
  }

  /** The tab that a new workbench begins with; it is no work of anybody. */
  #openFirst(): void {
    const [first] = examples
    const id = this.#next++
    this.#tabs = [
      { id, title: first?.title ?? m.query1, text: first?.text ?? '', ...(first && { opened: first }), values: {} }
    ]
    this.#selected = id
  }

  #store(): void {
    const draft: WorkbenchDraft = { tabs: this.#tabs, selected: this.#selected, saved: this.#sealed }
    this.#app.drafts.writeValue(DRAFT, DRAFT_FORMAT, draft)
  }

  /** Brings the stored tabs back, as after a reload, an unlock, or a decision between two windows. */
  #restore(): void {
    const stored = this.#app.drafts.readValue<WorkbenchDraft>(DRAFT, DRAFT_FORMAT)
    if (stored === undefined || stored.tabs.length === 0) return
    const draft = presentDraft(stored)
    this.#tabs = draft.tabs
    this.#selected = draft.selected
    this.#sealed = draft.saved
    this.#next = Math.max(...draft.tabs.map(({ id }) => id)) + 1
  }

  /** See {@link tablesVersion}. */
  get version(): string {
    return tablesVersion(this.#app)
  }
}

const benches = new WeakMap<App, Workbench>()

/** The workbench of the program; it outlives the screen. */
export function workbenchOf(app: App): Workbench {
  const bench = benches.get(app) ?? new Workbench(app)
  benches.set(app, bench)
  return bench
}
