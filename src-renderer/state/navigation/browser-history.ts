/** The part of the browser's history that the router needs. */
export interface HistoryPort {
  /** Hash of the current entry and its number within this run of the program; `undefined` for a foreign entry. */
  read(): { readonly hash: string; readonly index: number | undefined }
  push(hash: string, index: number): void
  replace(hash: string, index: number): void
  go(delta: number): void
  /** Calls `listener` after the user moved through the history. */
  listen(listener: () => void): void
}

/** The window's own history. */
export function browserHistory(): HistoryPort {
  return {
    read() {
      const state: unknown = history.state
      const index =
        typeof state === 'object' && state !== null && 'index' in state && typeof state.index === 'number'
          ? state.index
          : undefined
      return { hash: location.hash, index }
    },
    push: (hash, index) => history.pushState({ index }, '', hash),
    replace: (hash, index) => history.replaceState({ index }, '', hash),
    go: (delta) => history.go(delta),
    listen: (listener) => addEventListener('popstate', listener)
  }
}
