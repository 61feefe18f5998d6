import { defined } from '#shared/language/defined.ts'
import { hasBit } from '../../../base/kernels/bitset.ts'
import { placeOfDay } from '../../../base/kernels/dated-events.ts'
import { controlBands } from '../../registries/control-band.ts'
import type { Registry } from '../../registries/registry-definition.ts'
import type { Period } from '../base/periods.ts'
import { datedUse } from '../base/use-events.ts'
import { DAYS_PER_YEAR, daysByGroup, lifeWindow } from '../base/person-time.ts'
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

function resultsOf(view: View, registry: Registry, months: readonly Period[], practices: number): SignalTally {
  const { population, filters } = view
  const control = registry.controls[0]!
  const series = population.index.series(control.measurement)
  const goal = control.bands.map((band) => control.goal.bands.includes(band.id))
  const tally = { events: new Float64Array(practices * months.length), of: new Float64Array(practices * months.length) }
  months.forEach((month, m) => {
    const people = population.select(month.end, filters)
    const practice = population.codes('practice', month.end)
    const { tested, bands } = population.once(`month-results:${registry.id}@${month.start}-${month.end}`, () => {
      const members = population.codes(`registry:${registry.id}`, month.end)
      const all = controlBands(control, series, members, month.end, month.start)
      const found = Int32Array.from(all.keys()).filter(
        (patient) => all[patient]! >= 0 && goal[all[patient]!] !== undefined
      )
      return { tested: found, bands: Uint8Array.from(found, (patient) => all[patient]!) }
    })
    for (let index = 0; index < tested.length; index++) {
      const patient = tested[index]!
      if (!hasBit(people, patient)) continue
      const at = practice[patient]! * months.length + m
      tally.of[at]!++
      if (goal[bands[index]!] === true) tally.events[at]!++
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

/** Emergency visits and days lived of the people of a shard. */
function emergenciesOf(
  { population, store, filters }: View,
  months: readonly Period[],
  practices: number
): SignalTally {
  const { days, people: who } = defined(datedUse(population, 'emergency'))
  const life = lifeWindow(store)
  const tally = { events: new Float64Array(practices * months.length), of: new Float64Array(practices * months.length) }
  months.forEach((month, m) => {
    const people = population.select(month.end, filters)
    const practice = population.codes('practice', month.end)
    const lived = daysByGroup(people, month, life, practice, practices)
    for (let place = 0; place < practices; place++) tally.of[place * months.length + m] = lived[place]!
    const end = placeOfDay(days, month.end + 1)
    for (let at = placeOfDay(days, month.start); at < end; at++) {
      const patient = who[at]!
      if (patient >= 0 && hasBit(people, patient)) tally.events[practice[patient]! * months.length + m]!++
    }
  })
  return tally
}
