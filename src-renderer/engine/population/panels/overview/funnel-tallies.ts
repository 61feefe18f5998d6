import { hasBit } from '../../../base/kernels/bitset.ts'
import type { Registry } from '../../registries/registry-definition.ts'
import { personYearsBy, type Stretch } from '../base/person-time.ts'
import { useEvents } from '../base/use-events.ts'
import type { RegistryView } from '../registry/registry-view.ts'
import { controlDimension } from '../registry/control-series.ts'
import { addLists, sumShards, type View } from '../base/view.ts'

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
      const own = { events: new Float64Array(practices), of: new Float64Array(practices) }
      for (let patient = 0; patient < bands.length; patient++) {
        const band = bands[patient]!
        if (band < 0 || band === control.bands.length || !hasBit(people, patient)) continue
        own.of[practice[patient]!]!++
        if (goal[band] === true) own.events[practice[patient]!]!++
      }
      return own
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
  if (useEvents(view.population, 'emergency') === undefined) return undefined
  const { events, sum, squares } = sumShards(view, (shard) => visitSums(shard, stretch, practices), addVisitSums)
  const of = personYearsBy(
    view,
    ({ population }) => population.select(stretch.end, view.filters),
    stretch,
    () => ({}),
    ({ population }) => population.codes('practice', stretch.end),
    practices
  )
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
  const visits = useEvents(population, 'emergency')!
  const people = population.select(stretch.end, filters)
  const practice = population.codes('practice', stretch.end)
  const each = new Int32Array(store.patients)
  for (const row of visits.rows) {
    const day = visits.days[row]!
    const patient = visits.patient[row]!
    if (patient >= 0 && day >= stretch.start && day <= stretch.end && hasBit(people, patient)) each[patient]!++
  }
  const events = new Float64Array(practices)
  let sum = 0
  let squares = 0
  each.forEach((count, patient) => {
    if (count === 0) return
    sum += count
    squares += count * count
    events[practice[patient]!]! += count
  })
  return { events, sum, squares }
}
