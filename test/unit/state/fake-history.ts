import type { HistoryPort } from '../../../src-renderer/state/navigation/browser-history.ts'

/** A browser history in memory; entries after the present one are dropped by `push`, as in a browser. */
export function fakeHistory(hash = ''): HistoryPort & { readonly hash: string; type(hash: string): void } {
  let entries: { hash: string; index: number | undefined }[] = [{ hash, index: undefined }]
  let at = 0
  let listener: (() => void) | undefined
  return {
    get hash() {
      return entries[at]!.hash
    },
    read: () => entries[at]!,
    push(next, index) {
      entries = [...entries.slice(0, at + 1), { hash: next, index }]
      at += 1
    },
    replace(next, index) {
      entries[at] = { hash: next, index }
    },
    go(delta) {
      at = Math.max(0, Math.min(entries.length - 1, at + delta))
      listener?.()
    },
    listen(next) {
      listener = next
    },
    type(next) {
      entries = [...entries.slice(0, at + 1), { hash: next, index: undefined }]
      at += 1
      listener?.()
    }
  }
}
