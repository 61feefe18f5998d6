import { createIngest } from '#engine/ingest/ingest.ts'
import { ArrayCache } from '#engine/shards/disk/array-cache.ts'
import type { FinishManner, LoadedShards } from '#engine/shards/load/population-builder.ts'
import { createPopulationBuilder } from '#engine/shards/load/create-population-builder.ts'
import type { ShardFiles } from '#engine/shards/load/shard-files.ts'
import type { PopulationShard } from '#engine/shards/shard.ts'
import type { FileAccount, StoreChunk } from '#engine/store/model/chunk.ts'
import { createSamplePopulation } from '../../src-main/sample/population/population.ts'
import { shippedPlan } from './load-store.ts'
import { memoryShardFiles } from './memory-shard-files.ts'

/** A file to be loaded. */
export interface LoadedFile {
  readonly name: string
  readonly open: () => Promise<ReadableStream<Uint8Array>>
}

/** The files of some sample people. */
export function sampleFiles(patients: number): LoadedFile[] {
  const sample = createSamplePopulation({ patients })
  return sample.files.map(({ name }) => ({ name, open: () => Promise.resolve(sample.stream(name)) }))
}

/** Files as chunks, which can be loaded several times. */
export interface ReadChunks {
  readonly files: readonly string[]
  readonly chunks: readonly StoreChunk[]
  readonly accounts: readonly FileAccount[]
}

/** Reads files as the product does. */
export async function readChunks(files: readonly LoadedFile[]): Promise<ReadChunks> {
  const chunks: StoreChunk[] = []
  const ingest = createIngest(shippedPlan(), (chunk) => void chunks.push(structuredClone(chunk)))
  const accounts: FileAccount[] = []
  for (const [file, { open }] of files.entries()) accounts.push(await ingest.read({ file, open }))
  return { files: files.map(({ name }) => name), chunks, accounts }
}

/** The same of files behind others, which are not read. @param known how many there are of these */
export async function readBehind(files: readonly LoadedFile[], known: number): Promise<ReadChunks> {
  const { chunks, accounts } = await readChunks(files.slice(known))
  const behind = <T extends { readonly file: number }>(of: T): T => ({ ...of, file: of.file + known })
  return { files: files.map(({ name }) => name), chunks: chunks.map(behind), accounts: accounts.map(behind) }
}

/** How {@link loadShards} loads. */
interface LoadManner extends FinishManner, Pick<LoadedShards, 'keepsPieces' | 'from'> {
  /** Bytes of columns, and of what is derived from them, that are in memory at a time; 2,000,000 by default. */
  readonly budget?: number
  /** What holds them, in the place of one with that budget. */
  readonly cache?: ArrayCache
  /** As the product's; by default several chunks are divided at a time, and not all of them. */
  readonly batchBytes?: number
  /** As the product's; by default some of the pieces stay in memory, and not all of them. */
  readonly pieceBytes?: number
  /** Where shards are; in memory by default. */
  readonly files?: ShardFiles
}

/**
 * Loads chunks into shards, as the product does when a population does not fit into memory.
 * @param count number of shards; one is in memory
 */
export async function loadShards(
  { files: names, chunks, accounts }: ReadChunks,
  count: number,
  {
    budget = 2_000_000,
    cache = new ArrayCache(budget),
    batchBytes = 3_000_000,
    pieceBytes = 100_000,
    files = memoryShardFiles(),
    keepsPieces,
    from,
    ...manner
  }: LoadManner = {}
): Promise<readonly PopulationShard[]> {
  const kept = { ...(keepsPieces === true ? { keepsPieces } : {}), ...(from === undefined ? {} : { from }) }
  const onDisk = { count, files, cache, batchBytes, pieceBytes, ...kept }
  const builder = createPopulationBuilder(shippedPlan(), undefined, count === 1 ? undefined : onDisk)
  for (const chunk of chunks) await builder.add(structuredClone(chunk))
  const snapshot = { id: 'sample', label: 'Sample', loadedAt: Date.UTC(2026, 10, 1) }
  return builder.finish({ files: names, accounts, snapshot, seconds: 0 }, manner)
}
