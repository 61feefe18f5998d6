import { emptyBitset, hasBit, intersectInto, setBit, type Bitset } from '../../../base/kernels/bitset.ts'
import { codeInBin, type CodeRuns } from '../../../base/kernels/code-runs.ts'
import { countDated, inOrderOfDays, type DatedEvents } from '../../../base/kernels/dated-events.ts'
import { lowerBound } from '../../../base/kernels/lower-bound.ts'
import { NEVER } from '../../registries/condition-state.ts'
import { isNewCase, WASH_OUT_DAYS } from '../../selection/registry-dimensions.ts'
import { ageSexDimension, ageSexGroups } from '../base/age-sex.ts'
import { selectByPeriod, periodCodes, periodsKey } from '../base/period-codes.ts'
import { lifeWindow, openDays, type PersonWindow, type Stretch } from '../base/person-time.ts'
import { monthsUpTo, type Period } from '../base/periods.ts'
import { daysByPeriod, timeRuns, type TimeRuns } from '../base/time-runs.ts'
import { addLists, sumNumbers, sumShards } from '../base/view.ts'
import type { RegistryView } from './registry-view.ts'
import { entryByPatient } from '../../registries/membership-days.ts'

/** Months that the charts of a registry go back. */
export const CHARTED_MONTHS = 36

/** The people of a shard among whom new cases are counted. */
function peopleIn({ population, filters }: RegistryView, stretch: Stretch): Bitset {
  return population.select(stretch.end, filters)
}

/** First records of everybody in a shard that are new cases; put in order once. */
function firstRecords({ population, registry }: RegistryView): DatedEvents {
  return population.once(`first-records:${registry.id}`, () => {
    const membership = population.index.membership(registry)
    const { entry, people } = membership
    const { seen } = population
    const places = Int32Array.from(people.keys()).filter((place) => isNewCase(membership, place, seen[people[place]!]!))
    return inOrderOfDays(
      places.map((place) => entry[place]!),
      places.map((place) => people[place]!)
    )
  })
}

/**
 * The people of a shard whose condition was first recorded in a stretch, among those who match the filters at its end.
 * @param stretch begins with a month
 */
export function newCases(view: RegistryView, stretch: Stretch): Bitset {
  const { days, people: who } = firstRecords(view)
  const cases = emptyBitset(view.store.patients)
  const end = lowerBound(days, stretch.end + 1)
  for (let index = lowerBound(days, stretch.start); index < end; index++) setBit(cases, who[index]!)
  intersectInto(cases, peopleIn(view, stretch))
  return cases
}

/** When each person of a shard is alive and at risk of a new case; prepared once. Members whose day is not known never are. */
export function riskWindow({ population, registry, store }: RegistryView): PersonWindow {
  return population.once(`risk-window:${registry.id}`, () => {
    const entry = entryByPatient(population.index.membership(registry))
    const { from, until } = lifeWindow(store)
    const { seen } = population
    return {
      from: from.map((birth, person) => Math.max(birth, Math.min(NEVER, seen[person]! + WASH_OUT_DAYS))),
      until: until.map((death, person) => Math.min(death, entry[person]!))
    }
  })
}

/** New cases of a stretch among the people in view. */
export function countCases(view: RegistryView, stretch: Stretch): number {
  return sumNumbers(view, (shard) =>
    countDated(firstRecords(shard), peopleIn(shard, stretch), stretch.start, stretch.end)
  )
}

/** Days of a stretch on which the people in view are at risk. */
export function daysAtRisk(view: RegistryView, stretch: Stretch): number {
  return sumNumbers(view, (shard) => openDays(riskWindow(shard), peopleIn(shard, stretch), stretch))
}

/** Days at risk by period, age and sex; prepared once. */
function riskRuns(view: RegistryView, periods: readonly Period[]): TimeRuns {
  const { population, registry } = view
  return population.prepared(`risk-runs:${registry.id}`, periodsKey(periods), () =>
    timeRuns(groupsByPeriod(view, periods), riskWindow(view), periods)
  )
}

/** Age and sex of a shard's people at the end of each period, told from those at the ends of the months that registries chart. */
export function groupsByPeriod({ population, asOf, span }: RegistryView, periods: readonly Period[]): CodeRuns {
  return periodCodes(population, ageSexDimension, periods, monthsUpTo(asOf, CHARTED_MONTHS, span.first))
}

/** New cases by period, age and sex. */
function casesByPeriod(view: RegistryView, periods: readonly Period[], people: readonly Bitset[]): Float64Array {
  const { days, people: who } = firstRecords(view)
  const groups = groupsByPeriod(view, periods)
  const cases = new Float64Array(periods.length * ageSexGroups)
  periods.forEach(({ start, end }, period) => {
    const last = lowerBound(days, end + 1)
    for (let index = lowerBound(days, start); index < last; index++)
      if (hasBit(people[period]!, who[index]!)) cases[period * ageSexGroups + codeInBin(groups, who[index]!, period)]!++
  })
  return cases
}

/** New cases, then days at risk, by period, age and sex: `[period * ageSexGroups + group]`. */
export function countAtRisk(view: RegistryView, periods: readonly Period[]): readonly [Float64Array, Float64Array] {
  return sumShards(
    view,
    (shard): readonly [Float64Array, Float64Array] => {
      const people = selectByPeriod(shard.population, periods, shard.filters)
      return [casesByPeriod(shard, periods, people), daysByPeriod(riskRuns(shard, periods), people)]
    },
    ([cases, days], [moreCases, moreDays]) => [addLists(cases, moreCases), addLists(days, moreDays)]
  )
}
