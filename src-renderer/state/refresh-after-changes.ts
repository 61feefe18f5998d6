import type { HostLink } from '../host/host-link.ts'
import type { App } from './app.ts'
import { HostState } from './feedback/host-state.svelte.ts'
import { closeAll } from './session/close-all.ts'

/** What is read again, and what may be closed. */
export type RefreshedState = Pick<
  App,
  | 'access'
  | 'policies'
  | 'settings'
  | 'session'
  | 'snapshots'
  | 'connections'
  | 'clusterRuns'
  | 'exports'
  | 'measures'
  | 'worklist'
  | 'drafts'
>

/**
 * Reads again what the services know when roles changed and when the services are back, and closes data that were loaded under
 * other roles or rules.
 * @returns whether the services answer
 */
export function refreshAfterChanges(link: HostLink, state: RefreshedState): HostState {
  const { access, policies, settings, session, snapshots, connections, clusterRuns, exports } = state
  const { measures, worklist, drafts } = state
  exports.setAnswering(link.state === 'connected')
  link.watch((now) => exports.setAnswering(now === 'connected'))
  const readAgain = (): void => {
    void snapshots.refresh()
    void connections.refresh()
    void exports.refresh()
    void measures.refresh()
    void worklist.open(session.population)
    void drafts.load()
  }
  access.onChange = () => {
    // What is on the screens may be more than the roles include now.
    void closeAll(session)
    readAgain()
  }
  policies.onRecordRules = () => {
    // What is on the screens was made with the rules before.
    void closeAll(session)
  }
  return new HostState(link, () => {
    void settings.load()
    void access.load()
    // Who never looked at them may have no right to.
    if (clusterRuns.canStart !== undefined) void clusterRuns.refresh()
    readAgain()
  })
}
