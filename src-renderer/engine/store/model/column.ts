import { NO_DAY, NO_OFFSET } from '../../base/fhir/missing.ts'
/**
 * Physical columns. All are plain typed arrays plus string dictionaries, so that kernels loop over them without calls,
 * they can be transferred between workers, and Arrow vectors can share their buffers.
 */

/** Marks a missing entry in an `Int32Array` of dictionary codes, concept ids, ordinals or rows. */
export const NONE = -1
/** In place of a row or a person that another shard of the population has, where {@link NONE} stands for one that is in none. */
export const ELSEWHERE = -2
/** Marks a missing integer. */
export const NO_INTEGER = -2147483648

/** Repeating text: codes into a dictionary of distinct values, {@link NONE} when missing. */
export interface DictionaryColumn {
  readonly kind: 'dictionary'
  readonly codes: Int32Array
  readonly values: readonly string[]
}

/** Resource ids. UUIDs take 16 bytes; any other id stands in `others`. Read them with `idAt`. */
export interface IdColumn {
  readonly kind: 'id'
  readonly length: number
  /** Four words per entry. An entry whose words are all 0xFFFFFFFF has its text in `others`, or none. */
  readonly words: Uint32Array
  readonly others: ReadonlyMap<number, string>
  /** Entry of each row; without it, each row is an entry. So a table shares the ids of its resources. */
  readonly rows?: Int32Array
}

/** Civil dates as days since 1970-01-01; a year or month stands for its first day, see `precision`. */
export interface DateColumn {
  readonly kind: 'date'
  readonly days: Int32Array
  readonly precision: Uint8Array
}

/**
 * Dates with time as written: the local civil day, the milliseconds within it and the offset from UTC in minutes.
 * The instant is `days * 86400000 + millis - offset * 60000`; see {@link instantAt}.
 */
export interface DateTimeColumn {
  readonly kind: 'dateTime'
  readonly days: Int32Array
  readonly millis: Int32Array
  readonly offset: Int16Array
  readonly precision: Uint8Array
}

/** Decimals; NaN when missing. */
export interface NumberColumn {
  readonly kind: 'number'
  readonly values: Float64Array
}

/** Whole numbers; {@link NO_INTEGER} when missing. */
export interface IntegerColumn {
  readonly kind: 'integer'
  readonly values: Int32Array
}

/** 0 false, 1 true, 2 missing. */
export interface BooleanColumn {
  readonly kind: 'boolean'
  readonly values: Uint8Array
}

/**
 * What reference columns may name, without a string for each: all stored resources of the wanted types, and what is named
 * but not stored. Read it with `keyText` and `keyId`.
 */
export interface ReferenceKeys {
  readonly length: number
  /** Stored resources, type after type, each in the order of its ids. */
  readonly stored: readonly { readonly type: string; readonly ids: IdColumn }[]
  /** What is not stored, after all that is. */
  readonly absent: IdColumn
  /** Type of each absent one as a place in `stored`; 255 where its text stands for itself. */
  readonly absentType: Uint8Array
}

/**
 * References to one or more resource types. `codes` index `keys`, and `targets[code]` is the row of the target table,
 * {@link NONE} when dangling. Columns that may name the same types share both.
 */
export interface ReferenceColumn {
  readonly kind: 'reference'
  readonly codes: Int32Array
  readonly keys: ReferenceKeys
  readonly targets: Int32Array
}

/** Interned (system, code) pairs: ids into the store's {@link ConceptTable}. Stands for three columns in SQL. */
export interface ConceptColumn {
  readonly kind: 'concept'
  readonly ids: Int32Array
}

/** The values of one column of a table, a row each. */
export type Column =
  | DictionaryColumn
  | IdColumn
  | DateColumn
  | DateTimeColumn
  | NumberColumn
  | IntegerColumn
  | BooleanColumn
  | ReferenceColumn
  | ConceptColumn

/** Kind of a column, and the column of a kind. */
export type ColumnKind = Column['kind']
export type ColumnOf<K extends ColumnKind> = Extract<Column, { kind: K }>

/** Milliseconds since 1970 UTC of row `row`; a value without offset counts as UTC. NaN when missing. */
export function instantAt(column: DateTimeColumn, row: number): number {
  const day = column.days[row]!
  if (day === NO_DAY) return Number.NaN
  const offset = column.offset[row]!
  return day * 86_400_000 + column.millis[row]! - (offset === NO_OFFSET ? 0 : offset * 60_000)
}

/** The row that the reference of a row leads to, -1 when it leads nowhere. */
export function targetOf({ codes, targets }: ReferenceColumn, row: number): number {
  const code = codes[row]!
  return code < 0 ? -1 : targets[code]!
}
