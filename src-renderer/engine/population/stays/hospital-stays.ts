import type { Table } from '../../store/model/store.ts'

/** What a stay in hospital is. */
export type StayKind = 'acute' | 'not-acute' | 'observation'

/** Stays of one source, person by person, by the day they began. */
export interface HospitalStays {
  /** Encounters, or claims in data without encounters. */
  readonly table: Table
  /** Row of the table that stands for each stay: the encounter, or the first claim. */
  readonly rows: Int32Array
  /** First and last day of each stay; the last is the smallest integer where it is not written. */
  readonly first: Int32Array
  readonly last: Int32Array
  readonly kinds: readonly StayKind[]
  /** How each stay ended: a code of HL7's discharge-disposition or of the NUBC patient discharge status, '' where it is not written. */
  readonly dispositions: readonly string[]
  /** For stays by claims the index of the stay that each claim belongs to, -1 for none. */
  readonly stayOfClaim?: Int32Array
}
