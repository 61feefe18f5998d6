import { defined } from '#shared/language/defined.ts'
import { hasBit, ordinalsOf } from '../../base/kernels/bitset.ts'
import { peopleFound } from '../../population/panels/person/people-facts.ts'
import type { PeopleView } from '../../population/panels/base/people-view.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import { followUpDay } from './follow-up-day.ts'
import { gapsOf, type RateGaps } from './gap-state.ts'
import { recordedInPeriod, sameRecordPairs } from './same-record.ts'
import type { MeasureInput } from '../rates/measure-input.ts'
import { ratesOfRun, type Rate } from '../rates/rate.ts'
import { DUE_SOON, gapStatuses, needsAct, NO_DATA, OPEN, type GapStatus } from '../results/gap-status.ts'
import { visitDays } from './visit-days.ts'
import type { WorklistQuery } from '../results/worklist-result.ts'

/** Which gaps are looked at: what a query says but for the choice of statuses. */
type Search = Omit<WorklistQuery, 'statuses'> & { readonly revealed: boolean }

/** Whom a query is about, whatever the rate. */
function peopleOf(view: PeopleView, { search: text, nextVisit, revealed }: Search): Int32Array {
  let people = ordinalsOf(view.people)
  const { next } = visitDays(view.population, view.asOf)
  if (nextVisit === 'none') people = people.filter((patient) => next[patient] === NO_DAY)
  if (nextVisit === 'within-7-days' || nextVisit === 'within-30-days') {
    const end = view.asOf + (nextVisit === 'within-7-days' ? 7 : 30)
    people = people.filter((patient) => next[patient] !== NO_DAY && next[patient]! <= end)
  }
  if (text.trim() === '') return people
  const found = peopleFound(view.population, text, view.asOf, revealed)
  return people.filter((patient) => hasBit(found, patient))
}

/**
 * Calls `use` for each gap of the people in view with its status (index into `gapStatuses`): living people, each once
 * for every rate with gaps. Of measures that duplicate each other, one counts unless the other is asked for. So it is with
 * two rates that one missing record leaves open together ({@link sameGaps}). Every list and every count of gaps comes
 * from here, so that they agree.
 */
export function forEachGap(
  view: PeopleView,
  input: MeasureInput,
  search: Search,
  use: (rate: Rate, patient: number, status: number) => void
): void {
  const people = peopleOf(view, search)
  for (const rate of ratesOfRun(input)) {
    const isWanted = search.rates.length === 0 ? rate.countedInstead === undefined : search.rates.includes(rate.key)
    if (!rate.hasGaps || !isWanted) continue
    const gaps = gapsOf(input, rate, view.asOf)
    const owned = ownerTest(gaps, search.owners)
    const isSame = search.rates.length === 0 ? sameGapTest(view, input, rate) : undefined
    const { actBy, followUpBy } = search
    for (const patient of people) {
      const status = gaps.status[patient]!
      if (!owned(patient) || isSame?.(patient) === true) continue
      if (actBy !== undefined && (!needsAct(gapStatuses[status]!) || gaps.actBy(patient) > actBy)) continue
      if (followUpBy !== undefined && !((followUpDay(gaps.recorded.get(patient)) ?? Infinity) <= followUpBy)) continue
      use(rate, patient, status)
    }
  }
}

/**
 * Tells whose gap in a rate is the same missing record as their gap in a rate before it: something is left to do in both,
 * no record of the kind lies in the period, and nobody has worked on the later one by itself.
 * @returns undefined where no rate before it looks for the same records
 */
function sameGapTest(view: PeopleView, input: MeasureInput, rate: Rate): ((patient: number) => boolean) | undefined {
  const pair = sameRecordPairs(input).find(({ second }) => second === rate)
  if (pair === undefined) return undefined
  const recorded = recordedInPeriod(view.population, rate, view.asOf)
  const first = gapsOf(input, pair.first, view.asOf)
  const second = gapsOf(input, rate, view.asOf)
  return (patient) =>
    recorded[patient] === 0 &&
    needsAct(gapStatuses[first.status[patient]!]!) &&
    needsAct(gapStatuses[second.status[patient]!]!) &&
    !second.recorded.has(patient)
}

/** The rates, in the order of the input, whose gap of a person counts with that of a rate, as the same record is missing. */
export function sameGaps(view: PeopleView, input: MeasureInput, rate: Rate, patient: number): readonly Rate[] {
  return sameRecordPairs(input).flatMap(({ first, second }) =>
    first === rate && sameGapTest(view, input, second)?.(patient) === true ? [second] : []
  )
}

function ownerTest({ recorded }: RateGaps, owners: readonly string[]): (patient: number) => boolean {
  if (owners.length === 0) return () => true
  const chosen = new Set(owners)
  return (patient) => chosen.has(recorded.get(patient)?.work.owner ?? '')
}

/** Gaps by status, in the order of `gapStatuses`. */
export type GapCounts = Int32Array

/**
 * Gaps of the people in view by key of the rate, as the worklist counts them. Rates without gaps are not in it.
 * @param rate the one that is wanted; all when undefined
 */
export function gapCounts(view: PeopleView, input: MeasureInput, rate?: Rate): ReadonlyMap<string, GapCounts> {
  const counts = new Map<string, GapCounts>()
  for (const { key, hasGaps } of rate === undefined ? ratesOfRun(input) : [rate]) {
    if (hasGaps) counts.set(key, new Int32Array(gapStatuses.length))
  }
  const rates = [...counts.keys()]
  if (rates.length === 0) return counts
  const all = { rates, owners: [], search: '', nextVisit: 'any', actBy: undefined, revealed: false } as const
  forEachGap(view, input, all, ({ key }, _, status) => defined(counts.get(key))[status]!++)
  return counts
}

/** Gaps of the people in view in all rates that count, by status, each missing record once: what lists of all measures hold. */
export function totalGaps(view: PeopleView, input: MeasureInput): GapCounts {
  const counts = new Int32Array(gapStatuses.length)
  const all = { rates: [], owners: [], search: '', nextVisit: 'any', actBy: undefined, revealed: false } as const
  forEachGap(view, input, all, (_rate, _patient, status) => counts[status]!++)
  return counts
}

/** How many gaps have something left to do. */
export function gapsToDo(counts: GapCounts): number {
  return counts[OPEN]! + counts[DUE_SOON]! + counts[NO_DATA]!
}

/** Statuses with something left to do. */
export const toDoStatuses: readonly GapStatus[] = ['open', 'due-soon', 'no-data']
