import { joinInPairs } from '../../base/kernels/join-in-pairs.ts'
import { defined } from '#shared/language/defined.ts'
import { numbersFrom } from '../../store/collect/join-rows.ts'
import { idAt } from '../../store/model/id-column.ts'
import type { IdColumn } from '../../store/model/column.ts'
import type { Store } from '../../store/model/store.ts'
import { isNoUuid } from '../../store/model/uuid-bytes.ts'

/** Where the ids of several shards stand among all ids of their type. */
export interface RankedIds {
  /** For each shard the rank of each of its ids. */
  readonly ranks: readonly Int32Array[]
  /** Ids that several shards have, with the row in each. */
  readonly repeated: readonly (readonly RowOfShard[])[]
}

/** A row of one of the lists of ids. */
export interface RowOfShard {
  readonly shard: number
  readonly row: number
}

/** Compares ids as sorted lists of them are sorted: by their texts. */
function compareIds(left: IdColumn, leftRow: number, right: IdColumn, rightRow: number): number {
  const leftIsUuid = !isNoUuid(left.words, leftRow * 4)
  if (leftIsUuid && !isNoUuid(right.words, rightRow * 4)) {
    for (let word = 0; word < 4; word++) {
      const difference = left.words[leftRow * 4 + word]! - right.words[rightRow * 4 + word]!
      if (difference !== 0) return difference
    }
    return 0
  }
  const [a, b] = [idAt(left, leftRow) ?? '', idAt(right, rightRow) ?? '']
  return a < b ? -1 : a > b ? 1 : 0
}

/** Ranks the ids of several shards, of which each is sorted. What two shards have gets one rank. */
function rankIds(lists: readonly IdColumn[]): RankedIds {
  const first = [0]
  for (const { length } of lists) first.push(defined(first.at(-1)) + length)
  const shardOf = new Uint16Array(defined(first.at(-1)))
  lists.forEach(({ length }, shard) => shardOf.fill(shard, first[shard], first[shard]! + length))
  const compare = (a: number, b: number): number => {
    const [left, right] = [shardOf[a]!, shardOf[b]!]
    return compareIds(lists[left]!, a - first[left]!, lists[right]!, b - first[right]!)
  }
  const runs = lists.map(({ length }, shard) => numbersFrom(first[shard]!, length))
  const order =
    runs.length === 0 ? new Int32Array(0) : joinInPairs(runs, (left, right) => mergeRuns(left, right, compare))
  const ranks = lists.map(({ length }) => new Int32Array(length))
  const repeated: RowOfShard[][] = []
  const placeOf = (entry: number): RowOfShard => ({ shard: shardOf[entry]!, row: entry - first[shardOf[entry]!]! })
  let rank = -1
  let wasSame = false
  // There may be a hundred million ids: nothing is made for each of them.
  for (let index = 0; index < order.length; index++) {
    const entry = order[index]!
    const isSame = index > 0 && compare(order[index - 1]!, entry) === 0
    if (!isSame) rank++
    else if (wasSame) defined(repeated.at(-1)).push(placeOf(entry))
    else repeated.push([placeOf(order[index - 1]!), placeOf(entry)])
    wasSame = isSame
    const shard = shardOf[entry]!
    ranks[shard]![entry - first[shard]!] = rank
  }
  return { ranks, repeated }
}

function mergeRuns(
  left: Int32Array,
  right: Int32Array,
  compare: (a: number, b: number) => number
): Int32Array<ArrayBuffer> {
  const merged = new Int32Array(left.length + right.length)
  let [a, b] = [0, 0]
  for (let index = 0; index < merged.length; index++) {
    const takesLeft = b === right.length || (a < left.length && compare(left[a]!, right[b]!) <= 0)
    merged[index] = takesLeft ? left[a++]! : right[b++]!
  }
  return merged
}

/**
 * Ranks the ids of all shards of a population, by type.
 * @param common types of which every shard has the records, which are not ranked
 */
export function rankStores(stores: readonly Store[], common: ReadonlySet<string>): ReadonlyMap<string, RankedIds> {
  const types = new Set(stores.flatMap(({ resources }) => [...resources.keys()]))
  return new Map(
    [...types]
      .filter((type) => !common.has(type))
      .map((type) => [type, rankIds(stores.map(({ resources }) => resources.get(type)?.ids ?? noIds))])
  )
}

const noIds: IdColumn = { kind: 'id', length: 0, words: new Uint32Array(0), others: new Map() }
