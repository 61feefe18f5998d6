import { enginePopulationPanelsBaseMessages as m } from '#messages/engine/population/panels/base.ts'
import { defined } from '#shared/language/defined.ts'
import type { Day } from '../../../base/figures/filter.ts'
import { fullBitset, type Bitset } from '../../../base/kernels/bitset.ts'
import { addMonths, monthStart } from '../../../base/fhir/calendar.ts'
import { coveredMonths } from '../../claims/covered-months.ts'
import { windowStart } from '../../registries/control-band.ts'
import { countMembers, monthsByPerson } from './member-months.ts'
import { calendarMonths, type Period } from './periods.ts'
import { DAYS_PER_YEAR, lifeWindow, personDaysEach, personYears } from './person-time.ts'
import { recordLag } from './record-flow.ts'
import { isUseByClaims } from './use-events.ts'
import { sumCounts, type View } from './view.ts'

/** The 12 months of a rate: whole calendar months where member months are counted. */
export interface UseYear {
  readonly from: Day
  readonly to: Day
}

/** What events are counted against. */
export interface UseTime {
  readonly unit: 'per1000MemberYears' | 'per1000PersonYears'
  /** Words for the denominator in definitions. */
  readonly rule: string
  readonly year: UseYear
  /**
   * Years of some people in a stretch of days: member months ÷ 12, or time lived.
   * @param peopleOf the people of each shard
   */
  years(peopleOf: (shard: View) => Bitset, stretch: UseYear): number
  /** Days lived or member months of everybody of a shard in the 12 months; prepared once. */
  unitsByPerson(shard: View): Float64Array | Uint8Array
  /** Of these units. */
  readonly unitsPerYear: number
}

/** Last day up to which use is counted: by claims the last one whose claims have come in, else the as-of date. */
export function useEnd(view: View): { readonly end: Day; readonly lag: string | undefined } {
  const flow = isUseByClaims(view) ? recordLag(view, 'explanation_of_benefit') : undefined
  if (flow === undefined || flow.completeTo >= view.asOf) return { end: view.asOf, lag: undefined }
  return { end: flow.completeTo, lag: flow.lag }
}

/** How use is counted in these data: over member months where there is coverage, else over time lived. */
export function useTime(view: View): UseTime {
  const { store } = view
  const { end: asOf, lag } = useEnd(view)
  const late = lag === undefined ? '' : m.theyEndBeforeTheClaimsThat(lag)
  if (coveredMonths(store).basis === 'living') {
    const year = { from: windowStart(asOf, 12), to: asOf }
    const years = (peopleOf: (shard: View) => Bitset, { from, to }: UseYear): number =>
      personYears(view, peopleOf, { start: from, end: to })
    return {
      unit: 'per1000PersonYears',
      rule: m.yearsLivedInTheseMonthsBy(late),
      year,
      years,
      unitsByPerson: ({ population, store }) =>
        population.prepared('days-lived', `${year.from}-${year.to}`, () =>
          personDaysEach(fullBitset(store.patients), year, lifeWindow(store))
        ),
      unitsPerYear: DAYS_PER_YEAR
    }
  }
  const thisMonth = monthStart(asOf)
  const isOver = addMonths(thisMonth, 1) - 1 === asOf
  const period = calendarMonths(addMonths(thisMonth, isOver ? -11 : -12), 12)
  const year = { from: period[0]!.start, to: defined(period.at(-1)).end }
  return {
    unit: 'per1000MemberYears',
    rule: m.memberMonths12AMemberMonth(late),
    year,
    years: (peopleOf, { from, to }) => {
      const list = monthsBetween(from, to)
      const counts = sumCounts(view, (shard) => countMembers(shard.store, peopleOf(shard), list))
      const months = list.reduce((sum, month, index) => {
        const days = Math.min(to, month.end) - Math.max(from, month.start) + 1
        return sum + counts[index]! * (days / (month.end - month.start + 1))
      }, 0)
      return months / 12
    },
    unitsByPerson: ({ population, store }) =>
      population.prepared('months-of-members', String(year.from), () => monthsByPerson(store, period)),
    unitsPerYear: 12
  }
}

/** The calendar months that a stretch of days touches. */
function monthsBetween(from: Day, to: Day): readonly Period[] {
  const start = monthStart(from)
  let count = 0
  while (addMonths(start, count) <= to) count++
  return calendarMonths(start, count)
}
