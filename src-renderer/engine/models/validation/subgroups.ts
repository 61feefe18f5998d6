import { engineModelsMessages as m } from '#messages/engine/models.ts'
import { DEFAULT_SMALL_CELLS } from '#shared/small-cell-rule.ts'
import { exactPoissonInterval } from '../../base/stats/exact-poisson.ts'
import { wilsonInterval } from '../../base/stats/wilson.ts'
import { areaUnderCurve, type AucResult } from './auc.ts'

/** A group with fewer events, or fewer people without one, has no area under the curve. */
const SUBGROUP_MINIMUM = 10
/** A group with fewer people has no figures at all. */
const SUBGROUP_PEOPLE = DEFAULT_SMALL_CELLS + 1

/** How a model does in one group. */
export interface SubgroupResult {
  readonly value: string
  readonly rows: number
  /** Why there are no figures, in words for a sentence. */
  readonly missing: string | undefined
  readonly events: number | undefined
  readonly meanPrediction: number | undefined
  readonly observed: { readonly value: number; readonly low: number; readonly high: number } | undefined
  /** Events over predicted events, with the exact Poisson interval of the events. */
  readonly ratio: { readonly value: number; readonly low: number; readonly high: number } | undefined
  readonly auc: AucResult | undefined
}

/** One way to divide people into groups. */
export interface SubgroupLabels {
  readonly id: string
  readonly title: string
  readonly values: readonly string[]
  /** Place in `values` per row; -1 where it is not recorded, which is a group of its own. */
  readonly codes: Int32Array
}

/** Figures of each group that is not empty, in the order of the values, then those without one. */
export function subgroupResults(
  predictions: Float64Array,
  outcomes: Uint8Array,
  { values, codes }: SubgroupLabels
): readonly SubgroupResult[] {
  const places = [...values.keys(), -1]
  return places.flatMap((place) => {
    const rows = Array.from(codes.keys()).filter((row) => codes[row] === place)
    if (rows.length === 0) return []
    return [groupResult(values[place] ?? m.notRecorded, rows, predictions, outcomes)]
  })
}

function groupResult(
  value: string,
  rows: readonly number[],
  predictions: Float64Array,
  outcomes: Uint8Array
): SubgroupResult {
  const nothing = {
    events: undefined,
    meanPrediction: undefined,
    observed: undefined,
    ratio: undefined,
    auc: undefined
  }
  if (rows.length < SUBGROUP_PEOPLE)
    return { value, rows: rows.length, missing: m.fewerThanPeople(SUBGROUP_PEOPLE), ...nothing }
  const predicted = Float64Array.from(rows, (row) => predictions[row]!)
  const theirs = Uint8Array.from(rows, (row) => outcomes[row]!)
  const events = theirs.reduce((sum, each) => sum + each, 0)
  const expected = predicted.reduce((sum, each) => sum + each, 0)
  const enough = Math.min(events, rows.length - events) >= SUBGROUP_MINIMUM
  const { low, high } = wilsonInterval(events, rows.length)
  const ratio = exactPoissonInterval(events, 1 / expected)
  return {
    value,
    rows: rows.length,
    missing: enough ? undefined : m.fewerThanPeopleWithTheEvent(SUBGROUP_MINIMUM),
    events,
    meanPrediction: expected / rows.length,
    observed: { value: events / rows.length, low, high },
    ratio: { value: events / expected, low: ratio.low, high: ratio.high },
    auc: enough ? areaUnderCurve(predicted, theirs) : undefined
  }
}
