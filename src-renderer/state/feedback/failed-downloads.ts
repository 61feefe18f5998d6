import { stateMessages as m } from '#messages/state.ts'
import type { Transport } from '#shared/contract/contract.ts'
import type { Toasts } from './toasts.svelte.ts'

/** Says of files that the page wanted to save when they were not, and what to do. */
export function tellFailedDownloads(transport: Pick<Transport, 'subscribe'>, toasts: Pick<Toasts, 'show'>): void {
  transport.subscribe('download.failed', ({ name, outcome, left }) => {
    if (left) toasts.show(m.partOfTheFileIsLeft(name), { kind: 'failed' })
    else if (outcome === 'cancelled') toasts.show(m.theFileWasNotSaved(name), { kind: 'cancelled' })
    else toasts.show(m.theFileWasNotWrittenToItsEnd(name), { kind: 'failed' })
  })
}
