import type { PopulationStores } from '../../store/build/create-store.ts'
import type { IdColumn } from '../../store/model/column.ts'
import type { LoadReport, Store } from '../../store/model/store.ts'
import { ArrayFileWriter, type ArrayPlace } from '../disk/array-places.ts'
import type { ShardDirectory } from '../disk/directory.ts'
import type { PopulationShard } from '../shard.ts'
import type { ShardsOnDisk } from './population-builder.ts'
import { rankIds } from './population-ranks.ts'

/** A shard on the disk. */
export interface BuiltShard {
  readonly directory: ShardDirectory
  /** @param population the stores of all shards */
  readonly open: (population?: PopulationStores, report?: LoadReport) => Store
}

/**
 * Opens the shards of a population.
 * @param report of the population, which all shards have
 * @param common types of which every shard has the records
 */
export async function diskShards(
  built: readonly BuiltShard[],
  report: LoadReport,
  common: ReadonlySet<string>,
  { files, cache }: ShardsOnDisk
): Promise<readonly PopulationShard[]> {
  const count = built.length
  const stores: readonly Store[] = built.map((shard) => shard.open({ stores: () => stores, count }, report))
  const writer = new ArrayFileWriter()
  const places = rankResources(stores, common, writer)
  const bytes = await files.write('ranks', writer.parts())
  const file = { bytes, number: count * 2 }
  const ranksOf = (type: string, shard: number): Int32Array | undefined => {
    const place = places.get(type)?.[shard]
    return place && (cache.get(file, place, type === 'Patient') as Int32Array)
  }
  return stores.map((store, index) => ({
    store,
    index,
    count,
    ownsCommon: index === 0,
    sharesResources: false,
    personNumber: (person) => ranksOf('Patient', index)![person]!,
    personHere: (number) => placeOf(ranksOf('Patient', index), number),
    resourceNumber: (type, row) => (common.has(type) ? row : (ranksOf(type, index)?.[row] ?? -1))
  }))
}

/** Writes the place of each resource among all of its type. Those of no person have the same in every shard. */
function rankResources(
  stores: readonly Store[],
  common: ReadonlySet<string>,
  writer: ArrayFileWriter
): ReadonlyMap<string, readonly ArrayPlace[]> {
  const types = new Set(stores.flatMap(({ resources }) => [...resources.keys()]))
  const places = new Map<string, readonly ArrayPlace[]>()
  for (const type of types) {
    if (common.has(type)) continue
    const lists = stores.map(({ resources }): IdColumn => resources.get(type)?.ids ?? noIds)
    places.set(
      type,
      rankIds(lists).ranks.map((ranks) => writer.place(ranks))
    )
  }
  return places
}

/** Where a number is in an ascending list, -1 when it is not there. */
function placeOf(numbers: Int32Array | undefined, number: number): number {
  if (numbers === undefined) return -1
  let [low, high] = [0, numbers.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (numbers[middle]! < number) low = middle + 1
    else high = middle
  }
  return numbers[low] === number ? low : -1
}

const noIds: IdColumn = { kind: 'id', length: 0, words: new Uint32Array(0), others: new Map() }
