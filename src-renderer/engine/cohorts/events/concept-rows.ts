import { emptyBitset, ordinalsOf, setBit } from '../../base/kernels/bitset.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { CodingIndex, Store, Table } from '../../store/model/store.ts'

/** Rows of a table by concept: those with concept c are `rows[offsets[c] .. offsets[c + 1])`. */
interface ConceptRows {
  readonly offsets: Int32Array
  readonly rows: Int32Array
}

const known = new DerivedValues<object, ConceptRows>()

/** Puts rows in the order of their concepts. @param codings of the rows; without them `ids` has one concept per row, -1 for none */
function arrangeRows(concepts: number, ids: Int32Array, codings: CodingIndex | undefined): ConceptRows {
  const offsets = new Int32Array(concepts + 1)
  for (const id of ids) if (id >= 0) offsets[id + 1]!++
  for (let concept = 0; concept < concepts; concept++) offsets[concept + 1]! += offsets[concept]!
  const next = offsets.slice(0, concepts)
  const rows = new Int32Array(offsets[concepts]!)
  if (codings === undefined) {
    for (let row = 0; row < ids.length; row++) if (ids[row]! >= 0) rows[next[ids[row]!]!++] = row
    return { offsets, rows }
  }
  for (let row = 0; row + 1 < codings.offsets.length; row++)
    for (let at = codings.offsets[row]!; at < codings.offsets[row + 1]!; at++)
      if (ids[at]! >= 0) rows[next[ids[at]!]!++] = row
  return { offsets, rows }
}

/** Rows by the concept of one column; arranged once. */
function byColumn({ concepts }: Store, table: Table, column: string): readonly ConceptRows[] {
  const found = table.columns.get(column)
  if (found?.kind !== 'concept') return []
  return [known.get(table, () => arrangeRows(concepts.size, found.ids, undefined), column)]
}

/** Rows by all codings of the main concept, where the table has them, else by the column `code`; arranged once. */
function byCode(store: Store, table: Table): readonly ConceptRows[] {
  const codings = store.codings.get(table.name)
  if (codings === undefined) return byColumn(store, table, 'code')
  return [known.get(table, () => arrangeRows(store.concepts.size, codings.ids, codings), 'codings')]
}

/** Where the concepts of rows stand: all codings of the main concept, or columns. */
type ConceptPlace = 'codings' | 'class' | 'type' | 'code'

/** The rows of some lists that have a wanted concept, ascending. @param size how many rows there are */
function rowsWith(lists: readonly ConceptRows[], size: number, wanted: Uint8Array): Int32Array {
  const has = emptyBitset(size)
  for (const { offsets, rows } of lists)
    for (let concept = 0; concept < wanted.length; concept++)
      if (wanted[concept] === 1)
        for (let at = offsets[concept]!; at < offsets[concept + 1]!; at++) setBit(has, rows[at]!)
  return ordinalsOf(has)
}

function allRows(size: number): Int32Array {
  const all = new Int32Array(size)
  for (let row = 0; row < size; row++) all[row] = row
  return all
}

/**
 * The places of a list of concepts that are wanted, ascending.
 * @param list what was worked out of the store and has the concepts; arranged once
 * @param wanted 1 per concept that counts; undefined for all places
 */
export function wantedPlaces(list: { readonly concept: Int32Array }, wanted: Uint8Array | undefined): Int32Array {
  const { concept } = list
  if (wanted === undefined) return allRows(concept.length)
  return rowsWith([known.get(list, () => arrangeRows(wanted.length, concept, undefined))], concept.length, wanted)
}

/**
 * The rows of a table that have a wanted concept in one of some places, ascending.
 * @param wanted 1 per concept that counts; undefined for all rows
 */
export function wantedRows(
  store: Store,
  table: Table,
  wanted: Uint8Array | undefined,
  places: readonly ConceptPlace[] = ['codings']
): Int32Array {
  if (wanted === undefined) return allRows(table.rows)
  const lists = places.flatMap((place) => (place === 'codings' ? byCode(store, table) : byColumn(store, table, place)))
  return rowsWith(lists, table.rows, wanted)
}

/** Arranges the rows of a table by the concepts of some places, which takes long in a large one. */
export function arrangeConcepts(store: Store, name: string, places: readonly ConceptPlace[] = ['codings']): void {
  const table = store.tables.get(name)
  if (table !== undefined) wantedRows(store, table, new Uint8Array(store.concepts.size), places)
}
