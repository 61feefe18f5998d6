import { enginePopulationPanelsBaseMessages as m } from '#messages/engine/population/panels/base.ts'
import { NO_DAY } from '../../../base/fhir/missing.ts'
import type { Day } from '../../../base/figures/filter.ts'
import { countBits } from '../../../base/kernels/bitset.ts'
import { addCounts } from '../../../base/kernels/day-counts.ts'
import type { Store, Table } from '../../../store/model/store.ts'
import { coveredPeople, type CoveredPeople } from '../../claims/covered-people.ts'
import { monthNumber } from '../../claims/month-number.ts'
import { paidClaims } from '../../claims/paid-claims.ts'
import { pharmacyService, type ClaimPart } from '../../claims/service-types.ts'
import { tookPlace } from '../../selection/visit-dimensions.ts'
import { monthLabelOf } from './periods.ts'
import { isUseByClaims } from './use-events.ts'
import type { View } from './view.ts'
import type { Series } from '../results/shapes.ts'

/** Months by whose median it is told how many records a member usually has in a month. */
const USUAL_MONTHS = 24
/** Records begin with the first month that has this share of the usual for its members. */
const SHARE = 0.25
/** Months before the last one with records that are looked at, as many as a series has at most; what began earlier did not begin late. */
const WINDOW = 60

/** Month from which the data hold claims of each part, as a number of `monthNumber`; undefined where they are too few to tell. */
export type ClaimsBegin = Readonly<Record<ClaimPart, number | undefined>>

/** Records by month. */
type MonthCounts = ReadonlyMap<number, number>

/** When the claims of each part begin, as seen from the date, whoever is in view. */
export function claimsBegin(view: View): ClaimsBegin {
  const { medical, pharmacy } = view.population.fact('claims by month', {
    partial: ({ store }) => countClaims(store),
    merge: (left, right) => ({
      medical: addCounts(left.medical, right.medical),
      pharmacy: addCounts(left.pharmacy, right.pharmacy)
    }),
    finish: (counts) => counts
  })
  return {
    medical: firstMonth(view, medical, 'medical'),
    pharmacy: firstMonth(view, pharmacy, 'pharmacy')
  }
}

/** Why the cost of some parts is not known from a day on, in words for a sentence; undefined where it is. */
export function beforeClaims(begin: ClaimsBegin, parts: readonly ClaimPart[], from: Day): string | undefined {
  const [late] = parts
    .filter((part) => (begin[part] ?? 0) > monthNumber(from))
    .toSorted((left, right) => begin[right]! - begin[left]!)
  if (late === undefined) return undefined
  const label = monthLabelOf(begin[late]!)
  return late === 'pharmacy' ? m.fewPharmacyClaimsBefore(label) : m.fewMedicalClaimsBefore(label)
}

/** When the records begin that use is counted from, and why nothing is told of the months before, within a sentence. */
export interface UseBegin {
  /** As a number of `monthNumber`. */
  readonly month: number
  readonly missing: string
}

/** When the visits or claims begin that use is counted from; undefined where they are too few to tell, or did not begin late. */
export function useBegin(view: View): UseBegin | undefined {
  const byClaims = isUseByClaims(view)
  const month = byClaims ? claimsBegin(view).medical : visitsBegin(view)
  if (month === undefined) return undefined
  const label = monthLabelOf(month)
  return { month, missing: byClaims ? m.fewMedicalClaimsBefore(label) : m.fewVisitsBefore(label) }
}

/** Whether use of a month that begins on a day can be told: its visits or claims have begun. */
export function isUseBegun(view: View): (start: Day) => boolean {
  const begin = useBegin(view)
  return (start) => begin === undefined || monthNumber(start) >= begin.month
}

/** The same use by month, without a figure for months before the visits or claims that it is counted from begin. */
export function sinceRecords(view: View, series: Series): Series {
  const begin = useBegin(view)
  if (begin === undefined) return series
  const { missing } = begin
  return {
    ...series,
    points: series.points.map((point) => {
      if (monthNumber(point.at) >= begin.month) return point
      const { unit, provenance } = point.figure
      return { ...point, figure: { value: undefined, unit, missing, provenance } }
    })
  }
}

function visitsBegin(view: View): number | undefined {
  const visits = view.population.fact('visits by month', {
    partial: ({ store }) => countVisits(store.tables.get('encounter')),
    merge: addCounts,
    finish: (counts) => counts
  })
  return firstMonth(view, visits, 'any')
}

/** Not those that are planned, of which there are few in each month to come. */
function countVisits(encounters: Table | undefined): MonthCounts {
  if (encounters?.day === undefined) return new Map()
  const happened = tookPlace(encounters)
  return countMonths(encounters.day, (row) => happened[row] === 1)
}

function countClaims(store: Store): Readonly<Record<ClaimPart, MonthCounts>> {
  const claims = paidClaims(store)
  if (claims === undefined) return { medical: new Map(), pharmacy: new Map() }
  const { days, counts, services } = claims
  return {
    medical: countMonths(days, (row) => counts[row] !== 0 && services[row] !== pharmacyService),
    pharmacy: countMonths(days, (row) => counts[row] !== 0 && services[row] === pharmacyService)
  }
}

function countMonths(days: Int32Array, counts: (row: number) => boolean): MonthCounts {
  let [first, last] = [2147483647, NO_DAY]
  for (let row = 0; row < days.length; row++) {
    const day = days[row]!
    if (day === NO_DAY) continue
    if (day < first) first = day
    if (day > last) last = day
  }
  if (first > last) return new Map()
  const ofDays = new Int32Array(last - first + 1)
  for (let row = 0; row < days.length; row++) if (days[row] !== NO_DAY && counts(row)) ofDays[days[row]! - first]!++
  const found = new Map<number, number>()
  ofDays.forEach((count, index) => {
    if (count === 0) return
    const month = monthNumber(first + index)
    found.set(month, (found.get(month) ?? 0) + count)
  })
  return found
}

/** The first month, as seen from the last record, else from the date: charts of an earlier date go further back. */
function firstMonth(view: View, counts: MonthCounts, of: keyof CoveredPeople): number | undefined {
  const { asOf, span } = view
  const end = span.last ?? asOf
  return beginBefore(view, counts, of, end) ?? (asOf < end ? beginBefore(view, counts, of, asOf) : undefined)
}

/** A population that grows has few records in its first months, and few members: records are counted against members. */
function beginBefore({ population }: View, counts: MonthCounts, of: keyof CoveredPeople, end: Day): number | undefined {
  const dated = [...counts.keys()].filter((month) => month <= monthNumber(end))
  if (dated.length === 0) return undefined
  const last = Math.max(...dated)
  const earliest = Math.min(...dated)
  const first = Math.max(earliest, last - WINDOW + 1)
  const months = Array.from({ length: last - first + 1 }, (_, index) => first + index)
  const members = population.fact(`members ${of} ${first} to ${last}`, {
    partial: ({ store }) => Int32Array.from(months, (month) => countBits(coveredPeople(store, month)[of])),
    merge: (left, right) => left.map((count, index) => count + right[index]!),
    finish: (sums) => sums
  })
  const count = (index: number): number => counts.get(months[index]!) ?? 0
  const rates = Array.from({ length: USUAL_MONTHS }, (_, back) => {
    const index = months.length - 1 - back
    return (members[index] ?? 0) === 0 ? 0 : count(index) / members[index]!
  })
  const usual = rates.toSorted((a, b) => a - b)[USUAL_MONTHS / 2]!
  const enough = (people: number): number => SHARE * usual * people
  if (enough(Math.max(...members)) < 1) return undefined
  const isUnknown = (people: number, index: number): boolean =>
    people === 0 ? count(index) === 0 : enough(people) >= 1 && count(index) < enough(people)
  const begin = members.findIndex((people, index) => !isUnknown(people, index))
  return begin < 0 || (begin === 0 && first > earliest) ? undefined : months[begin]!
}
