import { sendBytes } from '../host/send-bytes.ts'
import type { LoadProgress } from '../workers/store/protocol/load-protocol.ts'
import type { App } from './app.ts'
import { ClusterRunsState } from './connections/cluster-runs.svelte.ts'
import { Connections } from './connections/connections.svelte.ts'
import { Exports } from './connections/exports.svelte.ts'
import { Sample } from './connections/sample.svelte.ts'
import { Sources } from './connections/sources.svelte.ts'
import { Backup } from './session/backup.svelte.ts'
import { Lock } from './session/lock.svelte.ts'
import { Session } from './session/session.svelte.ts'
import { Snapshots } from './session/snapshots.svelte.ts'

/** The data on the screens, and where data come from: files, snapshots, exports of connections, the sample population. */
export type DataState = Pick<
  App,
  'session' | 'snapshots' | 'lock' | 'backup' | 'connections' | 'sources' | 'clusterRuns' | 'exports' | 'sample'
>

/** Dependencies of {@link createDataState}. */
export interface DataStateDependencies extends Pick<
  App,
  'info' | 'transport' | 'store' | 'settings' | 'router' | 'context' | 'panels' | 'asOfChoice' | 'tasks' | 'toasts'
> {
  readonly onProgress: (listener: (progress: LoadProgress) => void) => void
  /** Hears how much of what is being kept is on the disk, 0..1. */
  readonly onKept: (listener: (fraction: number) => void) => void
}

/** Builds the state of the data, and reads which snapshots there are. */
export async function createDataState(dependencies: DataStateDependencies): Promise<DataState> {
  const { info, transport, store, settings, router, context, panels, asOfChoice, tasks, toasts } = dependencies
  const session = new Session({
    transport,
    store,
    onProgress: dependencies.onProgress,
    router,
    context,
    panels,
    tasks,
    recallAsOf: (loaded) => asOfChoice.recall(loaded)
  })
  const snapshots = new Snapshots({ transport, store, session, settings, tasks, toasts, onKept: dependencies.onKept })
  await snapshots.refresh()
  const backup = new Backup({
    transport,
    toasts,
    nativeDialogs: info.nativeDialogs,
    send: sendBytes
  })
  const connections = new Connections({ transport, toasts, snapshots })
  const sources = new Sources({ transport, store, session, snapshots, connections, toasts })
  const clusterRuns = new ClusterRunsState({ transport, session, tasks })
  const exports = new Exports({
    transport,
    tasks,
    toasts,
    snapshots,
    open: (snapshot, name) => void snapshots.openNamed(snapshot, name)
  })
  // What a connection misses and what a server answered can be read with the key alone.
  const onTurned = (): void => {
    void connections.refresh()
    void exports.refresh()
  }
  const lock = new Lock({ transport, snapshots, session, router, toasts, onTurned })
  const sample = new Sample({ transport, exports, snapshots, session })
  return { session, snapshots, lock, backup, connections, sources, clusterRuns, exports, sample }
}
