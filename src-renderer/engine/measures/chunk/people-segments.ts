import { splitPatients, type PatientRange } from './measure-chunk.ts'

/** Bytes of JSON for a byte of what measures take of it. */
const TEXT_PER_TAKEN = 5

/**
 * Divides people into segments whose records fit into memory together.
 * @param bytes of the records that measures read, as JSON
 * @param memory bytes for what is taken of them
 * @param limit people of a segment
 */
export function peopleSegments(
  patients: number,
  bytes: number,
  memory: number,
  limit = Number.POSITIVE_INFINITY
): readonly PatientRange[] {
  return splitPatients(patients, Math.max(1, Math.ceil(bytes / TEXT_PER_TAKEN / memory), Math.ceil(patients / limit)))
}
