import type { SqlCatalogTable } from '#engine/sql/sql-catalog.ts'
import { parameterNames } from '#engine/sql/sql-engine.ts'
import { toWireError, type WireError } from '#shared/app-error.ts'
import type { App } from '../../state/app.ts'
import { createSqlClient, type SqlClient } from '../../workers/sql-client.ts'
import { exploreOf } from '../explore/explore-state.svelte.ts'
import { examples } from './examples.ts'
import type { NamedQuery } from './query-file.ts'
import { typedValue } from './typed-value.ts'
import { presentDraft, type PastQuery, type QueryTab, type Shown, type WorkbenchDraft } from './workbench-parts.ts'

const DRAFT = 'sql'
const DRAFT_FORMAT = 1
const KEPT_HISTORY = 100
const CHART_ROWS = 200

/** Name of the reveal grant. */
export const sqlScope = 'sql'

/**
 * The statements, answers and history of the SQL screen. A statement may name a person, so statements are stored as
 * sealed drafts; answers and history stay in memory.
 */
export class Workbench {
  readonly #app: App
  readonly #client: SqlClient
  #next = 1
  #tabs = $state.raw<readonly QueryTab[]>([])
  #selected = $state(0)
  #history = $state.raw<readonly PastQuery[]>([])
  #saved = $state.raw<readonly NamedQuery[]>([])
  #catalog = $state.raw<readonly SqlCatalogTable[]>([])
  #running = $state.raw<{ readonly tab: number; readonly since: number } | undefined>()
  #reading = $state('')
  /** Answers by tab. */
  #answers = $state.raw<readonly Shown[]>([])
  #ran = 0
  #failure = $state.raw<WireError | undefined>()
  #shownKey = ''

  constructor(app: App) {
    this.#app = app
    this.#client = createSqlClient(app.store, (table) => (this.#reading = table))
    this.#openFirst()
    this.#restore()
    app.drafts.onLoaded(() => this.#restore())
  }

  get tabs(): readonly QueryTab[] {
    return this.#tabs
  }

  get tab(): QueryTab {
    return this.#tabs.find(({ id }) => id === this.#selected) ?? this.#tabs[0]!
  }

  get history(): readonly PastQuery[] {
    return this.#history
  }

  get saved(): readonly NamedQuery[] {
    return this.#saved
  }

  get catalog(): readonly SqlCatalogTable[] {
    return this.#catalog
  }

  get running(): { readonly tab: number; readonly since: number } | undefined {
    return this.#running
  }

  /** The table that is being read for the running statement; '' when the statement itself runs. */
  get reading(): string {
    return this.#reading
  }

  /** The last answer of the present tab. */
  get shown(): Shown | undefined {
    return this.#answers.find(({ tab }) => tab === this.tab.id)
  }

  /** The answer is that of a text that has changed since. */
  get isEarlier(): boolean {
    const { shown, tab } = this
    return shown !== undefined && shown.text !== tab.text
  }

  /** Why the last statement did not run, other than an error in it. */
  get failure(): WireError | undefined {
    return this.#failure
  }

  /** What is wrong with the present statement, if it was run as it stands. */
  get error(): { readonly message: string; readonly offset: number | undefined } | undefined {
    const { shown, tab } = this
    return shown?.text === tab.text && shown.outcome.kind === 'error' ? shown.outcome : undefined
  }

  get parameters(): readonly string[] {
    return parameterNames(this.tab.text)
  }

  /** The first parameter that was never given a value. */
  get missing(): string | undefined {
    const { values } = this.tab
    return this.parameters.find((name) => values[name] === undefined)
  }

  get client(): SqlClient {
    return this.#client
  }

  /** Names, addresses and the like can be read. */
  get revealed(): boolean {
    return this.#app.reveal.isRevealed(sqlScope)
  }

  /** Loads the list of tables; call it when {@link version}, the date or the mask change. */
  async refresh(): Promise<void> {
    const key = this.#key()
    if (key !== this.#shownKey) {
      this.#shownKey = key
      this.#answers = []
      if (this.#running === undefined) this.#client.stop()
    }
    try {
      this.#catalog = await this.#app.store.tables(this.#app.context.asOf)
    } catch (error) {
      this.#failure = toWireError(error)
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
    this.open(`Query ${this.#next}`, '')
  }

  close(id: number): void {
    const at = this.#tabs.findIndex((tab) => tab.id === id)
    this.#tabs = this.#tabs.filter((tab) => tab.id !== id)
    this.#answers = this.#answers.filter(({ tab }) => tab !== id)
    if (this.#tabs.length === 0) this.openEmpty()
    if (this.#selected === id) this.#selected = this.#tabs[Math.max(0, at - 1)]?.id ?? 0
    this.#store()
  }

  /** Changes the text of the present tab. A title that was given to another text makes way for a number. */
  write(text: string): void {
    const { id, title, opened } = this.tab
    this.#change({ text, title: opened === undefined ? title : text === opened.text ? opened.title : `Query ${id}` })
  }

  setValue(name: string, value: string): void {
    this.#change({ values: { ...this.tab.values, [name]: value } })
  }

  /** Keeps the present statement under its title, in place of one of the same title. */
  save(): void {
    const { title, text } = this.tab
    this.#saved = [...this.#saved.filter((each) => each.title !== title), { title, text }]
    this.#store()
  }

  addSaved(queries: readonly NamedQuery[]): void {
    const titles = queries.map(({ title }) => title)
    this.#saved = [...this.#saved.filter(({ title }) => !titles.includes(title)), ...queries]
    this.#store()
  }

  removeSaved(title: string): void {
    this.#saved = this.#saved.filter((each) => each.title !== title)
    this.#store()
  }

  /** Runs the statement of the present tab. */
  async run(): Promise<void> {
    if (this.#running !== undefined) return
    const { id, title, text, values } = this.tab
    const view = { asOf: this.#app.context.asOf, revealed: this.revealed }
    const key = this.#key()
    this.#running = { tab: id, since: Date.now() }
    this.#failure = undefined
    this.#reading = ''
    try {
      const typed = Object.fromEntries(parameterNames(text).map((name) => [name, typedValue(values[name] ?? '')]))
      const answer = String(id)
      const outcome = await this.#client.run(answer, text, typed, view, this.version)
      const sample = outcome.kind === 'rows' ? await this.#client.rows(answer, 0, CHART_ROWS, undefined) : []
      if (key !== this.#key()) return
      this.#ran += 1
      const shown = { number: this.#ran, tab: id, title, text, outcome, sample }
      this.#answers = [...this.#answers.filter(({ tab }) => tab !== id), shown]
      this.#shownKey = key
      const rows = outcome.kind === 'rows' ? outcome.total : undefined
      this.#history = [{ id: this.#next++, text, at: Date.now(), rows }, ...this.#history].slice(0, KEPT_HISTORY)
    } catch (error) {
      const wire = toWireError(error)
      if (wire.code !== 'cancelled') this.#failure = wire
    } finally {
      this.#running = undefined
    }
  }

  /** Ends the running statement. The answers before it can no longer be paged, so they go, too. */
  cancel(): void {
    if (this.#running === undefined) return
    this.#client.stop()
    this.#answers = []
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
      { id, title: first?.title ?? 'Query 1', text: first?.text ?? '', ...(first && { opened: first }), values: {} }
    ]
    this.#selected = id
  }

  #store(): void {
    const draft: WorkbenchDraft = { tabs: this.#tabs, selected: this.#selected, saved: this.#saved }
    this.#app.drafts.writeValue(DRAFT, DRAFT_FORMAT, draft)
  }

  /** Brings the tabs of the last time back, unless somebody has written here already. */
  #restore(): void {
    const stored = this.#app.drafts.readValue<WorkbenchDraft>(DRAFT, DRAFT_FORMAT)
    if (stored === undefined || stored.tabs.length === 0) return
    const draft = presentDraft(stored)
    this.#tabs = draft.tabs
    this.#selected = draft.selected
    this.#saved = draft.saved
    this.#next = Math.max(...draft.tabs.map(({ id }) => id)) + 1
  }

  /** Changes with the data, and with the views, cohorts and measure results that there are tables of. */
  get version(): string {
    const { panels, savedViews, measures } = this.#app
    return [panels.generation, savedViews.version, exploreOf(this.#app).cohortsVersion, measures.version].join('|')
  }

  #key(): string {
    return JSON.stringify([this.#app.panels.generation, this.#app.context.asOf, this.revealed])
  }
}

const benches = new WeakMap<App, Workbench>()

/** The workbench of the program; it outlives the screen. */
export function workbenchOf(app: App): Workbench {
  const bench = benches.get(app) ?? new Workbench(app)
  benches.set(app, bench)
  return bench
}
