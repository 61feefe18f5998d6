import { uiMessages as m } from '#messages/ui.ts'
import type { Toasts } from '../../state/feedback/toasts.svelte.ts'

/**
 * Puts text on the clipboard and says so, or says why not.
 * @param said e.g. "Copied with its source"
 * @returns whether it is there
 */
export async function copyText(text: string, said: string, toasts: Toasts): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    toasts.show(said)
    return true
  } catch {
    toasts.show(m.nothingWasCopiedTheClipboardIs, { kind: 'failed' })
    return false
  }
}
