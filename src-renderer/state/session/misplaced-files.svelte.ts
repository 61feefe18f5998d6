import { toWireError } from '#shared/app-error.ts'
import type { Transport } from '#shared/contract/contract.ts'
import type { MisplacedFile } from '#shared/contract/host.ts'
import type { Toasts } from '../feedback/toasts.svelte.ts'

/** Files of the data folder that cannot be read because something else is in their place, by the list that lacks an item. */
export class MisplacedFiles {
  readonly #transport: Transport
  readonly #toasts: Toasts
  #found = $state.raw<readonly MisplacedFile[]>([])

  constructor(transport: Transport, toasts: Toasts) {
    this.#transport = transport
    this.#toasts = toasts
  }

  /** What to tell next to a list, a text for each file. */
  messages(part: MisplacedFile['part']): readonly string[] {
    return this.#found.filter((file) => file.part === part).map(({ message }) => message)
  }

  /** Looks again; a failure is shown in a toast. */
  async refresh(): Promise<void> {
    try {
      this.#found = await this.#transport.call('app.misplaced', undefined)
    } catch (error) {
      this.#toasts.show(toWireError(error).message, { kind: 'failed' })
    }
  }
}
