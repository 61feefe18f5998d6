import { toWireError } from '#shared/app-error.ts'
import type { ExportLogLine } from '#shared/export-run.ts'
import type { Exports } from '../../../state/connections/exports.svelte.ts'

/** The log of one run, read on as it grows. */
export class RunLog {
  readonly #exports: Pick<Exports, 'log'>
  readonly #id: string
  #lines = $state.raw<readonly ExportLogLine[]>([])
  #failure = $state<string | undefined>()
  #reading = false
  #again = false

  constructor(exports: Pick<Exports, 'log'>, id: string) {
    this.#exports = exports
    this.#id = id
  }

  /** Oldest first. */
  get lines(): readonly ExportLogLine[] {
    return this.#lines
  }

  /** Why the log could not be read. */
  get failure(): string | undefined {
    return this.#failure
  }

  /** Reads what was added; a call while it reads makes it look once more afterwards. */
  async read(): Promise<void> {
    this.#again = true
    if (this.#reading) return
    this.#reading = true
    try {
      while (this.#again) {
        this.#again = false
        const { lines, total } = await this.#exports.log(this.#id, this.#lines.length)
        if (lines.length > 0) this.#lines = [...this.#lines, ...lines]
        this.#again ||= lines.length > 0 && this.#lines.length < total
      }
      this.#failure = undefined
    } catch (error) {
      this.#failure = toWireError(error).message
    } finally {
      this.#reading = false
    }
  }
}
