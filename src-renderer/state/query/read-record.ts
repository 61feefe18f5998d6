import type { Input, Transport } from '#shared/contract/contract.ts'

/** Records in the audit log that a list about people is shown, once for each version of it. */
export class ReadRecord {
  readonly #transport: Transport
  #recorded: string | undefined

  constructor(transport: Transport) {
    this.#transport = transport
  }

  /**
   * Call it before anything of the list is shown.
   * @param version of the list; another one is recorded again
   * @throws AppError when it could not be recorded; the list must not be shown then
   */
  async note(version: string, read: Input<'data.read'>): Promise<void> {
    if (this.#recorded === version) return
    await this.#transport.call('data.read', read)
    this.#recorded = version
  }
}
