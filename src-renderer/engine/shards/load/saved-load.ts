import type { PackedTallies } from '../../store/build/line-tallies.ts'
import type { WrittenKey } from '../../store/build/shard-build.ts'
import type { FileAccount } from '../../store/model/chunk.ts'
import type { ResourceNames } from '../../store/model/resource-names.ts'
import type { LoadReport } from '../../store/model/store.ts'
import type { SavedNumbers } from '../../store/texts/text-numbers.ts'
import type { DiskPlaces } from '../disk/disk-places.ts'
import { readShardPart, ShardPartWriter } from '../part-bytes.ts'
import type { BaseFiles, ShardFiles } from './shard-files.ts'

/** Name of the file with the {@link SavedLoad} of a population. */
export const LOAD_FILE = 'load'

/** Version of what stands in the files; a population of another one is no base. */
const VERSION = 3

/** What a load knew besides the shards that it made, by which another one takes over those that nothing changed. */
export interface SavedLoad {
  readonly version: number
  /** 0 for a population that was made from all files, and one more for each that was made from it. */
  readonly generation: number
  readonly numbers: SavedNumbers
  readonly labels: readonly string[]
  readonly types: readonly string[]
  /** Name of the list with the pieces of no person. */
  readonly common: string
  /** Whether records named their person otherwise than by id, which only all Patients together can tell. */
  readonly waited: boolean
  /** As the readers gave them: of each file or stretch of one. */
  readonly accounts: readonly FileAccount[]
  readonly files: readonly string[]
}

/** The same of one shard. */
export interface SavedShardLoad {
  /** Names of the lists with its pieces, and with those of them that name a person who is not in the data. */
  readonly pieces: string
  readonly nobody: string
  /** Numbers of the concepts that its pieces hold. */
  readonly used: Int32Array
  readonly names: ResourceNames
  /** Keys that led nowhere before other shards told anything. */
  readonly wanted: readonly WrittenKey[]
  readonly report: LoadReport
  readonly tallies: PackedTallies
  /** Whether it rests on records of other shards, so that it has to be made again whenever these may have changed. */
  readonly hasLearned: boolean
}

/** Lines of files that hold no longer: by index of the file, the offset of the first byte of each, ascending. */
export type RemovedLines = ReadonlyMap<number, Float64Array>

/** The population that a refresh starts from. Its files are the first of those of the new one, with lines that were blanked. */
export interface PopulationBase {
  readonly places: DiskPlaces
  readonly load: SavedLoad
  readonly removed: RemovedLines
}

/** Name of the file with the {@link SavedShardLoad} of a shard. */
const fileOf = (shard: number): string => `${LOAD_FILE}-${shard}`

/** Writes what a later load needs to go on from here. */
export async function writeSavedLoad(
  files: Pick<ShardFiles, 'write'>,
  load: Omit<SavedLoad, 'version'>,
  shards: readonly SavedShardLoad[]
): Promise<void> {
  const writer = new ShardPartWriter()
  for (const [index, shard] of shards.entries()) await files.write(fileOf(index), [writer.write(shard)])
  await files.write(LOAD_FILE, [writer.write({ ...load, version: VERSION })])
}

/** @returns undefined for one of another version */
export function readSavedLoad(base: Pick<BaseFiles, 'whole'>): SavedLoad | undefined {
  const saved = readShardPart(base.whole(LOAD_FILE)) as SavedLoad
  return saved.version === VERSION ? saved : undefined
}

/** What a load knew of one shard. */
export function readSavedShard(base: Pick<BaseFiles, 'whole'>, shard: number): SavedShardLoad {
  return readShardPart(base.whole(fileOf(shard))) as SavedShardLoad
}
