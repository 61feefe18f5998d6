import { engineTablesSqlMessages as m } from '#messages/engine/tables/sql.ts'
import type { Database } from 'sql.js'
import { ageAt } from '../../base/fhir/calendar.ts'
import { dateTimeParts, formatDateTime, parseDateTime } from '../../base/fhir/dates.ts'
import type { Day } from '../../base/figures/filter.ts'
import { wilsonInterval } from '../../base/stats/wilson.ts'

/** A function that statements can call besides SQLite's own. */
export interface SqlFunction {
  readonly name: string
  /** As it is called, e.g. `age_at(birth_date, day)`. */
  readonly usage: string
  readonly description: string
}

/** The functions of the workbench. */
export const sqlFunctions: readonly SqlFunction[] = [
  { name: 'as_of', usage: 'as_of()', description: m.theAsOfDateAsText },
  { name: 'age_at', usage: m.ageAtBirthDateDay, description: m.completedYearsBetweenTwoDates },
  { name: 'wilson_low', usage: 'wilson_low(k, n)', description: m.lowerEndOfThe95Wilson },
  { name: 'wilson_high', usage: 'wilson_high(k, n)', description: m.upperEndOfThe95Wilson }
]

/** Adds the functions to a database. */
export function addSqlFunctions(database: Database, asOf: Day): void {
  const today = formatDateTime(asOf, 0, 0, 3)
  database.create_function('as_of', () => today)
  database.create_function('age_at', (birth: unknown, day: unknown) => {
    const [born, on] = [dayOf(birth), dayOf(day)]
    return born === undefined || on === undefined ? null : ageAt(born, on)
  })
  database.create_function('wilson_low', (k: unknown, n: unknown) => interval(k, n)?.low ?? null)
  database.create_function('wilson_high', (k: unknown, n: unknown) => interval(k, n)?.high ?? null)
}

function dayOf(text: unknown): Day | undefined {
  const parts = dateTimeParts()
  return typeof text === 'string' && parseDateTime(text, parts) ? parts.day : undefined
}

function interval(k: unknown, n: unknown): { readonly low: number; readonly high: number } | undefined {
  if (typeof k !== 'number' || typeof n !== 'number' || !(n > 0) || k < 0 || k > n) return undefined
  return wilsonInterval(k, n)
}
