import { defined } from '#shared/language/defined.ts'
import { askShards } from '../../../shards/mergeable.ts'
import type { PopulationShard } from '../../../shards/shard.ts'

/** What rows are sorted by. */
export type SortKey = number | string | undefined

/** Missing values stand last in both directions. */
function compareKeys(left: SortKey, right: SortKey, descending: boolean): number {
  if (left === right) return 0
  if (left === undefined) return 1
  if (right === undefined) return -1
  const order = left < right ? -1 : 1
  return descending ? -order : order
}

/** A row that may be on a page, of which other shards may have rows too. */
export interface ListedRow {
  readonly shard: number
  /** In the shard. */
  readonly row: number
  /** Number in the population of the person whom the row is about, -1 for none. */
  readonly person: number
  readonly key: SortKey
}

/**
 * The first rows by a key, which is read once per row; rows with equal keys keep their order.
 * @param end no row after so many is needed
 */
export function firstRows(
  rows: Int32Array,
  keyOf: ((row: number) => SortKey) | undefined,
  descending: boolean,
  end: number,
  listed: (row: number, key: SortKey) => ListedRow
): ListedRow[] {
  if (keyOf === undefined) return Array.from(rows.subarray(0, end), (row) => listed(row, undefined))
  const keys = Array.from(rows, keyOf)
  const order = Array.from(rows.keys())
  order.sort((left, right) => compareKeys(keys[left], keys[right], descending) || left - right)
  return order.slice(0, end).map((index) => listed(rows[index]!, keys[index]))
}

/** People's rows in the order of people, those of nobody last; a person's rows, and those of nobody, are all in one shard. */
function comparePeople(left: ListedRow, right: ListedRow): number {
  if (left.person === right.person) return 0
  if (left.person < 0) return 1
  return right.person < 0 ? -1 : left.person - right.person
}

/** Merges rows that are sorted by the same keys, up to so many. */
export function mergeRows(
  left: readonly ListedRow[],
  right: readonly ListedRow[],
  descending: boolean,
  end: number
): ListedRow[] {
  const merged: ListedRow[] = []
  let [index, other] = [0, 0]
  while (merged.length < end && (index < left.length || other < right.length)) {
    const [leftRow, rightRow] = [left[index], right[other]]
    const isLeft =
      rightRow === undefined ||
      (leftRow !== undefined &&
        (compareKeys(leftRow.key, rightRow.key, descending) || comparePeople(leftRow, rightRow)) <= 0)
    merged.push(isLeft ? defined(leftRow) : rightRow)
    if (isLeft) index++
    else other++
  }
  return merged
}

/**
 * The rows of a page as they are shown: each shard reads those that it has.
 * @param shards of this thread
 * @param readerOf gives what reads the rows of a shard
 */
export function readRows<S extends { readonly shard: PopulationShard }, R>(
  shards: readonly S[],
  page: readonly ListedRow[],
  readerOf: (shard: S) => (listed: ListedRow) => R
): readonly R[] {
  return askShards(shards, {
    partial: (of): ReadonlyMap<number, R> => {
      const read = readerOf(of)
      const here = [...page.entries()].filter(([, { shard }]) => shard === of.shard.index)
      return new Map(here.map(([place, listed]) => [place, read(listed)]))
    },
    merge: (left, right) => new Map([...left, ...right]),
    finish: (rows) => page.map((_, place) => defined(rows.get(place)))
  })
}
