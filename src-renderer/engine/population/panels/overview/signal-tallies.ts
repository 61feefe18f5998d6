import { hasBit } from '../../../base/kernels/bitset.ts'
import type { Codes } from '../../../base/kernels/codes.ts'
import { controlBands } from '../../registries/control-band.ts'
import type { Registry } from '../../registries/registry-definition.ts'
import { NO_DAY } from '../../../base/fhir/missing.ts'
import type { Period } from '../base/periods.ts'
import { useEvents } from '../base/use-events.ts'
import { DAYS_PER_YEAR } from '../base/person-time.ts'
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
    const members = population.codes(`registry:${registry.id}`, month.end)
    const people = population.select(month.end, filters)
    const practice = population.codes('practice', month.end)
    const bands = population.once(`month-bands:${registry.id}@${month.start}-${month.end}`, () =>
      controlBands(control, series, members, month.end, month.start)
    )
    for (let patient = 0; patient < bands.length; patient++) {
      const band = bands[patient]!
      if (band < 0 || band === control.bands.length || !hasBit(people, patient)) continue
      const at = practice[patient]! * months.length + m
      tally.of[at]!++
      if (goal[band] === true) tally.events[at]!++
    }
  })
  return tally
}

/** Emergency visits and years lived, of the people who match the filters at the end of the month. */
export function emergencyTally(view: View, months: readonly Period[], practices: number): SignalTally | undefined {
  if (useEvents(view.population, 'emergency') === undefined || !view.store.tables.has('patient')) return undefined
  const { events, of } = sumShards(view, (shard) => emergenciesOf(shard, months, practices), addSignals)
  return { events, of: of.map((days) => days / DAYS_PER_YEAR) }
}

/** Emergency visits and days lived of the people of a shard. */
function emergenciesOf(view: View, months: readonly Period[], practices: number): SignalTally {
  const { population, store, filters } = view
  const visits = useEvents(population, 'emergency')!
  const table = store.table('patient')
  const birth = table.column('birth_date', 'date').days
  const death = table.column('deceased_at', 'dateTime').days
  const tally = { events: new Float64Array(practices * months.length), of: new Float64Array(practices * months.length) }
  const chosen = months.map((month) => population.select(month.end, filters))
  const practiceOf: Codes[] = months.map((month) => population.codes('practice', month.end))
  months.forEach((month, m) => {
    for (let patient = 0; patient < store.patients; patient++) {
      if (!hasBit(chosen[m]!, patient)) continue
      const from = Math.max(month.start, birth[patient]!)
      const until = death[patient] === NO_DAY ? month.end + 1 : Math.min(month.end + 1, death[patient]!)
      if (until > from) tally.of[practiceOf[m]![patient]! * months.length + m]! += until - from
    }
  })
  let m = 0
  for (const row of visits.rows) {
    const day = visits.days[row]!
    const patient = visits.patient[row]!
    if (patient < 0 || day < (months[0]?.start ?? day + 1) || day > months.at(-1)!.end) continue
    while (day > months[m]!.end) m++
    while (day < months[m]!.start) m--
    if (hasBit(chosen[m]!, patient)) tally.events[practiceOf[m]![patient]! * months.length + m]!++
  }
  return tally
}
