import { enginePopulationPanelsCostMessages as m } from '#messages/engine/population/panels/cost.ts'
import type { Definition, Figure } from '../../../base/figures/figure.ts'
import { mergeSorted } from '../../../base/kernels/merge-sorted.ts'
import { hasBit } from '../../../base/kernels/bitset.ts'
import { windowStart } from '../../registries/control-band.ts'
import { anyStay, stayEnd } from '../../rows/derived-columns.ts'
import { claimStayRule, claimUseSources } from '../../selection/claim-stays.ts'
import type { Day } from '../../../base/figures/filter.ts'
import { inpatientStays } from '../../selection/inpatient-stays.ts'
import { isUseByClaims } from '../base/use-events.ts'
import { sumShards, type View } from '../base/view.ts'

function definitionOf(view: View): Definition {
  const byClaims = isUseByClaims(view)
  return {
    id: 'utilisation/length-of-stay',
    version: '1.1.0',
    title: m.averageLengthOfStay,
    text: m.daysOfInpatientStaysThatEnded(byClaims ? ` ${claimStayRule}` : ''),
    sources: byClaims ? claimUseSources : []
  }
}

/** Lengths of stays that ended in a stretch of days, of the people who match the filters on the date. */
export function stayLengths(view: View, from: Day, to: Day): Float64Array {
  return sumShards(view, (shard) => lengthsOf(shard, from, to), mergeSorted)
}

function lengthsOf(view: View, from: Day, to: Day): Float64Array {
  const stays = inpatientStays(view.store)
  const patient = stays?.table.patient
  if (stays === undefined || patient === undefined) return new Float64Array()
  const people = view.filters.length === 0 ? undefined : view.population.select(view.asOf, view.filters)
  const lengths: number[] = []
  stays.rows.forEach((row, index) => {
    if (stays.last[index]! < from || stays.last[index]! > to) return
    if (people === undefined || (patient[row]! >= 0 && hasBit(people, patient[row]!))) lengths.push(stays.days[index]!)
  })
  return Float64Array.from(lengths).sort()
}

/** The middle of sorted numbers; undefined when there are none. */
function median(sorted: Float64Array): number | undefined {
  const half = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1
    ? sorted[half]
    : sorted.length === 0
      ? undefined
      : (sorted[half - 1]! + sorted[half]!) / 2
}

/** Mean days of the stays that ended in the 12 months up to a day. */
export function lengthFigure(view: View, to: Day): { readonly figure: Figure; readonly median: number | undefined } {
  const from = windowStart(to, 12)
  const lengths = stayLengths(view, from, to)
  const days = lengths.reduce((sum, each) => sum + each, 0)
  return {
    median: median(lengths),
    figure: {
      value: lengths.length === 0 ? undefined : days / lengths.length,
      unit: 'days',
      numerator: days,
      numeratorUnit: 'days',
      denominator: lengths.length,
      rows: {
        table: inpatientStays(view.store)?.table.name ?? 'encounter',
        asOf: view.asOf,
        filters: view.filters,
        where: [anyStay, { column: stayEnd, from, to }]
      },
      opens: lengths.length,
      provenance: view.provenance(definitionOf(view))
    }
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
