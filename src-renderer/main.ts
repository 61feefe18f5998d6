import { mount } from 'svelte'
import App from './App.svelte'
import { connect } from './host/client.ts'
import { createApp } from './state/app.ts'
import { browserHistory } from './state/browser-history.ts'
import { nextTask } from './state/next-task.ts'
import { guardLeaving } from './state/leave-guard.ts'
import './styles/base.css'
import './styles/tokens.css'
import './styles/print.css'
import { createStoreClient } from './workers/store-client.ts'

const transport = connect()
const client = createStoreClient({
  open: async (request) => (await transport.call('imports.stream', request)).url,
  take: (request) => transport.call('snapshots.take', request),
  upload: async (request) => (await transport.call('snapshots.upload', request)).url,
  content: async (id) => (await transport.call('content.open', { id })).url,
  results: async (snapshot) => (await transport.call('measures.results', { snapshot })).url,
  keepResults: async (snapshot) => (await transport.call('measures.keepResults', { snapshot })).url
})
const app = await createApp({
  transport,
  store: client.api,
  onProgress: (listener) => client.onProgress(listener),
  onKept: (listener) => client.onKept(listener),
  onMeasuring: (listener) => client.onMeasuring(listener),
  history: browserHistory()
})
// What the services answered last is its own task.
await nextTask()
guardLeaving(app)
mount(App, { target: document.querySelector('#app') ?? document.body, props: { app } })
await app.session.openPending()
