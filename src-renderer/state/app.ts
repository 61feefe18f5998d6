import { createContext } from 'svelte'
import type { AppInfo, Transport } from '#shared/contract.ts'
import type { LoadProgress, StoreApi } from '../workers/protocol.ts'
import { Announcer } from './announce.svelte.ts'
import { Appearance } from './appearance.svelte.ts'
import type { HistoryPort } from './browser-history.ts'
import { Commands } from './commands.svelte.ts'
import { PopulationContext } from './context.svelte.ts'
import { Jobs } from './jobs.svelte.ts'
import { Overlays } from './overlays.svelte.ts'
import { Panels } from './panels.svelte.ts'
import { Reveal } from './reveal.svelte.ts'
import { Router } from './router.svelte.ts'
import { RowsDrawerState } from './rows.svelte.ts'
import { Session } from './session.svelte.ts'
import { SettingsState } from './settings.svelte.ts'
import { Snapshots } from './snapshots.svelte.ts'
import { Toasts } from './toasts.svelte.ts'

/** The state of the whole page. Components get it from {@link useApp}. */
export interface App {
  readonly info: AppInfo
  readonly transport: Transport
  readonly store: StoreApi
  readonly session: Session
  readonly snapshots: Snapshots
  readonly context: PopulationContext
  readonly router: Router
  readonly panels: Panels
  readonly settings: SettingsState
  readonly appearance: Appearance
  readonly commands: Commands
  readonly reveal: Reveal
  readonly rows: RowsDrawerState
  readonly jobs: Jobs
  readonly toasts: Toasts
  readonly announcer: Announcer
  readonly overlays: Overlays
}

/** What the page is built on. */
export interface AppParts {
  readonly transport: Transport
  readonly store: StoreApi
  readonly onProgress: (listener: (progress: LoadProgress) => void) => void
  /** Hears how much of what is being kept is on the disk, 0..1. */
  readonly onKept: (listener: (fraction: number) => void) => void
  readonly history: HistoryPort
}

const [get, set] = createContext<App>()

/** The state of the page; call it while a component is set up. */
export const useApp = get
/** Hands the state to every component below the calling one. */
export const provideApp = set

/** Builds the state and reads what the host can do. */
export async function createApp({ transport, store, onProgress, onKept, history }: AppParts): Promise<App> {
  const info = await transport.call('app.info', undefined)
  const toasts = new Toasts()
  const settings = new SettingsState(transport, toasts)
  await settings.load()
  const router = new Router(history)
  const context = new PopulationContext(router)
  const panels = new Panels(store, context)
  const jobs = new Jobs()
  const overlays = new Overlays()
  const session = new Session({ transport, store, onProgress, router, context, panels, jobs })
  const snapshots = new Snapshots({ transport, store, session, settings, jobs, toasts, onKept })
  await snapshots.refresh()
  const commands = new Commands({ info, router, context, session, snapshots, settings, overlays, transport })
  return {
    info,
    transport,
    store,
    session,
    snapshots,
    context,
    router,
    panels,
    settings,
    appearance: new Appearance(settings),
    commands,
    reveal: new Reveal(transport),
    rows: new RowsDrawerState(),
    jobs,
    toasts,
    announcer: new Announcer(),
    overlays
  }
}
