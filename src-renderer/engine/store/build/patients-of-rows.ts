import { defined } from '#shared/language/defined.ts'
import { NONE } from '../model/column.ts'

/** The patient of each row of a table that is sorted by patient; rows without one stand last. */
export function patientsOfRows(offsets: Int32Array, rows: number): Int32Array {
  // Most tables of a population may be empty, while it has many people.
  if (rows === 0) return new Int32Array(0)
  const end = defined(offsets.at(-1))
  const patient = new Int32Array(rows).fill(NONE, end)
  // Each row gets the number of people who begin at it, which add up. Two plain loops: most people have a few rows, for which
  // a loop within a loop, or a call, costs more than what it does.
  for (let ordinal = 1; ordinal < offsets.length; ordinal++) {
    const start = offsets[ordinal]!
    if (start < end) patient[start]!++
  }
  for (let row = 0, ordinal = 0; row < end; row++) {
    ordinal += patient[row]!
    patient[row] = ordinal
  }
  return patient
}
