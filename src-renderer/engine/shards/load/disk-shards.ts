import { defined } from '#shared/language/defined.ts'
import type { LoadReport } from '../../store/model/store.ts'
import type { OpenedBytes } from '../disk/array-cache.ts'
import { ArrayFileWriter } from '../disk/array-places.ts'
import { RANKS_FILE, type DiskPlaces, type DiskPopulation, type DiskShard } from '../disk/disk-places.ts'
import { openDiskShards } from '../open-disk-shards.ts'
import type { PopulationShard } from '../shard.ts'
import type { ShardsOnDisk } from './population-builder.ts'
import type { RankedIds } from './population-ranks.ts'

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
 * @param ranks by type, of the ids of each shard among all of the type
 */
export async function diskShards(
  built: readonly BuiltShard[],
  ranks: ReadonlyMap<string, RankedIds>,
  { report, common, number }: DiskFacts,
  { files, cache }: ShardsOnDisk
): Promise<readonly PopulationShard[]> {
  const writer = new ArrayFileWriter()
  const written = new Map(
    [...ranks].map(([type, { ranks: ofType }]) => [type, ofType.map((each) => writer.place(each))] as const)
  )
  const opened = new Map<string, OpenedBytes>([
    [RANKS_FILE, await files.write(RANKS_FILE, writer.parts())],
    ...built.map(({ file, bytes }) => [file, bytes] as const)
  ])
  const places: DiskPlaces = {
    count: built.length,
    first: 0,
    ranksNumber: number,
    shards: built.map(({ directory, file, number }) => ({ directory: { ...directory, report }, file, number })),
    ranks: written,
    common
  }
  const disk: DiskPopulation = {
    places,
    cache,
    cacheBytes: cache.budget,
    open: (file) => defined(opened.get(file)),
    address: () => files.address()
  }
  return openDiskShards(places, disk, disk)
}
