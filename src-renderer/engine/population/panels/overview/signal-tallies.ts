import { defined } from '#shared/language/defined.ts'
import { hasBit } from '../../../base/kernels/bitset.ts'
import { codeInBin } from '../../../base/kernels/code-runs.ts'
import { lowerBound } from '../../../base/kernels/lower-bound.ts'
import { dayBins } from '../../../base/kernels/day-bins.ts'
import { latestByBin } from '../../../base/kernels/person-rows.ts'
import type { Registry } from '../../registries/registry-definition.ts'
import type { PopulationView } from '../../selection/population.ts'
import { selectByPeriod, periodCodes, periodsKey } from '../base/period-codes.ts'
import type { Period } from '../base/periods.ts'
import { datedUse } from '../base/use-events.ts'
import { DAYS_PER_YEAR, lifeWindow } from '../base/person-time.ts'
import { daysByPeriod, timeRuns, type TimeRuns } from '../base/time-runs.ts'
import { addLists, sumShards, type View } from '../base/view.ts'

/** Events and the people or time they are counted over, per practice and month: `practice * months + month`. */
export interface SignalTally {
  readonly events: Float64Array
  readonly of: Float64Array
}

/** Results of the month that meet the control's goal, of the registry's people with a result in it. */
export function resultTally(view: View, registry: Registry, months: readonly Period[], practices: number): SignalTally {
  return sumShards(view, (shard) => resultsOf(shard, registry, months, practices), addSignals)
}

function addSignals(left: SignalTally, right: SignalTally): SignalTally {
  return { events: addLists(left.events, right.events), of: addLists(left.of, right.of) }
}

/** Results of a registry's people in each month, and whether they meet the goal: those of month m are `[first[m], first[m + 1])`. */
interface MonthResults {
  readonly first: Int32Array
  readonly people: Int32Array
  readonly good: Uint8Array
}

/** The latest result of each month of the people who are then in the registry; prepared once. */
function monthResults(population: PopulationView, registry: Registry, months: readonly Period[]): MonthResults {
  return population.prepared(`month-results:${registry.id}`, periodsKey(months), () => {
    const control = registry.controls[0]!
    const { series, bands } = population.index.results(control)
    const goal = control.bands.map((band) => control.goal.bands.includes(band.id))
    const members = periodCodes(population, `registry:${registry.id}`, months)
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

function resultsOf(view: View, registry: Registry, months: readonly Period[], practices: number): SignalTally {
  const { population, filters } = view
  const tally = { events: new Float64Array(practices * months.length), of: new Float64Array(practices * months.length) }
  const { first, people: who, good } = monthResults(population, registry, months)
  const practice = periodCodes(population, 'practice', months)
  selectByPeriod(population, months, filters).forEach((people, m) => {
    for (let index = first[m]!; index < first[m + 1]!; index++) {
      const person = who[index]!
      if (!hasBit(people, person)) continue
      const position = codeInBin(practice, person, m) * months.length + m
      tally.of[position]!++
      tally.events[position]! += good[index]!
    }
  })
  return tally
}

/** Emergency visits and years lived, of the people who match the filters at the end of the month. */
export function emergencyTally(view: View, months: readonly Period[], practices: number): SignalTally | undefined {
  if (datedUse(view.population, 'emergency') === undefined || !view.store.tables.has('patient')) return undefined
  const { events, of } = sumShards(view, (shard) => emergenciesOf(shard, months, practices), addSignals)
  return { events, of: of.map((days) => days / DAYS_PER_YEAR) }
}

/** Days lived by month and practice; prepared once. */
function lifeRuns({ population, store }: View, months: readonly Period[]): TimeRuns {
  return population.prepared('life-runs', periodsKey(months), () =>
    timeRuns(periodCodes(population, 'practice', months), lifeWindow(store), months)
  )
}

/** Emergency visits and days lived of the people of a shard. */
function emergenciesOf(view: View, months: readonly Period[], practices: number): SignalTally {
  const { population, filters } = view
  const { days, people: who } = defined(datedUse(population, 'emergency'))
  const practice = periodCodes(population, 'practice', months)
  const tally = { events: new Float64Array(practices * months.length), of: new Float64Array(practices * months.length) }
  const selected = selectByPeriod(population, months, filters)
  const lived = daysByPeriod(lifeRuns(view, months), selected)
  months.forEach((month, m) => {
    for (let place = 0; place < practices; place++)
      tally.of[place * months.length + m] = lived[m * practice.places + place]!
    const end = lowerBound(days, month.end + 1)
    for (let index = lowerBound(days, month.start); index < end; index++) {
      const patient = who[index]!
      if (patient >= 0 && hasBit(selected[m]!, patient))
        tally.events[codeInBin(practice, patient, m) * months.length + m]!++
    }
  })
  return tally
}
