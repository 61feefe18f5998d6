import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Store } from '../../store/model/store.ts'

/** Tables whose rows say that a person was under observation. */
const clinicalTables = [
  'encounter',
  'observation',
  'condition',
  'procedure',
  'medication_request',
  'immunization',
  'diagnostic_report',
  'explanation_of_benefit',
  'claim'
]

/** The first day with anything about each person, 2147483647 for people with nothing. */
export function firstSeen(store: Store): Int32Array {
  const first = new Int32Array(store.patients).fill(2147483647)
  for (const name of clinicalTables) {
    const table = store.tables.get(name)
    if (table?.day === undefined || table.patientOffsets === undefined) continue
    for (let patient = 0; patient < store.patients; patient++) {
      const end = table.patientOffsets[patient + 1]!
      let row = table.patientOffsets[patient]!
      while (row < end && table.day[row] === NO_DAY) row++
      if (row < end && table.day[row]! < first[patient]!) first[patient] = table.day[row]!
    }
  }
  return first
}
