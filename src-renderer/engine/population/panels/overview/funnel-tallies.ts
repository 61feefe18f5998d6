import { defined } from '#shared/language/defined.ts'
import { hasBit } from '../../../base/kernels/bitset.ts'
import { lowerBound } from '../../../base/kernels/lower-bound.ts'
import type { Registry } from '../../registries/registry-definition.ts'
import { DAYS_PER_YEAR, daysByGroup, lifeWindow, type Stretch } from '../base/person-time.ts'
import { datedUse } from '../base/use-events.ts'
import type { RegistryView } from '../registry/registry-view.ts'
import { controlDimension } from '../registry/control-series.ts'
import { addLists, sumCounts, sumShards, type View } from '../base/view.ts'

/** Events and the people or time they are counted over, per practice. */
export interface FunnelTally {
  readonly events: Float64Array
  readonly of: Float64Array
  /** How many times greater the variance is than events of different people would have: some people have many. */
  readonly dispersion: number
}

/** People of a registry whose latest result in the control's window meets its goal, of those with a result in it. */
export function resultFunnel(view: RegistryView, registry: Registry, practices: number): FunnelTally {
  const control = registry.controls[0]!
  const goal = control.bands.map((band) => control.goal.bands.includes(band.id))
  const tally = sumShards(
    view,
    (shard) => {
      const { population, asOf, people } = shard
      const bands = population.codes(controlDimension(shard, control), asOf)
      const practice = population.codes('practice', asOf)
      const practiceTally = { events: new Float64Array(practices), of: new Float64Array(practices) }
      for (let patient = 0; patient < bands.length; patient++) {
        const band = bands[patient]!
        if (band < 0 || band === control.bands.length || !hasBit(people, patient)) continue
        practiceTally.of[practice[patient]!]!++
        if (goal[band] === true) practiceTally.events[practice[patient]!]!++
      }
      return practiceTally
    },
    (left, right) => ({ events: addLists(left.events, right.events), of: addLists(left.of, right.of) })
  )
  return { ...tally, dispersion: 1 }
}

/**
 * Emergency visits of a stretch and years lived in it, of the people who match the filters at its end. The variance of a
 * sum of visits is that of a compound Poisson distribution: the sum of the squares of each person's visits.
 */
export function emergencyFunnel(view: View, stretch: Stretch, practices: number): FunnelTally | undefined {
  if (datedUse(view.population, 'emergency') === undefined) return undefined
  const { events, sum, squares } = sumShards(view, (shard) => visitSums(shard, stretch, practices), addVisitSums)
  const days = sumCounts(view, ({ population, store }) =>
    daysByGroup(
      population.select(stretch.end, view.filters),
      stretch,
      lifeWindow(store),
      population.codes('practice', stretch.end),
      practices
    )
  )
  const of = days.subarray(0, practices).map((each) => each / DAYS_PER_YEAR)
  return { events, of, dispersion: sum === 0 ? 1 : squares / sum }
}

/** Visits by practice, all of them, and the sum of the squares of each person's visits. */
interface VisitSums {
  readonly events: Float64Array
  readonly sum: number
  readonly squares: number
}

function addVisitSums(left: VisitSums, right: VisitSums): VisitSums {
  return {
    events: addLists(left.events, right.events),
    sum: left.sum + right.sum,
    squares: left.squares + right.squares
  }
}

function visitSums({ population, store, filters }: View, stretch: Stretch, practices: number): VisitSums {
  const { days, people: who } = defined(datedUse(population, 'emergency'))
  const people = population.select(stretch.end, filters)
  const practice = population.codes('practice', stretch.end)
  const each = new Int32Array(store.patients)
  const events = new Float64Array(practices)
  let sum = 0
  let squares = 0
  const end = lowerBound(days, stretch.end + 1)
  for (let index = lowerBound(days, stretch.start); index < end; index++) {
    const patient = who[index]!
    if (patient < 0 || !hasBit(people, patient)) continue
    sum++
    // n² is the sum of the first n odd numbers: each visit of a person adds the next.
    squares += 2 * each[patient]!++ + 1
    events[practice[patient]!]!++
  }
  return { events, sum, squares }
}
