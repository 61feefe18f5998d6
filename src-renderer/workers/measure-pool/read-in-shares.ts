import { workersMessages as m } from '#messages/workers.ts'
import { transfer } from '#engine/base/threads/rpc.ts'
import type { ThreadPool } from '#engine/base/threads/thread-pool.ts'
import { JSON_PER_CHUNK } from '#engine/measures/chunk/chunk-extractor.ts'
import type { MeasureChunk, PatientRange } from '#engine/measures/chunk/measure-chunk.ts'
import type { FilePlaces } from '#engine/measures/chunk/record-places.ts'
import type { PopulationShard } from '#engine/shards/shard.ts'
import { AppError } from '#shared/app-error.ts'
import { buffersIn } from '#shared/buffers-in.ts'
import type { PoolProgress } from '../base/pool-progress.ts'
import type { IngestSource } from '../ingest/ingest-protocol.ts'
import { fileShares } from './file-shares.ts'
import type { MeasureWorkerApi } from './measure-worker-protocol.ts'

/** Records that workers read. */
export interface ReadRecords {
  /** Content that the workers have. */
  readonly key: string
  readonly places: readonly FilePlaces[]
  /** What is taken is divided by these people. */
  readonly ranges: readonly PatientRange[]
  readonly types: ReadonlySet<string>
  /** Receives what a worker has taken since it was called last, in the order of its files. Workers do not wait for each other. */
  readonly take: (worker: number, chunks: readonly MeasureChunk[]) => Promise<void>
}

/**
 * Lets workers read the files with something at some places, each a share of them.
 * @throws AppError `cancelled`, `unreadable-file` when the files are no longer those that were loaded
 */
export async function readInShares(
  workers: ThreadPool<MeasureWorkerApi>,
  { shards, sources }: { readonly shards: readonly PopulationShard[]; readonly sources: readonly IngestSource[] },
  { key, places, ranges, types, take }: ReadRecords,
  { progress, signal }: { readonly progress: PoolProgress; readonly signal: AbortSignal }
): Promise<void> {
  const sizes = shards[0]!.store.report.files.map(({ bytes }) => bytes)
  const shares = fileShares(places, sizes, workers.size)
  progress.reading(places.reduce((sum, { file }) => sum + (sizes[file] ?? 0), 0))
  await workers.each(async (api, worker) => {
    let taken = 0
    for (const place of shares[worker] ?? []) {
      const source = sources[place.file]
      if (source === undefined) throw gone()
      const [expected, bytes] = [place.places.count, place.bytes]
      const found = await api.extract(key, types, ranges, transfer(place, buffersIn(place)), source, signal)
      if (found !== expected) throw gone()
      taken += bytes
      if (taken < JSON_PER_CHUNK) continue
      await take(worker, await api.finish(key))
      taken = 0
    }
    await take(worker, await api.finish(key))
  })
}

function gone(): AppError {
  return new AppError('unreadable-file', m.theFilesOfTheseDataAre)
}
