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
    toasts.show('Nothing was copied: the clipboard is not allowed here. Allow it and try again.', { kind: 'failed' })
    return false
  }
}
