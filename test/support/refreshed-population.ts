import { expect } from 'vitest'
import { readSavedLoad, type PopulationBase, type RemovedLines } from '#engine/shards/load/saved-load.ts'
import type { PopulationShard } from '#engine/shards/shard.ts'
import { loadShards, readBehind, readChunks, type LoadedFile } from './loaded-population.ts'
import { memoryShardFiles, type MemoryShardFiles } from './memory-shard-files.ts'
import { expectFound, tablesOf } from './population-tables.ts'

/** A population in parts, with what a later one is made from. */
export interface PopulationParts {
  readonly from: readonly LoadedFile[]
  readonly shards: readonly PopulationShard[]
  readonly files: MemoryShardFiles
}

/** Loads files into parts. */
export async function partsOf(from: readonly LoadedFile[], count: number): Promise<PopulationParts> {
  const files = memoryShardFiles()
  const shards = await loadShards(await readChunks(from), count, { files, keepsPieces: true })
  return { from, shards, files }
}

/**
 * Makes a population from one before.
 * @param all files, those of before first
 * @param removed lines of these that hold no longer
 */
export async function refreshedParts(
  before: PopulationParts,
  all: readonly LoadedFile[],
  removed: RemovedLines
): Promise<PopulationParts> {
  const files = memoryShardFiles(before.files)
  const { places } = before.shards[0]!.disk!
  const load = readSavedLoad(files.base!)!
  const from: PopulationBase = { places, load, removed }
  const read = await readBehind(all, before.from.length)
  const shards = await loadShards(read, before.shards.length, { files, keepsPieces: true, from })
  return { from: all, shards, files }
}

/** All rows, the report, and the places of all resources are those of a load of all files into one store. */
export async function expectLoaded({ from, shards }: PopulationParts, asOf: number): Promise<void> {
  const whole = await loadShards(await readChunks(from), 1)
  const expected = tablesOf(whole, asOf)
  for (const [name, rows] of tablesOf(shards, asOf)) expect(rows, name).toBe(expected.get(name))
  expect(shards[0]!.store.report).toEqual(whole[0]!.store.report)
  expectFound(shards, whole[0]!.store)
}
