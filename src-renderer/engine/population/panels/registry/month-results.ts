import type { Figure, Provenance } from '../../../base/figures/figure.ts'
import type { Filter } from '../../../base/figures/filter.ts'
import { hasBit } from '../../../base/kernels/bitset.ts'
import { codeInBin } from '../../../base/kernels/code-runs.ts'
import { dayBins } from '../../../base/kernels/day-bins.ts'
import { latestByBin } from '../../../base/kernels/person-rows.ts'
import type { Control } from '../../registries/registry-definition.ts'
import type { PopulationView } from '../../selection/population.ts'
import { monthResultDimension } from '../../selection/registry-dimensions.ts'
import { filterOn, peopleRows, shareFigure } from '../base/figures.ts'
import { addTallies, emptyMonthTally, type MonthTally } from '../base/month-tally.ts'
import { periodCodes, periodsKey, selectByPeriod } from '../base/period-codes.ts'
import type { Period } from '../base/periods.ts'
import { sumShards } from '../base/view.ts'
import type { Counts } from '../../../base/stats/count-chart.ts'
import type { RegistryView } from './registry-view.ts'

/**
 * Results of the month that meet the control's goal, of the members of the registry with a result in it.
 * @param practices how many there are, to tell them apart; by default all are one group
 */
export function resultTally(
  view: RegistryView,
  control: Control,
  months: readonly Period[],
  practices?: number
): MonthTally {
  return sumShards(view, (shard) => resultsOf(shard, control, months, practices), addTallies)
}

/** Results of a registry's people in each month, and whether they meet the goal: those of month m are `[first[m], first[m + 1])`. */
interface MonthResults {
  readonly first: Int32Array
  readonly people: Int32Array
  readonly good: Uint8Array
}

/** The latest result of each month of the people who are then in the registry; prepared once. */
function monthResults(
  population: PopulationView,
  registry: string,
  control: Control,
  months: readonly Period[]
): MonthResults {
  return population.prepared(`month-results:${registry}/${control.id}`, periodsKey(months), () => {
    const { series, bands } = population.index.results(control)
    const goal = control.bands.map((band) => control.goal.bands.includes(band.id))
    const members = periodCodes(population, `registry:${registry}`, months)
    const latest = latestByBin(series, dayBins(months))
    const first = new Int32Array(months.length + 1)
    const people: number[] = []
    const good: number[] = []
    months.forEach((_, month) => {
      for (let index = latest.first[month]!; index < latest.first[month + 1]!; index++) {
        const person = latest.people[index]!
        const met = codeInBin(members, person, month) === 1 ? goal[bands[latest.rows[index]!]!] : undefined
        if (met === undefined) continue
        people.push(person)
        good.push(met ? 1 : 0)
      }
      first[month + 1] = people.length
    })
    return { first, people: Int32Array.from(people), good: Uint8Array.from(good) }
  })
}

function resultsOf(
  { population, registry, memberFilters }: RegistryView,
  control: Control,
  months: readonly Period[],
  practices: number | undefined
): MonthTally {
  const tally = emptyMonthTally((practices ?? 1) * months.length)
  const { first, people: who, good } = monthResults(population, registry.id, control, months)
  const practice = practices === undefined ? undefined : periodCodes(population, 'practice', months)
  selectByPeriod(population, months, memberFilters).forEach((people, m) => {
    for (let index = first[m]!; index < first[m + 1]!; index++) {
      const person = who[index]!
      if (!hasBit(people, person)) continue
      const group = practice === undefined ? 0 : codeInBin(practice, person, m)
      const place = group * months.length + m
      tally.of[place]!++
      tally.events[place]! += good[index]!
    }
  })
  return tally
}

/**
 * The share of a month's results that meet the control's goal; it opens the people who have them.
 * @param filters what is common to those counted beyond the members in view, such as a practice
 */
export function monthFigure(
  view: RegistryView,
  control: Control,
  { events, of }: Counts,
  month: Period,
  provenance: Provenance,
  filters: readonly Filter[] = []
): Figure {
  const met = filterOn(monthResultDimension(view.registry.id, control.id), ...control.goal.bands)
  return shareFigure(events, of, peopleRows(month.end, [...view.memberFilters, ...filters, met]), provenance)
}
