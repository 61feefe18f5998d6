/** The browser functions that a {@link CrashMemory} stands on; tests hand in their own. */
export interface CrashScope {
  readonly sessionStorage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  readonly location: Pick<Location, 'reload'>
  addEventListener(type: 'pagehide', listener: () => void): void
}

/** What a page notes for the one after it in the same window, should it crash. */
export interface CrashMemory {
  /** What the page before this one had noted when it crashed; undefined where it was left, closed or loaded again. */
  readonly left: string | undefined
  /** Notes something, in place of what was noted before. @param value no data of a person: the browser may write it to its profile */
  note(value: string | undefined): void
  /** Loads the page again, and the next one finds what was noted, as after a crash. */
  reload(): void
}

const storageKey = 'populus-open-snapshot'

/**
 * The memory of this window. What is in it goes with a page that is left in any orderly way, so that only a crash leaves it; and it is
 * taken out when it is read, so that what made a page crash is not tried again and again.
 */
export function openCrashMemory(scope: CrashScope): CrashMemory {
  const { sessionStorage } = scope
  let isReloading = false
  const left = sessionStorage.getItem(storageKey) ?? undefined
  sessionStorage.removeItem(storageKey)
  scope.addEventListener('pagehide', () => {
    if (!isReloading) sessionStorage.removeItem(storageKey)
  })
  return {
    left,
    note: (value) =>
      value === undefined ? sessionStorage.removeItem(storageKey) : sessionStorage.setItem(storageKey, value),
    reload() {
      isReloading = true
      scope.location.reload()
    }
  }
}
