import { screensViewsMessages as m } from '#messages/screens/views.ts'
import { readViewText } from '#engine/tables/saved-views/read-view-text.ts'
import { scanVerdict } from '#engine/tables/saved-views/scan-verdict.ts'
import { emptyView } from '#engine/tables/saved-views/start-from.ts'
import { viewTableName } from '#engine/tables/saved-views/view-table.ts'
import type { ViewDefinition } from '#engine/views/view-definition.ts'
import { toWireError } from '#shared/app-error.ts'
import type { App } from '../../state/app.ts'
import type { BuiltInView } from '../../workers/store/protocol/view-protocol.ts'
import { ViewRuns } from './view-runs.svelte.ts'

/** Milliseconds without a key press after which the preview follows. */
const SETTLE_MS = 350

/** Name of the reveal grant. */
export const viewsScope = 'views'

/** A definition as text, the way files and this screen write it. */
export function viewText(definition: ViewDefinition): string {
  return JSON.stringify(definition, undefined, 2)
}

/** What stays of the screen when the page ends. */
interface ViewDraft {
  readonly text: string
  /** Text as it was opened or saved. */
  readonly base: string
}

const DRAFT = 'views'
const DRAFT_FORMAT = 1

interface Read {
  readonly text: string
  readonly reading: ReturnType<typeof readViewText>
  readonly verdict: ReturnType<typeof scanVerdict> | undefined
}

/** The definition on the Views screen, its rows and what is wrong with it. It outlives the screen. */
export class ViewsState {
  readonly #app: App
  #text = $state(viewText(emptyView))
  /** Text as it was opened or saved. */
  #kept = $state(viewText(emptyView))
  #builtIn = $state.raw<readonly BuiltInView[]>([])
  #tables = $state.raw<readonly string[]>([])
  readonly #runs: ViewRuns
  #timer: ReturnType<typeof setTimeout> | undefined
  #read: Read | undefined

  constructor(app: App) {
    this.#app = app
    this.#runs = new ViewRuns(app, () => ({ text: this.#text, definition: this.definition }))
    this.#restore()
    app.drafts.onLoaded(() => {
      if (this.#restore() && app.session.loaded !== undefined) void this.run()
    })
  }

  get text(): string {
    return this.#text
  }

  /** The text as it stands, read once. A `$derived` would end with the screen that asked for this state first. */
  get #current(): Read {
    const text = this.#text
    if (this.#read?.text !== text) {
      const reading = readViewText(text)
      const { definition } = reading
      this.#read = { text, reading, verdict: definition && scanVerdict(definition) }
    }
    return this.#read
  }

  get issues(): ReturnType<typeof readViewText>['issues'] {
    return this.#current.reading.issues
  }

  get definition(): ViewDefinition | undefined {
    return this.#current.reading.definition
  }

  get verdict(): ReturnType<typeof scanVerdict> | undefined {
    return this.#current.verdict
  }

  get builtIn(): readonly BuiltInView[] {
    return this.#builtIn
  }

  /** The text differs from what was opened or saved. */
  get changed(): boolean {
    return this.#text !== this.#kept
  }

  /** Its first rows, and how many there are. */
  get runs(): ViewRuns {
    return this.#runs
  }

  get revealed(): boolean {
    return this.#app.reveal.isRevealed(viewsScope)
  }

  /** Name of the table that the definition makes; undefined while it is wrong. */
  get tableName(): string | undefined {
    return this.definition && viewTableName(this.definition)
  }

  /** Why the view cannot be saved, in a sentence. */
  get unsavable(): string | undefined {
    const name = this.tableName
    if (name === undefined) return m.fixTheErrorsFirst
    if (this.#tables.includes(name)) return m.thereIsABuiltInTable(name)
    return undefined
  }

  get saved(): boolean {
    return this.#app.savedViews.all.some(({ name, text }) => name === this.tableName && text === this.#text)
  }

  /** Reads what there is to start from; call it when the screen opens or other data are shown. */
  async refresh(): Promise<void> {
    try {
      this.#builtIn = await this.#app.store.builtInViews()
      const tables = await this.#app.store.tables(this.#app.context.asOf)
      this.#tables = tables.filter(({ group }) => group !== 'Views').map(({ name }) => name)
    } catch (error) {
      this.#runs.failure = toWireError(error)
    }
    this.#runs.forgetCount()
    await this.run()
  }

  write(text: string): void {
    this.#text = text
    this.#store()
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.run(), SETTLE_MS)
  }

  /** Shows a definition in place of the present one. */
  open(text: string): void {
    this.#text = text
    this.#kept = text
    this.#store()
    this.#runs.reset()
    void this.run()
  }

  /** Reads the first rows of the text as it stands, unless it is wrong. */
  async run(): Promise<void> {
    clearTimeout(this.#timer)
    await this.#runs.run(this.revealed)
  }

  /** @returns whether it was saved; otherwise the text stays a draft */
  async save(): Promise<boolean> {
    const text = this.#text
    if (!(await this.#app.savedViews.save(text))) return false
    // What was written meanwhile is a change of what was saved.
    this.#kept = text
    this.#store()
    return true
  }

  /** A text that equals what was opened or saved is no work that could be lost. */
  #store(): void {
    const { drafts } = this.#app
    if (this.changed) drafts.writeValue<ViewDraft>(DRAFT, DRAFT_FORMAT, { text: this.#text, base: this.#kept })
    else drafts.remove(DRAFT)
  }

  /** Brings the stored text back, as after a reload, an unlock, or a decision between two windows. @returns whether the text changed */
  #restore(): boolean {
    const draft = this.#app.drafts.readValue<ViewDraft>(DRAFT, DRAFT_FORMAT)
    if (draft === undefined || draft.text === this.#text) return false
    this.#text = draft.text
    this.#kept = draft.base
    this.#runs.reset()
    return true
  }
}

const states = new WeakMap<App, ViewsState>()

/** The state of the screen. */
export function viewsOf(app: App): ViewsState {
  const state = states.get(app) ?? new ViewsState(app)
  states.set(app, state)
  return state
}
