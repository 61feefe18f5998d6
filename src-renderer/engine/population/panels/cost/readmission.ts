import { enginePopulationPanelsCostMessages as m } from '#messages/engine/population/panels/cost.ts'
import { defined } from '#shared/language/defined.ts'
import type { Definition, Figure } from '../../../base/figures/figure.ts'
import type { Day, Filter, RowSelector } from '../../../base/figures/filter.ts'
import { hasBit } from '../../../base/kernels/bitset.ts'
import { orderOfDays, type DatedEvents } from '../../../base/kernels/dated-events.ts'
import { lowerBound } from '../../../base/kernels/lower-bound.ts'
import { windowStart } from '../../registries/control-band.ts'
import { stayEnd } from '../../rows/derived-columns.ts'
import { claimUseSources } from '../../stays/claim-stays.ts'
import { plannedSources } from '../../stays/planned-codes.ts'
import {
  READMISSION_DAYS,
  readmissionRule,
  readmissions,
  readmissionScopes,
  stayOutcomes,
  type ReadmissionScope
} from '../../stays/readmissions.ts'
import { shareFigure } from '../base/figures.ts'
import { isUseByClaims } from '../base/use-events.ts'
import { sumCounts, type View } from '../base/view.ts'

/** Adults, inpatient stays alone. */
export const defaultScope: ReadmissionScope = { allAges: false, observation: false }

/** What a readmission is, in these data. */
export function readmissionDefinition(view: View, scope: ReadmissionScope): Definition {
  const byClaims = isUseByClaims(view)
  return {
    id: 'utilisation/readmission',
    version: '2.3.0',
    title: m.readmittedWithin30Days,
    text: m.ofTheStaysThatEndedIn(READMISSION_DAYS, readmissionRule(scope, byClaims)),
    sources: [
      {
        title: m.medicare2026PartCDStar,
        publisher: m.centersForMedicareMedicaidServices,
        year: 2025
      },
      {
        title: m.hospitalWideAllCauseUnplannedReadmission,
        publisher: m.centersForMedicareMedicaidServices,
        url: 'https://qualitynet.cms.gov'
      },
      ...plannedSources,
      ...(byClaims ? claimUseSources : []),
      { title: m.intervalOfAProportionWilsonScore, publisher: m.jAmStatAssoc22209, year: 1927 }
    ]
  }
}

/** The discharges that a rate of a date is about: each is followed up for 30 days. */
export function dischargeWindow(asOf: Day): { readonly from: Day; readonly to: Day } {
  const to = asOf - READMISSION_DAYS
  return { from: windowStart(asOf - READMISSION_DAYS, 12), to }
}

/** Stays in the order of their last days, by what became of them. */
export interface EndedStays extends DatedEvents {
  /** Index into `stayOutcomes`. */
  readonly outcome: Uint8Array
  /** Row of the table of stays. */
  readonly rows: Int32Array
}

/** The stays of a shard that readmissions are about; put in order once. @returns undefined when there are none */
export function staysByEnd({ population, store }: View, scope: ReadmissionScope): EndedStays | undefined {
  return population.once(`stays-followed-up:${scope.allAges}:${scope.observation}`, () => {
    const stays = readmissions(store, scope)
    const patient = stays?.table.patient
    if (stays === undefined || patient === undefined) return undefined
    const order = orderOfDays(stays.last)
    return {
      days: order.map((index) => stays.last[index]!),
      people: order.map((index) => patient[stays.rows[index]!]!),
      outcome: Uint8Array.from(order, (index) => stays.outcome[index]!),
      rows: order.map((index) => stays.rows[index]!)
    }
  })
}

/**
 * Stays of the window of each of some dates by what became of them, `[date * stayOutcomes.length + outcome]`: those of the people
 * who match the view's filters on its date, or of anybody when nothing is filtered.
 */
function countStays(view: View, dates: readonly Day[], scope: ReadmissionScope): Int32Array {
  const outcomes = stayOutcomes.length
  return sumCounts(view, (shard) => {
    const counts = new Int32Array(dates.length * outcomes)
    const stays = staysByEnd(shard, scope)
    if (stays === undefined) return counts
    const { population, asOf, filters } = shard
    const people = filters.length === 0 ? undefined : population.select(asOf, filters)
    const windows = dates.map(dischargeWindow)
    const first = lowerBound(stays.days, Math.min(...windows.map(({ from }) => from)))
    const last = lowerBound(stays.days, Math.max(...windows.map(({ to }) => to)) + 1)
    // Running sums, from which each window is told.
    const running = new Int32Array((last - first + 1) * outcomes)
    for (let index = first; index < last; index++) {
      const place = (index - first + 1) * outcomes
      running.copyWithin(place, place - outcomes, place)
      const person = stays.people[index]!
      if (people === undefined || (person >= 0 && hasBit(people, person))) running[place + stays.outcome[index]!]!++
    }
    windows.forEach(({ from, to }, date) => {
      const [begin, end] = [lowerBound(stays.days, from) - first, lowerBound(stays.days, to + 1) - first]
      for (let outcome = 0; outcome < outcomes; outcome++)
        counts[date * outcomes + outcome] = running[end * outcomes + outcome]! - running[begin * outcomes + outcome]!
    })
    return counts
  })
}

/** Names the stays of a window that another one followed, of the people who match filters. */
export function readmissionRows(
  view: View,
  scope: ReadmissionScope,
  { from, to }: { readonly from: Day; readonly to: Day },
  filters: readonly Filter[]
): RowSelector {
  const { column } = defined(
    readmissionScopes.find((each) => each.allAges === scope.allAges && each.observation === scope.observation)
  )
  return {
    table: readmissions(view.store, scope)?.table.name ?? 'encounter',
    asOf: view.asOf,
    filters,
    where: [
      { column, in: ['readmitted'] },
      { column: stayEnd, from, to }
    ]
  }
}

/**
 * The share of stays that were followed by another.
 * @param counts stays by what became of them
 * @param filters of the people whose stays they are
 */
export function readmissionShare(
  view: View,
  asOf: Day,
  scope: ReadmissionScope,
  counts: Int32Array,
  filters: readonly Filter[] = view.filters
): Figure {
  const [, alone = 0, planned = 0, back = 0] = counts
  const rows = readmissionRows(view, scope, dischargeWindow(asOf), filters)
  return {
    ...shareFigure(back, alone + planned + back, rows, view.provenance(readmissionDefinition(view, scope))),
    opens: back
  }
}

/** Readmissions of the people who match the view's filters on its date. */
export interface ReadmissionFigures {
  /** The share of stays that were followed by another, on each of the dates that were asked for. */
  readonly figures: readonly Figure[]
  /** How many index stays were followed by a planned stay alone, on the last of them. */
  readonly planned: number
}

/** Readmissions on each of some dates. @param dates at least one */
export function readmissionFigures(view: View, dates: readonly Day[], scope: ReadmissionScope): ReadmissionFigures {
  const counts = countStays(view, dates, scope)
  const outcomes = stayOutcomes.length
  const ofDate = (date: number): Int32Array => counts.subarray(date * outcomes, (date + 1) * outcomes)
  return {
    figures: dates.map((date, index) => readmissionShare(view, date, scope, ofDate(index))),
    planned: ofDate(dates.length - 1)[stayOutcomes.indexOf('planned-return')]!
  }
}
