import type { Transport } from '#shared/contract/contract.ts'

/** The imports that the services have open for the page: those of the data on the screens, and of the data that are being loaded. */
export class OpenImports {
  readonly #transport: Pick<Transport, 'call'>
  #shown: readonly string[] = []
  #loading: readonly string[] = []

  constructor(transport: Pick<Transport, 'call'>) {
    this.#transport = transport
  }

  /** A load begins to read these. */
  begin(imports: readonly string[]): void {
    this.#loading = imports
  }

  /** What was being loaded is on the screens. Closes those of the data before. */
  async show(): Promise<void> {
    const before = this.#shown
    this.#shown = this.#loading
    this.#loading = []
    await this.closeUnused(before)
  }

  /** The load came to nothing. One of the data on the screens leaves them there. */
  async giveUp(): Promise<void> {
    const read = this.#loading
    this.#loading = []
    await this.closeUnused(read)
  }

  /** There are no data on the screens any more. */
  async release(): Promise<void> {
    const shown = this.#shown
    this.#shown = []
    await this.closeUnused(shown)
  }

  /** Closes those of these that nothing reads. */
  async closeUnused(imports: readonly string[]): Promise<void> {
    for (const importId of imports) {
      if (!this.#shown.includes(importId) && !this.#loading.includes(importId))
        await this.#transport.call('imports.close', { importId })
    }
  }
}
