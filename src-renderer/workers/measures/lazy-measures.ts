import type { MeasureRun } from '#engine/measures/run/measure-run.ts'
import type { NamedValueSet } from '#engine/tables/sql/terminology-tables.ts'
import { lazyApi } from '../base/lazy-api.ts'
import type { DraftApi } from './draft-protocol.ts'
import type { MeasureApi } from './measure-protocol.ts'
import type { StoreMeasures, StoreMeasuresDependencies } from './store-measures.ts'

/** Measures whose code is fetched when somebody first asks for them: the engine is large, and a start does not need it. */
export interface LazyMeasures {
  readonly api: MeasureApi & DraftApi
  /** Fetches the code where that was not done yet. */
  ready(): Promise<StoreMeasures>
  /** The population was replaced, or closed. */
  reset(): void
  /** Results over the loaded population, and value sets of the installed measures, as far as they are there already. */
  forTables(): { readonly measures: readonly MeasureRun[]; readonly valueSets: readonly NamedValueSet[] }
}

/** Calls that have an answer, or nothing to do, without the code. */
type EarlyCall = 'cancelMeasures' | 'measureRuns' | 'cancelReports' | 'setMeasureSettings'
type LazyCalls = Omit<MeasureApi & DraftApi, EarlyCall>

const lazyCalls: Readonly<Record<keyof LazyCalls, true>> = {
  setContent: true,
  runMeasures: true,
  openResults: true,
  openRunMeasures: true,
  storeResults: true,
  why: true,
  compareRuns: true,
  measureSources: true,
  compareMeasures: true,
  compareValueSets: true,
  codeLists: true,
  unknownCodes: true,
  packFile: true,
  measureText: true,
  runDraft: true,
  draftDocument: true,
  caseOf: true,
  installedValueSets: true,
  measureResource: true,
  measurePanel: true,
  setWorklist: true,
  measureFileCounts: true,
  measureFile: true,
  writeReports: true,
  compareReports: true,
  addStarTable: true
}

const nothing = { measures: [], valueSets: [] } as const

/** @param parts made once, when the code is there */
export function createLazyMeasures(parts: () => Promise<StoreMeasuresDependencies>): LazyMeasures {
  let made: Promise<StoreMeasures> | undefined
  let present: StoreMeasures | undefined
  /** What was set before the code was there. */
  let settings: Parameters<MeasureApi['setMeasureSettings']>[0] | undefined

  async function make(): Promise<StoreMeasures> {
    const { createStoreMeasures } = await import('./store-measures.ts')
    present = createStoreMeasures(await parts())
    if (settings !== undefined) await present.api.setMeasureSettings(settings)
    return present
  }

  const ready = (): Promise<StoreMeasures> => {
    made ??= make()
    return made
  }

  return {
    ready,
    reset: () => present?.reset(),
    forTables: () => present?.forTables() ?? nothing,
    api: {
      ...lazyApi<LazyCalls>(lazyCalls, async () => (await ready()).api),
      cancelMeasures: async () => present?.api.cancelMeasures(),
      measureRuns: async () => present?.api.measureRuns() ?? [],
      cancelReports: async () => present?.api.cancelReports(),
      async setMeasureSettings(next) {
        // Sent at the start, when nobody asks for a measure yet.
        settings = next
        await present?.api.setMeasureSettings(next)
      }
    }
  }
}
