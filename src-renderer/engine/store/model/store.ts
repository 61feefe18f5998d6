import type { ConceptTable } from './concept-table.ts'
import type { ConceptOrigins } from './concept-origins.ts'
import type { ValueCounts } from './value-counts.ts'
import type { Column, ColumnKind, ColumnOf, DictionaryColumn, IdColumn } from './column.ts'
import type { SecurityLabels } from './security-labels.ts'
import type { ResourceNames } from './resource-names.ts'
import type { PopulationSources } from './source-keys.ts'

/** One column's place in a table, with its meaning for people. */
export interface ColumnInfo {
  readonly name: string
  readonly kind: ColumnKind
  readonly description: string
  /** For a concept: what its system, code and display mean. */
  readonly parts?: readonly string[]
}

/**
 * A canonical table. Rows are sorted by patient ordinal, then day, then instant, then source order; rows without a known
 * patient stand last, a patient's rows without a day first.
 */
export interface Table {
  readonly name: string
  readonly description: string
  readonly rows: number
  readonly columns: ReadonlyMap<string, Column>
  readonly info: readonly ColumnInfo[]
  /** Whether {@link patient} is there. Asking this reads nothing, where the table is on the disk. */
  readonly isAboutPeople: boolean
  /** The same of {@link day}. */
  readonly hasDays: boolean
  /** Patient ordinal per row, -1 when unknown; undefined for tables that are not about a patient (organization …). */
  readonly patient: Int32Array | undefined
  /** Rows of patient p are `[patientOffsets[p], patientOffsets[p + 1])`. Length: patients + 1. Present iff `patient` is. */
  readonly patientOffsets: Int32Array | undefined
  /**
   * Clinical day per row (the table's first non-missing time column), NO_DAY when missing; undefined when it has none. Copies of records of
   * other shards stand behind the rows.
   */
  readonly day: Int32Array | undefined
  /** Row of the resource in `store.resources.get(resourceType)`. */
  readonly resource: Int32Array
  readonly resourceType: string
  /** @throws AppError `not-found` when there is no such column, `invalid-input` when it is of another kind */
  column<K extends ColumnKind>(name: string, kind: K): ColumnOf<K>
}

/** All codings of a table's main concept, the first included: concepts of row r are `ids[offsets[r] .. offsets[r+1])`. */
export interface CodingIndex {
  readonly offsets: Int32Array
  readonly ids: Int32Array
}

/** Where each stored resource of one type came from. Sorted by id. */
export interface ResourceIndex {
  readonly resourceType: string
  readonly count: number
  readonly ids: IdColumn
  /** Index into `store.files`. */
  readonly file: Int32Array
  /** Line number from 1. */
  readonly line: Uint32Array
  /** Byte offset and length of the resource's JSON in the decompressed file. */
  readonly offset: Float64Array
  readonly length: Uint32Array
  /** Patient ordinal, -1 when not about a known patient. */
  readonly patient: Int32Array
  /** Codes into `store.profiles`; -1 when the resource names none. The first `meta.profile` counts. */
  readonly profile: Int32Array
}

/** What happened to one line or one value that could not be taken as it is. */
export interface Reject {
  readonly file: number
  readonly reason: RejectReason
  /** Line number from 1. */
  readonly line: number
  /** Byte offset of the line in the decompressed file. */
  readonly offset: number
  readonly resourceType: string | undefined
  /**
   * Element path for value-level findings, e.g. `Observation.effective`; for `damaged-part` the bytes of the compressed file,
   * e.g. `bytes 1024-2047`. Never holds data of a person.
   */
  readonly path: string | undefined
  /** `resource`: the resource is not stored, or not in this version. `value`: it is stored without this value. */
  readonly scope: 'resource' | 'value'
}

/** Why a line was not stored, or a value not read. A line that is `superseded` is not rejected: nothing of it is missing. */
export const rejectReasons = [
  'not-json',
  'not-utf8',
  'not-a-resource',
  'unknown-resource-type',
  'missing-id',
  'line-too-long',
  'truncated-file',
  'unreadable-file',
  'duplicate-different',
  'dangling-reference',
  'bad-date',
  'bad-number',
  'wrong-type',
  'unpacks-too-far',
  'damaged-part',
  'superseded'
] as const
export type RejectReason = (typeof rejectReasons)[number]

/** Accounts of one file: `lines = stored + rejected + ignored`. For a Bundle, an entry counts as a line. */
export interface FileReport {
  readonly name: string
  readonly bytes: number
  readonly lines: number
  readonly stored: number
  readonly rejected: number
  /** Blank lines, identical duplicates, and versions of a resource that a newer one supersedes. */
  readonly ignored: number
  readonly format: 'ndjson' | 'bundle' | 'bundle-array' | 'json' | 'unreadable'
  readonly types: Readonly<
    Record<string, { readonly stored: number; readonly rejected: number; readonly ignored: number }>
  >
}

/** What rules about security labels and Consents did to a store. */
export interface RestrictedRecords {
  /** Resources that were left out because of their labels. */
  readonly excluded: number
  /** Resources whose content was masked. */
  readonly masked: number
  /** Resources that are counted in figures and that only roles without lists of people have. */
  readonly counted: number
  /** People who were left out because of a Consent. */
  readonly peopleByConsent: number
  /** People who were left out because no Consent permits the use of their records, where that is required. */
  readonly peopleWithoutConsent: number
  /** Resources that were left out because of a Consent of a person who stays. */
  readonly byConsent: number
}

/** What became of each line of a load: lines = stored + rejected + ignored. */
export interface LoadReport {
  readonly files: readonly FileReport[]
  readonly types: Readonly<
    Record<string, { readonly resources: number; readonly rejected: number; readonly ignored: number }>
  >
  readonly rejects: readonly Reject[]
  /** Rejects beyond this many are counted in `rejectCounts` and left out of `rejects`. */
  readonly rejectsKept: number
  readonly rejectCounts: Readonly<Partial<Record<RejectReason, number>>>
  readonly patients: number
  /** People who opted out and were left out; absent for none. */
  readonly optedOut?: number
  /** Records that rules about security labels and Consents left out or masked; absent for none. */
  readonly restricted?: RestrictedRecords
  readonly bytes: number
  readonly seconds: number
  readonly values: ValueCounts
  /** FHIR release recognized from the data. */
  readonly release: 'R4' | 'R4B' | 'R5'
}

/** The Patient resources of a population in which some are of one person, in the order of their ids. */
export interface MergedRecords {
  /** Person of each, by ordinal. */
  readonly person: Int32Array
  readonly ids: IdColumn
  readonly recordNumbers: DictionaryColumn
}

/** What no table tells, and what is needed to make tables again without reading all files; see `createTableRebuilder`. */
export interface StoreOrigins {
  readonly names: ResourceNames
  readonly displays: ConceptOrigins
}

/**
 * A loaded population: immutable, readable without copying by registries, measures, panels and SQL.
 * Patient ordinals are rows of the `patient` table (0 … patients - 1), in the order of patient id.
 */
export interface Store {
  readonly patients: number
  readonly tables: ReadonlyMap<string, Table>
  readonly concepts: ConceptTable
  readonly codings: ReadonlyMap<string, CodingIndex>
  readonly resources: ReadonlyMap<string, ResourceIndex>
  readonly profiles: readonly string[]
  /** Security labels; absent where no resource has any, and where they have been followed. */
  readonly labels?: SecurityLabels
  readonly files: readonly string[]
  /** Where the files come from, when that is several sources; ids then have the name of their source. */
  readonly sources?: PopulationSources
  /** What was there before records of several sources were joined to people. */
  readonly merged?: MergedRecords
  readonly report: LoadReport
  /** Label of the snapshot and the time it was loaded, milliseconds since 1970. */
  readonly snapshot: { readonly id: string; readonly label: string; readonly loadedAt: number }
  readonly origins: StoreOrigins
  /** @throws AppError `not-found` */
  table(name: string): Table
  /** All stores of the population, this one included. */
  readonly population: readonly Store[]
  /**
   * What all stores of the population tell together, of which this one may hold some of the people only: what the data of a
   * population hold is not told by the records of a few.
   * @param name tells one fact from another; each is made once
   * @param merge associative and commutative
   */
  inPopulation<P>(name: string, partial: (store: Store) => P, merge: (left: P, right: P) => P): P
  /** People of the files who are not in the store, because of the role of the user or because they opted out; absent for none. */
  readonly leftOut?: number
}
