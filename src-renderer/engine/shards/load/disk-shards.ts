import type { IdColumn } from '../../store/model/column.ts'
import type { LoadReport, Store } from '../../store/model/store.ts'
import type { OpenedBytes } from '../disk/array-cache.ts'
import { ArrayFileWriter, type ArrayPlace } from '../disk/array-places.ts'
import { RANKS_FILE, type DiskPlaces, type DiskPopulation, type DiskShard } from '../disk/disk-places.ts'
import { openDiskShards } from '../open-disk-shards.ts'
import type { PopulationShard } from '../shard.ts'
import type { ShardsOnDisk } from './population-builder.ts'
import { rankIds } from './population-ranks.ts'

/** A shard that was written, and its file. */
export interface BuiltShard extends DiskShard {
  readonly bytes: OpenedBytes
}

/** What all shards of a population have in common. */
export interface DiskFacts {
  readonly report: LoadReport
  /** Types of which every shard has the records. */
  readonly common: ReadonlySet<string>
  /** Number in caches of the file with the ranks. */
  readonly number: number
}

/**
 * Opens the shards of a population.
 * @param stores of the shards, to be looked through
 */
export async function diskShards(
  built: readonly BuiltShard[],
  stores: readonly Store[],
  { report, common, number }: DiskFacts,
  { files, cache }: ShardsOnDisk
): Promise<readonly PopulationShard[]> {
  const writer = new ArrayFileWriter()
  const ranks = rankResources(stores, common, writer)
  const opened = new Map<string, OpenedBytes>([
    [RANKS_FILE, await files.write(RANKS_FILE, writer.parts())],
    ...built.map(({ file, bytes }) => [file, bytes] as const)
  ])
  const places: DiskPlaces = {
    count: built.length,
    first: 0,
    ranksNumber: number,
    shards: built.map(({ directory, file, number }) => ({ directory: { ...directory, report }, file, number })),
    ranks,
    common
  }
  const disk: DiskPopulation = {
    places,
    cache,
    cacheBytes: cache.budget,
    open: (file) => opened.get(file)!,
    address: () => files.address()
  }
  return openDiskShards(places, disk, disk)
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

const noIds: IdColumn = { kind: 'id', length: 0, words: new Uint32Array(0), others: new Map() }
