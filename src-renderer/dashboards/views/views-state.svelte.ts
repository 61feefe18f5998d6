import { readViewText } from '#engine/saved-views/read-view-text.ts'
import { scanVerdict } from '#engine/saved-views/scan-verdict.ts'
import { emptyView } from '#engine/saved-views/start-from.ts'
import { viewTableName } from '#engine/saved-views/view-table.ts'
import type { ViewDefinition } from '#engine/views/view-definition.ts'
import { toWireError, type WireError } from '#shared/app-error.ts'
import type { App } from '../../state/app.ts'
import type { BuiltInView, ViewCount, ViewCountProgress, ViewPreview } from '../../workers/view-protocol.ts'

/** Rows of a preview. */
const PREVIEW_ROWS = 200
/** Milliseconds without a key press after which the preview follows. */
const SETTLE_MS = 350
const POLL_MS = 200

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
  #preview = $state.raw<{ readonly text: string; readonly value: ViewPreview } | undefined>()
  #failure = $state.raw<WireError | undefined>()
  #running = $state(false)
  #count = $state.raw<{ readonly text: string; readonly value: ViewCount } | undefined>()
  #counting = $state.raw<ViewCountProgress | undefined>()
  #number = $state(0)
  #timer: ReturnType<typeof setTimeout> | undefined
  #asked = 0
  #read: Read | undefined

  constructor(app: App) {
    this.#app = app
    this.#restore()
    app.drafts.onLoaded(() => this.#restore())
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

  /** The last rows; those of an older text stay until the next ones are there. */
  get preview(): ViewPreview | undefined {
    return this.#preview?.value
  }

  /** Goes up with each new {@link preview}. */
  get number(): number {
    return this.#number
  }

  /** The rows are not those of the text as it stands. */
  get stale(): boolean {
    return this.#preview !== undefined && this.#preview.text !== this.#text
  }

  get failure(): WireError | undefined {
    return this.#failure
  }

  get running(): boolean {
    return this.#running
  }

  /** Rows over the whole population, for the text as it stands. */
  get count(): ViewCount | undefined {
    return this.#count?.text === this.#text ? this.#count.value : undefined
  }

  get counting(): ViewCountProgress | undefined {
    return this.#counting
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
    if (name === undefined) return 'Mend the errors first.'
    if (this.#tables.includes(name)) return `There is a built-in table “${name}”. Give the view another name.`
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
      this.#failure = toWireError(error)
    }
    this.#count = undefined
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
    this.#preview = undefined
    void this.run()
  }

  /** Runs the preview of the text as it stands, unless it is wrong. */
  async run(): Promise<void> {
    clearTimeout(this.#timer)
    const definition = this.definition
    if (definition === undefined) return
    const asked = ++this.#asked
    const text = this.#text
    this.#running = true
    this.#failure = undefined
    try {
      const value = await this.#app.store.viewPreview(definition, PREVIEW_ROWS, this.revealed)
      if (asked !== this.#asked) return
      this.#preview = { text, value }
      this.#number++
    } catch (error) {
      if (asked === this.#asked) this.#note(error)
    } finally {
      if (asked === this.#asked) this.#running = false
    }
  }

  /** Runs the view over everything. */
  async countRows(): Promise<void> {
    const definition = this.definition
    if (definition === undefined || this.#counting !== undefined) return
    const text = this.#text
    this.#counting = { rows: 0, resources: 0, of: this.preview?.of ?? 0 }
    this.#failure = undefined
    const poll = setInterval(() => void this.#follow(), POLL_MS)
    try {
      this.#count = { text, value: await this.#app.store.viewCount(definition) }
    } catch (error) {
      this.#note(error)
    } finally {
      clearInterval(poll)
      this.#counting = undefined
    }
  }

  async stop(): Promise<void> {
    this.#asked++
    this.#running = false
    await this.#app.store.viewCancel()
  }

  async save(): Promise<void> {
    await this.#app.savedViews.save(this.#text)
    this.#kept = this.#text
    this.#store()
  }

  /** A text that equals what was opened or saved is no work that could be lost. */
  #store(): void {
    const { drafts } = this.#app
    if (this.changed) drafts.writeValue<ViewDraft>(DRAFT, DRAFT_FORMAT, { text: this.#text, base: this.#kept })
    else drafts.remove(DRAFT)
  }

  /** Brings the text of the last time back, unless somebody has written here already. */
  #restore(): void {
    const draft = this.#app.drafts.readValue<ViewDraft>(DRAFT, DRAFT_FORMAT)
    if (draft === undefined || this.changed) return
    this.#text = draft.text
    this.#kept = draft.base
  }

  async #follow(): Promise<void> {
    const progress = await this.#app.store.viewProgress()
    if (this.#counting !== undefined && progress !== undefined) this.#counting = progress
  }

  #note(error: unknown): void {
    const wire = toWireError(error)
    if (wire.code !== 'cancelled') this.#failure = wire
  }
}

const states = new WeakMap<App, ViewsState>()

/** The state of the screen. */
export function viewsOf(app: App): ViewsState {
  const state = states.get(app) ?? new ViewsState(app)
  states.set(app, state)
  return state
}
