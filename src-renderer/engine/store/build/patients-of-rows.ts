import { NONE } from '../model/column.ts'

/** The patient of each row of a table that is sorted by patient; rows without one stand last. */
export function patientsOfRows(offsets: Int32Array, rows: number): Int32Array {
  const patient = new Int32Array(rows).fill(NONE, offsets.at(-1))
  for (let ordinal = 0; ordinal < offsets.length - 1; ordinal++) {
    // Most people have a few rows, for which a call of fill costs more than the loop.
    const end = offsets[ordinal + 1]!
    for (let row = offsets[ordinal]!; row < end; row++) patient[row] = ordinal
  }
  return patient
}
