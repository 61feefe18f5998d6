import { defined } from '#shared/language/defined.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Store, Table } from '../../store/model/store.ts'
import { recordedDays } from '../registries/recorded-days.ts'

/**
 * Tables whose rows say that a person was under observation. Allergies are left out, as their day is that of the onset, and
 * appointments, as theirs may lie ahead.
 */
const clinicalTables = [
  'encounter',
  'observation',
  'condition',
  'procedure',
  'medication_request',
  'medication_dispense',
  'immunization',
  'diagnostic_report',
  'imaging_study',
  'document_reference',
  'care_plan',
  'explanation_of_benefit',
  'claim'
]

/**
 * The first day with anything about each person, 2147483647 for people with nothing. A diagnosis counts from the day on
 * which it was recorded: its onset may lie years before anybody saw the person.
 */
export function firstSeen(store: Store): Int32Array {
  const first = new Int32Array(store.patients).fill(2147483647)
  for (const name of clinicalTables) {
    const table = store.tables.get(name)
    if (table?.day === undefined || table.patientOffsets === undefined) continue
    if (name === 'condition') {
      addRecordedDays(store, table, first)
      continue
    }
    for (let patient = 0; patient < store.patients; patient++) {
      const end = table.patientOffsets[patient + 1]!
      let row = table.patientOffsets[patient]!
      while (row < end && table.day[row] === NO_DAY) row++
      if (row < end && table.day[row]! < first[patient]!) first[patient] = table.day[row]!
    }
  }
  return first
}

function addRecordedDays(store: Store, table: Table, first: Int32Array): void {
  const { days } = defined(recordedDays(store))
  for (let row = 0; row < table.rows; row++) {
    const patient = defined(table.patient)[row]!
    const day = days[row]!
    if (patient >= 0 && day !== NO_DAY && day < first[patient]!) first[patient] = day
  }
}
