import { enginePopulationPanelsCostMessages as m } from '#messages/engine/population/panels/cost.ts'
import { defined } from '#shared/language/defined.ts'
import type { Definition, Figure } from '../../../base/figures/figure.ts'
import { addCounts } from '../../../base/kernels/day-counts.ts'
import { hasBit } from '../../../base/kernels/bitset.ts'
import { orderOfDays, type DatedEvents } from '../../../base/kernels/dated-events.ts'
import { lowerBound } from '../../../base/kernels/lower-bound.ts'
import { windowStart } from '../../registries/control-band.ts'
import { anyStay, stayEnd } from '../../rows/derived-columns.ts'
import { claimStayRule, claimUseSources } from '../../stays/claim-stays.ts'
import type { Day } from '../../../base/figures/filter.ts'
import { inpatientStays } from '../../stays/inpatient-stays.ts'
import type { PopulationView } from '../../selection/population.ts'
import { isUseByClaims } from '../base/use-events.ts'
import { addLists, sumShards, type View } from '../base/view.ts'

function definitionOf(view: View): Definition {
  const byClaims = isUseByClaims(view)
  return {
    id: 'utilisation/length-of-stay',
    version: '1.2.0',
    title: m.averageLengthOfStay,
    text: m.daysOfInpatientStaysThatEnded(byClaims ? ` ${claimStayRule}` : ''),
    sources: byClaims ? claimUseSources : []
  }
}

/** Inpatient stays in the order of their last days. */
interface EndedStays extends DatedEvents {
  readonly lengths: Float64Array
}

/** The stays of a shard; put in order once. */
function endedStays(population: PopulationView): EndedStays | undefined {
  return population.once('stays-by-their-end', () => {
    const stays = inpatientStays(population.store)
    const patient = stays?.table.patient
    if (stays === undefined || patient === undefined) return undefined
    const order = orderOfDays(stays.last)
    return {
      days: order.map((index) => stays.last[index]!),
      people: order.map((index) => patient[stays.rows[index]!]!),
      lengths: Float64Array.from(order, (index) => stays.days[index]!)
    }
  })
}

/** The 12 months up to a day. */
function yearTo(to: Day): { readonly from: Day; readonly to: Day } {
  return { from: windowStart(to, 12), to }
}

/** What the stays of a shard come to. */
interface LengthSums {
  /** Days and stays of the 12 months up to each of some days. */
  readonly days: Float64Array
  readonly stays: Float64Array
  /** Stays by their length, of the 12 months up to the last of these days. */
  readonly byLength: ReadonlyMap<number, number>
}

function lengthSums({ population, asOf, filters }: View, ends: readonly Day[]): LengthSums {
  const sums = { days: new Float64Array(ends.length), stays: new Float64Array(ends.length) }
  const byLength = new Map<number, number>()
  const ended = endedStays(population)
  if (ended === undefined) return { ...sums, byLength }
  const { days, people: who, lengths } = ended
  const people = filters.length === 0 ? undefined : population.select(asOf, filters)
  const first = lowerBound(days, Math.min(...ends.map((end) => yearTo(end).from)))
  const last = lowerBound(days, Math.max(...ends) + 1)
  // Running sums, from which each stretch is told.
  const [runningDays, runningStays] = [new Float64Array(last - first + 1), new Float64Array(last - first + 1)]
  const latest = yearTo(defined(ends.at(-1)))
  for (let index = first; index < last; index++) {
    const counts = people === undefined || (who[index]! >= 0 && hasBit(people, who[index]!))
    const length = lengths[index]!
    runningDays[index - first + 1] = runningDays[index - first]! + (counts ? length : 0)
    runningStays[index - first + 1] = runningStays[index - first]! + (counts ? 1 : 0)
    if (counts && days[index]! >= latest.from && days[index]! <= latest.to)
      byLength.set(length, (byLength.get(length) ?? 0) + 1)
  }
  ends.forEach((end, index) => {
    const { from, to } = yearTo(end)
    const [begin, after] = [lowerBound(days, from) - first, lowerBound(days, to + 1) - first]
    sums.days[index] = runningDays[after]! - runningDays[begin]!
    sums.stays[index] = runningStays[after]! - runningStays[begin]!
  })
  return { ...sums, byLength }
}

/** The middle of numbers; undefined when there are none. @param counts how many there are of each */
function median(counts: ReadonlyMap<number, number>): number | undefined {
  const sorted = [...counts].sort(([left], [right]) => left - right)
  const all = sorted.reduce((sum, [, count]) => sum + count, 0)
  const numberAt = (place: number): number => {
    let before = 0
    return defined(sorted.find(([, count]) => (before += count) > place))[0]
  }
  const half = Math.floor(all / 2)
  return all === 0 ? undefined : all % 2 === 1 ? numberAt(half) : (numberAt(half - 1) + numberAt(half)) / 2
}

/** Lengths of stays of the people who match the view's filters on its date. */
export interface LengthsOfStay {
  /** Mean days of the stays that ended in the 12 months up to each of the days that were asked for. */
  readonly figures: readonly Figure[]
  /** The middle of those up to the last of the days; undefined when there are none. */
  readonly median: number | undefined
  /** Their number by length in days. */
  readonly byLength: ReadonlyMap<number, number>
}

/** Lengths of the stays that ended in the 12 months up to each of some days. @param ends at least one day */
export function lengthsOfStay(view: View, ends: readonly Day[]): LengthsOfStay {
  const { days, stays, byLength } = sumShards(
    view,
    (shard) => lengthSums(shard, ends),
    (left, right): LengthSums => ({
      days: addLists(left.days, right.days),
      stays: addLists(left.stays, right.stays),
      byLength: addCounts(left.byLength, right.byLength)
    })
  )
  const table = inpatientStays(view.store)?.table.name ?? 'encounter'
  const provenance = view.provenance(definitionOf(view))
  return {
    median: median(byLength),
    byLength,
    figures: ends.map((end, index) => ({
      value: stays[index] === 0 ? undefined : days[index]! / stays[index]!,
      unit: 'days',
      numerator: days[index]!,
      numeratorUnit: 'days',
      denominator: stays[index]!,
      rows: {
        table,
        asOf: view.asOf,
        filters: view.filters,
        where: [anyStay, { column: stayEnd, ...yearTo(end) }]
      },
      opens: stays[index]!,
      provenance
    }))
  }
}

/** Bands of the length of a stay: the fewest days of each, and its words. */
export const lengthBands = [
  { from: 1, to: 1, label: m.n1Day },
  { from: 2, to: 3, label: m.n23Days },
  { from: 4, to: 6, label: m.n46Days },
  { from: 7, to: 13, label: m.n713Days },
  { from: 14, to: undefined, label: m.n14DaysAndOver }
] as const
