import { statusesWithoutCare } from '../../base/fhir/care-status.ts'
import { lastWrittenDay } from '../../base/fhir/last-day.ts'
import { NO_DAY, precisions } from '../../base/fhir/missing.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Store, Table } from '../../store/model/store.ts'

/** Tables whose rows tell that a person was alive on their day. */
const careTables = ['encounter', 'observation', 'procedure', 'immunization', 'explanation_of_benefit', 'claim'] as const

const day = precisions.indexOf('day')
const known = new DerivedValues<Store, Int32Array | undefined>()

/**
 * The day from which each person counts as dead, `NO_DAY` for the living and for deaths without a date. A death that is written as a
 * year or a month counts from the day after the last care that is recorded within it, at the latest from its last day, and from its
 * first day where no care is recorded within it: until then the person is known to have lived, and longer nobody can tell.
 */
export function deathDays(store: Store): Int32Array {
  const table = store.tables.get('patient')
  if (table === undefined) return new Int32Array(store.patients).fill(NO_DAY)
  return known.get(store, () => lastSeenAlive(store, table)) ?? table.column('deceased_at', 'dateTime').days
}

/** @returns undefined where every death is written to the day, so that the column tells */
function lastSeenAlive(store: Store, people: Table): Int32Array | undefined {
  const written = people.column('deceased_at', 'dateTime')
  const partial: number[] = []
  for (let person = 0; person < store.patients; person++)
    if (written.days[person] !== NO_DAY && written.precision[person]! < day) partial.push(person)
  if (partial.length === 0) return undefined
  const days = Int32Array.from(written.days)
  const tables = careTables.flatMap((name) => store.tables.get(name) ?? [])
  for (const table of tables) {
    const careDay = lastDayOfCare(table)
    for (const person of partial) {
      const end = lastWrittenDay(written, person)
      const offsets = table.patientOffsets
      if (careDay === undefined || offsets === undefined) continue
      for (let row = offsets[person]!; row < offsets[person + 1]!; row++) {
        const cared = careDay(row, end)
        if (cared !== NO_DAY && cared >= written.days[person]! && cared <= end)
          days[person] = Math.max(days[person]!, Math.min(cared + 1, end))
      }
    }
  }
  return days
}

/** Reads the last day of the care of a row, up to the end of a stretch; `NO_DAY` where it tells none. */
function lastDayOfCare(table: Table): ((row: number, end: number) => number) | undefined {
  const { day: begun } = table
  if (begun === undefined) return undefined
  const status = table.columns.get('status')
  const isCare = status?.kind === 'dictionary' ? status.values.map((value) => !statusesWithoutCare.has(value)) : []
  const codes = status?.kind === 'dictionary' ? status.codes : undefined
  const ended = table.name === 'encounter' ? table.columns.get('period_end') : undefined
  return (row, end) => {
    if (isCare[codes?.[row] ?? -1] === false) return NO_DAY
    const last = ended?.kind === 'dateTime' && ended.precision[row]! >= day ? ended.days[row]! : NO_DAY
    return last === NO_DAY || last > end ? begun[row]! : last
  }
}
