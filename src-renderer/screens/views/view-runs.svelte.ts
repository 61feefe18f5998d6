import type { ViewDefinition } from '#engine/views/view-definition.ts'
import { toWireError, type WireError } from '#shared/app-error.ts'
import type { App } from '../../state/app.ts'
import { ReadRecord } from '../../state/query/read-record.ts'
import type { ViewCount, ViewCountProgress, ViewPreview } from '../../workers/store/protocol/view-protocol.ts'

/** Rows of a preview. */
const PREVIEW_ROWS = 200
const POLL_MS = 200

/** A definition and the text that it was read from; without a definition the text has errors. */
export interface ViewSource {
  readonly text: string
  readonly definition: ViewDefinition | undefined
}

/** The first rows of a view, and how many it has over the whole population. Each answer belongs to one text. */
export class ViewRuns {
  readonly #store: App['store']
  readonly #source: () => ViewSource
  readonly #read: ReadRecord
  #preview = $state.raw<{ readonly text: string; readonly value: ViewPreview } | undefined>()
  #number = $state(0)
  #running = $state(false)
  #count = $state.raw<{ readonly text: string; readonly value: ViewCount } | undefined>()
  #counting = $state.raw<ViewCountProgress | undefined>()
  #failure = $state.raw<WireError | undefined>()
  #asked = 0
  /** Goes up with other data. */
  #data = 0

  constructor({ store, transport }: Pick<App, 'store' | 'transport'>, source: () => ViewSource) {
    this.#store = store
    this.#read = new ReadRecord(transport)
    this.#source = source
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
    return this.#preview !== undefined && this.#preview.text !== this.#source().text
  }

  get running(): boolean {
    return this.#running
  }

  get failure(): WireError | undefined {
    return this.#failure
  }

  set failure(failure: WireError | undefined) {
    this.#failure = failure
  }

  /** Rows over the whole population, for the text as it stands. */
  get count(): ViewCount | undefined {
    return this.#count?.text === this.#source().text ? this.#count.value : undefined
  }

  get counting(): ViewCountProgress | undefined {
    return this.#counting
  }

  /** Drops the rows of the definition before. */
  reset(): void {
    this.#asked++
    this.#running = false
    this.#preview = undefined
    this.#failure = undefined
  }

  /** Drops the count, because other data are shown. */
  forgetCount(): void {
    this.#data++
    this.#count = undefined
  }

  /** Reads the first rows of the text as it stands, unless it is wrong. */
  async run(revealed: boolean): Promise<void> {
    const { text, definition } = this.#source()
    if (definition === undefined) return
    const asked = ++this.#asked
    this.#running = true
    this.#failure = undefined
    try {
      const value = await this.#store.viewPreview(definition, PREVIEW_ROWS, revealed)
      if (asked !== this.#asked) return
      const version = JSON.stringify([this.#data, text, revealed])
      await this.#read.note(version, { what: 'view-result', rows: value.rows.length, names: revealed })
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
    const { text, definition } = this.#source()
    if (definition === undefined || this.#counting !== undefined) return
    this.#counting = { rows: 0, resources: 0, of: this.preview?.of ?? 0 }
    this.#failure = undefined
    const poll = setInterval(() => void this.#follow(), POLL_MS)
    try {
      const data = this.#data
      const value = await this.#store.viewCount(definition)
      if (data === this.#data) this.#count = { text, value }
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
    await this.#store.viewCancel()
  }

  async #follow(): Promise<void> {
    try {
      const progress = await this.#store.viewProgress()
      if (this.#counting !== undefined && progress !== undefined) this.#counting = progress
    } catch (error) {
      this.#note(error)
    }
  }

  #note(error: unknown): void {
    const wire = toWireError(error)
    if (wire.code !== 'cancelled') this.#failure = wire
  }
}
