import type { HistoryPort } from '../../../src-renderer/state/navigation/browser-history.ts'

/** A browser history in memory; entries after the present one are dropped by `push`, as in a browser. */
export function fakeHistory(hash = ''): HistoryPort & { readonly hash: string; type(hash: string): void } {
  let entries: { hash: string; index: number | undefined }[] = [{ hash, index: undefined }]
  let position = 0
  let listener: (() => void) | undefined
  return {
    get hash() {
      return entries[position]!.hash
    },
    read: () => entries[position]!,
    push(next, index) {
      entries = [...entries.slice(0, position + 1), { hash: next, index }]
      position += 1
    },
    replace(next, index) {
      entries[position] = { hash: next, index }
    },
    go(delta) {
      position = Math.max(0, Math.min(entries.length - 1, position + delta))
      listener?.()
    },
    listen(next) {
      listener = next
    },
    type(next) {
      entries = [...entries.slice(0, position + 1), { hash: next, index: undefined }]
      position += 1
      listener?.()
    }
  }
}
