import { mount } from 'svelte'
import { workersStoreMessages as m } from '#messages/workers/store.ts'
import Root from './Root.svelte'
import { openCrashMemory } from './host/crash-memory.ts'
import { openHost, type OpenedHost } from './host/open-host.ts'
import { partsOnDisk } from './host/parts-on-disk.ts'
import { createApp } from './state/create-app.ts'
import { browserHistory } from './state/navigation/browser-history.ts'
import { guardLeaving } from './state/leave-guard.ts'
import { yieldToPaint } from './state/feedback/yield-to-paint.ts'
import { watchFailures, type PageFailures } from './state/feedback/page-failures.ts'
import './styles/base.css'
import './styles/tokens.css'
import './styles/print.css'
import NoAccess from './screens/start/NoAccess.svelte'
import { matchDecisions } from './state/session/match-decisions.ts'
import { peopleLimits } from './state/session/people-limits.ts'
import { createStoreClient, type StoreClient } from './workers/store/store-client.ts'

const target = document.querySelector('#app') ?? document.body
const host = await openHost()
if (host === undefined) mount(NoAccess, { target })
else await start(host)

async function start({ transport, link }: OpenedHost): Promise<void> {
  /** Filled when the state is built. */
  const reports: { failures?: PageFailures; dataEnded?: () => void } = {}
  const services: Parameters<typeof createStoreClient>[0] = {
    open: async (request) => (await transport.call('imports.stream', request)).url,
    limits: () => peopleLimits(transport),
    decisions: () => matchDecisions(transport),
    take: (request) => transport.call('snapshots.take', request),
    ...partsOnDisk(transport),
    upload: async (request) => (await transport.call('snapshots.upload', request)).url,
    content: async (id) => (await transport.call('content.open', { id })).url,
    results: async (snapshot) => (await transport.call('measures.results', { snapshot })).url,
    keepResults: async (snapshot) => (await transport.call('measures.keepResults', { snapshot })).url
  }
  const startStore = (onEnd?: () => void): StoreClient =>
    createStoreClient(services, (event) => reports.failures?.workerFailed(event), onEnd)
  const client = startStore(() => reports.dataEnded?.())
  const app = await createApp({
    transport,
    link,
    store: client.api,
    startStore,
    onProgress: (listener) => client.onProgress(listener),
    onKept: (listener) => client.onKept(listener),
    onMeasuring: (listener) => client.onMeasuring(listener),
    onReport: (receiver) => client.onReport(receiver),
    history: browserHistory()
  })
  reports.failures = app.failures
  watchFailures(app.failures)
  guardLeaving(app)
  // What the services answered last is its own task.
  await yieldToPaint()
  const crash = openCrashMemory(globalThis)
  reports.dataEnded = () =>
    app.toasts.show(m.theWorkerWithTheDataEnded, {
      kind: 'failed',
      action: { label: m.openTheDataAgain, run: () => crash.reload() }
    })
  mount(Root, { target, props: { app, crash } })
  await app.session.openPending()
  if (crash.left !== undefined) await app.snapshots.reopen(crash.left)
  await app.link.take()
}
