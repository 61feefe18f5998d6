import { emptyBitset, hasBit, ordinalsOf, setBit, type Bitset } from '../../base/kernels/bitset.ts'
import { productCodings } from '../../population/claims/product-codings.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { CodingIndex, Store, Table } from '../../store/model/store.ts'

/** Rows of a table by concept: those with concept c are `rows[offsets[c] .. offsets[c + 1])`. */
interface ConceptRows {
  readonly offsets: Int32Array
  readonly rows: Int32Array
}

/** Concepts, or other numbers of few, by row. */
type Numbers = Int32Array | Uint8Array

const known = new DerivedValues<object, ConceptRows>()
const knownCounted = new DerivedValues<Table, Bitset>()

/** Whether a row counts; always the same of a table. */
export type RowTest = (row: number) => boolean

/** The numbers below `size` that pass. */
function bitsThat(passes: (number: number) => boolean, size: number): Bitset {
  const bits = emptyBitset(size)
  for (let number = 0; number < size; number++) if (passes(number)) setBit(bits, number)
  return bits
}

/** The rows of a table that count; looked at once. */
function countedRows(table: Table, counts: RowTest): Bitset {
  return knownCounted.get(table, () => bitsThat(counts, table.rows))
}

/** Calls `visit` with the rows that count and their concepts, each once, by ascending rows. */
function eachConcept(
  ids: Numbers,
  codings: CodingIndex | undefined,
  counted: Bitset | undefined,
  visit: (concept: number, row: number) => void
): void {
  const rows = codings === undefined ? ids.length : codings.offsets.length - 1
  for (let row = 0; row < rows; row++) {
    if (counted !== undefined && !hasBit(counted, row)) continue
    const start = codings === undefined ? row : codings.offsets[row]!
    const end = codings === undefined ? row + 1 : codings.offsets[row + 1]!
    for (let index = start; index < end; index++) {
      const concept = ids[index]!
      let before = start
      while (before < index && ids[before] !== concept) before++
      if (concept >= 0 && before === index) visit(concept, row)
    }
  }
}

/** Puts rows in the order of their concepts. @param codings of the rows; without them `ids` has one concept per row, -1 for none */
function arrangeRows(
  concepts: number,
  ids: Numbers,
  codings: CodingIndex | undefined,
  counted: Bitset | undefined
): ConceptRows {
  const offsets = new Int32Array(concepts + 1)
  eachConcept(ids, codings, counted, (concept) => offsets[concept + 1]!++)
  for (let concept = 0; concept < concepts; concept++) offsets[concept + 1]! += offsets[concept]!
  const next = offsets.slice(0, concepts)
  const rows = new Int32Array(offsets[concepts]!)
  eachConcept(ids, codings, counted, (concept, row) => (rows[next[concept]!++] = row))
  return { offsets, rows }
}

/** Rows by the concept of one column; arranged once. */
function byColumn({ concepts }: Store, table: Table, column: string, counted: Bitset | undefined): ConceptRows[] {
  const found = table.columns.get(column)
  if (found?.kind !== 'concept') return []
  return [known.get(table, () => arrangeRows(concepts.size, found.ids, undefined, counted), column)]
}

/** Rows by all codings of the main concept, where the table has them, else by the column `code`; arranged once. */
function byCode(store: Store, table: Table, counted: Bitset | undefined): ConceptRows[] {
  const codings = productCodings(store, table)
  if (codings === undefined) return byColumn(store, table, 'code', counted)
  return [known.get(table, () => arrangeRows(store.concepts.size, codings.ids, codings, counted), 'codings')]
}

/** Where the concepts of rows stand: all codings of the main concept, or columns. */
type ConceptPlace = 'codings' | 'class' | 'type' | 'code'

/** The rows of each wanted concept that has any. */
function listsOf({ offsets, rows }: ConceptRows, wanted: Uint8Array): readonly Int32Array[] {
  const found: Int32Array[] = []
  for (let concept = 0; concept < wanted.length; concept++)
    if (wanted[concept] === 1 && offsets[concept]! < offsets[concept + 1]!)
      found.push(rows.subarray(offsets[concept], offsets[concept + 1]))
  return found
}

function addAll(lists: readonly Int32Array[], into: Bitset): void {
  for (const rows of lists) for (let index = 0; index < rows.length; index++) setBit(into, rows[index]!)
}

/** The rows of some lists that have a wanted concept, ascending. @param size how many rows there are */
function rowsWith(lists: readonly ConceptRows[], size: number, wanted: Uint8Array): Int32Array {
  const found = lists.flatMap((list) => listsOf(list, wanted))
  // What is answered must not keep all rows alive.
  if (found.length < 2) return found[0]?.slice() ?? new Int32Array(0)
  const has = emptyBitset(size)
  addAll(found, has)
  return ordinalsOf(has)
}

/**
 * Adds the rows of another table to which rows with a wanted concept in the column `code` belong; arranged once.
 * @param ownerOf the row of the other table, -1 where it does not count; always the same of a table
 * @param wanted 1 per concept that is asked for
 */
export function addOwners(part: Table, ownerOf: (row: number) => number, wanted: Uint8Array, into: Bitset): void {
  const { ids } = part.column('code', 'concept')
  const arranged = known.get(
    part,
    () => {
      const { offsets, rows } = arrangeRows(
        wanted.length,
        ids,
        undefined,
        bitsThat((row) => ownerOf(row) >= 0, part.rows)
      )
      return { offsets, rows: rows.map(ownerOf) }
    },
    'owners'
  )
  addAll(listsOf(arranged, wanted), into)
}

function numbersBelow(size: number): Int32Array {
  const all = new Int32Array(size)
  for (let number = 0; number < size; number++) all[number] = number
  return all
}

/**
 * The places of a list of concepts that are wanted, ascending.
 * @param list what was worked out of the store and has the concepts; arranged once
 * @param wanted 1 per concept that counts; undefined for all places
 */
export function wantedPlaces(list: { readonly concept: Int32Array }, wanted: Uint8Array | undefined): Int32Array {
  const { concept } = list
  if (wanted === undefined) return numbersBelow(concept.length)
  const arranged = known.get(list, () => arrangeRows(wanted.length, concept, undefined, undefined))
  return rowsWith([arranged], concept.length, wanted)
}

/**
 * The rows of a table that count and have a wanted number, ascending.
 * @param name of the numbers; rows are arranged by them once
 * @param wanted 1 per number that is asked for
 */
export function rowsByNumber(
  table: Table,
  name: string,
  numbers: Numbers,
  wanted: Uint8Array,
  counts: RowTest
): Int32Array {
  const arranged = known.get(
    table,
    () => arrangeRows(wanted.length, numbers, undefined, countedRows(table, counts)),
    name
  )
  return rowsWith([arranged], table.rows, wanted)
}

/**
 * The rows of a table that count and have a wanted concept in one of some places, ascending.
 * @param wanted 1 per concept that is asked for; undefined for all rows
 */
export function wantedRows(
  store: Store,
  table: Table,
  wanted: Uint8Array | undefined,
  { places = ['codings'], counts }: { readonly places?: readonly ConceptPlace[]; readonly counts?: RowTest } = {}
): Int32Array {
  const counted = counts && countedRows(table, counts)
  if (wanted === undefined) return counted === undefined ? numbersBelow(table.rows) : ordinalsOf(counted)
  const lists = places.flatMap((place) =>
    place === 'codings' ? byCode(store, table, counted) : byColumn(store, table, place, counted)
  )
  return rowsWith(lists, table.rows, wanted)
}
