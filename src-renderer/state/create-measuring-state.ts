import { sendBytes } from '../host/send-bytes.ts'
import { startContentClient } from '../workers/content/content-client.ts'
import type { MeasureProgress } from '../workers/measures/measure-protocol.ts'
import type { ReportReceiver } from '../workers/measures/report-writer.ts'
import type { App } from './app.ts'
import { ContentImport } from './measures/content-import.svelte.ts'
import { MeasureResults } from './measures/measure-results.svelte.ts'
import { Measures } from './measures/measures.svelte.ts'
import { ReportFiles } from './measures/report-files.svelte.ts'
import type { ScreenName } from './navigation/route.ts'
import type { Router } from './navigation/router.svelte.ts'
import { sourceId } from './session/source-id.ts'
import { WorklistState } from './worklist/worklist.svelte.ts'

/** Quality measures: their content, their results, reports about them, and the work on care gaps. */
export type MeasuringState = Pick<App, 'measures' | 'measureResults' | 'contentImport' | 'reportFiles' | 'worklist'>

/** Dependencies of {@link createMeasuringState}. */
export interface MeasuringStateDependencies extends Pick<
  App,
  | 'transport'
  | 'store'
  | 'settings'
  | 'policies'
  | 'router'
  | 'context'
  | 'panels'
  | 'session'
  | 'snapshots'
  | 'tasks'
  | 'toasts'
> {
  /** Hears how far running measures are. */
  readonly onMeasuring: (listener: (progress: MeasureProgress) => void) => void
  /** Takes the bytes of reports about single people. */
  readonly onReport: (receiver: ReportReceiver) => void
}

/** Builds the state of measures. Those that were left to run begin after the first screen. */
export async function createMeasuringState(dependencies: MeasuringStateDependencies): Promise<MeasuringState> {
  const { transport, store, settings, policies, router, context, panels, session, snapshots, tasks, toasts } =
    dependencies
  const measures = new Measures({
    transport,
    store,
    context,
    settings,
    tasks,
    toasts,
    panels,
    onMeasuring: dependencies.onMeasuring,
    rest: () => waitForFirstScreen(router)
  })
  await measures.open()
  const worklist = new WorklistState({ transport, store, toasts, unlock: () => snapshots.unlock() })
  const measureResults = new MeasureResults({
    store,
    context,
    panels,
    settings,
    toasts,
    measures,
    worklist,
    source: () => (session.loaded === undefined ? undefined : sourceId(session.loaded))
  })
  const contentImport = new ContentImport({
    transport,
    lists: async () => {
      if (measures.state !== 'ready') await measures.refresh()
      return store.codeLists()
    },
    sendBytes,
    mayBeUnsigned: () => policies.report.allowed.unsignedFiles,
    startWorker: startContentClient
  })
  const reportFiles = new ReportFiles({ transport, store, tasks, toasts, onReport: dependencies.onReport })
  return { measures, measureResults, contentImport, reportFiles, worklist }
}

/** Screens that show results of measures: they do not wait for them. */
const aboutMeasures: readonly ScreenName[] = ['measures', 'measure', 'gaps', 'content', 'cql']
/** Time for the first screen after a load. */
const FIRST_SCREEN_MS = 1500

function waitForFirstScreen({ route }: Router): Promise<void> {
  return aboutMeasures.includes(route.screen)
    ? Promise.resolve()
    : new Promise((resolve) => setTimeout(resolve, FIRST_SCREEN_MS))
}
