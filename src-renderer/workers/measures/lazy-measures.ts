import type { MeasureRun } from '#engine/measures/run/measure-run.ts'
import type { NamedValueSet } from '#engine/tables/sql/terminology-tables.ts'
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

/** @param parts made once, when the code is there */
export function createLazyMeasures(parts: () => Promise<StoreMeasuresDependencies>): LazyMeasures {
  let made: Promise<StoreMeasures> | undefined
  let present: StoreMeasures | undefined
  /** What was set before the code was there. */
  let settings: Parameters<MeasureApi['setQualitySettings']>[0] | undefined

  async function make(): Promise<StoreMeasures> {
    const { createStoreMeasures } = await import('./store-measures.ts')
    present = createStoreMeasures(await parts())
    if (settings !== undefined) await present.api.setQualitySettings(settings)
    return present
  }

  const ready = (): Promise<StoreMeasures> => {
    made ??= make()
    return made
  }

  return {
    ready,
    reset: () => present?.reset(),
    forTables: () => present?.forTables() ?? { measures: [], valueSets: [] },
    api: {
      setContent: async (packs) => (await ready()).api.setContent(packs),
      runMeasures: async (request) => (await ready()).api.runMeasures(request),
      cancelMeasures: async () => present?.api.cancelMeasures(),
      measureRuns: async () => present?.api.measureRuns() ?? [],
      openResults: async (snapshot) => (await ready()).api.openResults(snapshot),
      storeResults: async (snapshot) => (await ready()).api.storeResults(snapshot),
      why: async (...args) => (await ready()).api.why(...args),
      compareRuns: async (before, after) => (await ready()).api.compareRuns(before, after),
      compareMeasures: async (before, after) => (await ready()).api.compareMeasures(before, after),
      compareValueSets: async () => (await ready()).api.compareValueSets(),
      measureText: async (measure) => (await ready()).api.measureText(measure),
      runDraft: async (request) => (await ready()).api.runDraft(request),
      draftDocument: async (draft, title) => (await ready()).api.draftDocument(draft, title),
      caseOf: async (...args) => (await ready()).api.caseOf(...args),
      installedValueSets: async () => (await ready()).api.installedValueSets(),
      measureResource: async (measure) => (await ready()).api.measureResource(measure),
      quality: async (...args) => (await ready()).api.quality(...args),
      setWorklist: async (events) => (await ready()).api.setWorklist(events),
      async setQualitySettings(next) {
        // Sent at the start, when nobody asks for a measure yet.
        settings = next
        await present?.api.setQualitySettings(next)
      },
      qualityFile: async (...args) => (await ready()).api.qualityFile(...args),
      writeReports: async (...args) => (await ready()).api.writeReports(...args),
      cancelReports: async () => present?.api.cancelReports(),
      compareReports: async (...args) => (await ready()).api.compareReports(...args),
      addStarTable: async (text, name) => (await ready()).api.addStarTable(text, name)
    }
  }
}
