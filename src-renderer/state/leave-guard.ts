import type { Drafts } from './drafts/drafts.svelte.ts'
import type { SettingsState } from './settings/settings.svelte.ts'
import type { Session } from './session/session.svelte.ts'

/** What the guard looks at. */
export interface LeaveGuardDependencies {
  readonly drafts: Pick<Drafts, 'unsafe' | 'flush'>
  readonly session: Pick<Session, 'loaded' | 'loading'>
  readonly settings: Pick<SettingsState, 'saving'>
}

/** Whether ending the page would lose work: unsealed drafts, settings that are being saved, or data that were opened from files and not saved. */
export function losesWork({ drafts, session, settings }: LeaveGuardDependencies): boolean {
  const { loaded, loading } = session
  return (
    drafts.unsafe ||
    settings.saving ||
    loading !== undefined ||
    (loaded?.kind === 'files' && loaded.savedAs === undefined)
  )
}

/**
 * Has the browser, or the Electron host, ask before the page ends while work would be lost. Asking takes long enough for
 * a draft that waits for the keys to rest to be stored.
 */
export function guardLeaving(
  dependencies: LeaveGuardDependencies,
  scope: Pick<Window, 'addEventListener'> = window
): void {
  scope.addEventListener('beforeunload', (event) => {
    if (!losesWork(dependencies)) return
    event.preventDefault()
    void dependencies.drafts.flush()
  })
}
