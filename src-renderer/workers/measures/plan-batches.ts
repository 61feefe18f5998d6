import { workersMeasuresMessages as m } from '#messages/workers/measures.ts'
import type { MeasurementPeriod } from '#engine/measures/definition/measurement-period.ts'
import type { OpenedMeasure } from '#engine/measures/packs/open-packs.ts'
import { defined } from '#shared/language/defined.ts'
import { stopOf, type InstalledContent } from './installed-content.ts'
import type { RunCache } from './run-cache.ts'
import type { MeasureRunRequest } from './measure-protocol.ts'

/** What has to be evaluated: measures of one pack that lack results for the same period. */
export interface Batch {
  readonly pack: string
  readonly measures: readonly OpenedMeasure[]
  readonly period: MeasurementPeriod
}

/** What of a request has to be done, and what not. */
export interface PlannedRun {
  readonly batches: readonly Batch[]
  /** Measure–period pairs that have a result already. */
  readonly reused: number
  /** Measures that cannot run at all, with the reason. */
  readonly failed: readonly { readonly measure: string; readonly reason: string }[]
}

/** Leaves out of a request what has a result, unless it asks for all of it `again`. */
export function planBatches(
  { measures, periods, policy, zone, again }: MeasureRunRequest,
  content: InstalledContent,
  runCache: RunCache
): PlannedRun {
  const byBatch = new Map<string, { pack: string; measures: OpenedMeasure[]; period: MeasurementPeriod }>()
  const failed: { measure: string; reason: string }[] = []
  let reused = 0
  for (const id of measures) {
    const measure = content.measure(id)
    const stop = measure === undefined ? m.thisMeasureIsNoLongerInstalled : stopOf(measure)
    if (measure === undefined || stop !== undefined) {
      failed.push({ measure: id, reason: defined(stop) })
      continue
    }
    for (const period of periods) {
      if (again !== true && runCache.has(measure, period, { policy, zone })) {
        reused++
        continue
      }
      const key = JSON.stringify([measure.pack, period])
      const batch = byBatch.get(key) ?? { pack: measure.pack, measures: [], period }
      batch.measures.push(measure)
      byBatch.set(key, batch)
    }
  }
  return { batches: [...byBatch.values()], reused, failed }
}
