import { splitPatients, type PatientRange } from './measure-chunk.ts'
import type { FilePlaces } from './record-places.ts'

/** Bytes of JSON for a byte of what measures take of it. */
const TEXT_PER_TAKEN = 5

/**
 * Divides people into segments whose records fit into memory together.
 * @param bytes of the records that measures read, as JSON
 * @param memory bytes for what is taken of them
 */
export function peopleSegments(patients: number, bytes: number, memory: number): readonly PatientRange[] {
  return splitPatients(patients, Math.max(1, Math.ceil(bytes / TEXT_PER_TAKEN / memory)))
}

/** The places of some people and of nobody. */
export function placesOfPeople(places: readonly FilePlaces[], { first, count }: PatientRange): readonly FilePlaces[] {
  return places.flatMap(({ offsets, ordinals, ...place }) => {
    const isWanted = (_: number, index: number): boolean => {
      const ordinal = ordinals[index]!
      return ordinal < 0 || (ordinal >= first && ordinal < first + count)
    }
    const wanted = offsets.filter(isWanted)
    return wanted.length === 0 ? [] : [{ ...place, offsets: wanted, ordinals: ordinals.filter(isWanted) }]
  })
}
