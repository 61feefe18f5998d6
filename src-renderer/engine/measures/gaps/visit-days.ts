import type { Day } from '../../base/figures/filter.ts'
import type { AllPeople } from '../../population/people/all-people.ts'
import type { PopulationView } from '../../population/selection/population.ts'
import { tookPlace } from '../../population/selection/visit-dimensions.ts'
import type { Table } from '../../store/model/store.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'

/** Everybody's last and next visit; `NO_DAY` for none. */
export interface VisitDays {
  readonly last: Int32Array
  /** The first planned encounter or appointment that still holds after the date. */
  readonly next: Int32Array
}

/** Statuses of an appointment that is expected to take place (FHIR appointmentstatus). */
const expected: ReadonlySet<string> = new Set(['proposed', 'pending', 'booked', 'arrived', 'checked-in'])

/** When people were last seen up to a date, and when they are next expected. */
export function visitDays(population: AllPeople, asOf: Day): VisitDays {
  return population.once(`visit-days@${asOf}`, () => ({
    last: population.values(visitDaysIn, 'last', asOf),
    next: population.values(visitDaysIn, 'next', asOf)
  }))
}

/** The last or the next visit of everybody in a shard. */
function visitDaysIn(population: PopulationView, which: keyof VisitDays, asOf: Day): Int32Array {
  return population.once(`visit-days@${asOf}`, () => readVisitDays(population, asOf))[which]
}

function readVisitDays({ store }: PopulationView, asOf: Day): VisitDays {
  const last = new Int32Array(store.patients).fill(NO_DAY)
  const next = new Int32Array(store.patients).fill(NO_DAY)
  const table = store.tables.get('encounter')
  markAppointments(store.tables.get('appointment'), asOf, next)
  if (table?.day === undefined || table.patient === undefined) return { last, next }
  const happened = tookPlace(table)
  const { codes, values } = table.column('status', 'dictionary')
  const planned = values.indexOf('planned')
  for (let row = 0; row < table.rows; row++) {
    const patient = table.patient[row]!
    const day = table.day[row]!
    if (patient < 0 || day === NO_DAY) continue
    if (day <= asOf) {
      if (happened[row] === 1 && day > last[patient]!) last[patient] = day
    } else if (codes[row] === planned && planned >= 0 && (next[patient] === NO_DAY || day < next[patient]!)) {
      next[patient] = day
    }
  }
  return { last, next }
}

/** Puts the first appointment after a date that is expected to take place into `next`. */
function markAppointments(table: Table | undefined, asOf: Day, next: Int32Array): void {
  if (table?.day === undefined || table.patient === undefined) return
  const { codes, values } = table.column('status', 'dictionary')
  const isExpected = values.map((status) => expected.has(status))
  for (let row = 0; row < table.rows; row++) {
    const patient = table.patient[row]!
    const day = table.day[row]!
    if (patient < 0 || day === NO_DAY || day <= asOf || isExpected[codes[row]!] !== true) continue
    if (next[patient] === NO_DAY || day < next[patient]!) next[patient] = day
  }
}
