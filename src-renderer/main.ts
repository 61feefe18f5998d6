import { mount } from 'svelte'
import App from './App.svelte'
import { warmUpCharts } from './charts/warm-up.ts'
import { connect } from './host/client.ts'
import { createApp } from './state/app.ts'
import { browserHistory } from './state/browser-history.ts'
import './styles/base.css'
import './styles/tokens.css'
import './styles/print.css'
import { createStoreClient } from './workers/store-client.ts'

const transport = connect()
const client = createStoreClient({
  open: async (request) => (await transport.call('imports.stream', request)).url,
  take: (request) => transport.call('snapshots.take', request),
  upload: async (request) => (await transport.call('snapshots.upload', request)).url
})
const app = await createApp({
  transport,
  store: client.api,
  onProgress: (listener) => client.onProgress(listener),
  onKept: (listener) => client.onKept(listener),
  history: browserHistory()
})
mount(App, { target: document.querySelector('#app') ?? document.body, props: { app } })
warmUpCharts()
await app.session.openPending()
