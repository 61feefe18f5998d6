import { NONE } from './column.ts'

/** The patient of each row of a table that is sorted by patient; rows without one stand last. */
export function patientsOfRows(offsets: Int32Array, rows: number): Int32Array {
  const patient = new Int32Array(rows).fill(NONE, offsets.at(-1))
  for (let ordinal = 0; ordinal < offsets.length - 1; ordinal++) {
    patient.fill(ordinal, offsets[ordinal], offsets[ordinal + 1])
  }
  return patient
}
