import { buffersIn } from '#shared/buffers-in.ts'
import type { OpenBytes } from '../base/ndjson/gunzip.ts'
import type { ReadOptions } from '../base/ndjson/read-resources.ts'
import { transfer } from '../base/threads/rpc.ts'
import type { FileAccount, StoreChunk } from '../store/model/chunk.ts'
import type { TablePlan } from '../store/model/plan.ts'
import { createIngest } from './ingest.ts'
import type { ReadJob } from './share-files.ts'

/** What the thread of the store asks of one that reads files; one file or stretch of one at a time. */
export interface IngestApi<Source> {
  read(job: ReadJob, source: Source): Promise<FileAccount>
}

/** What a thread that reads files asks of the one of the store. */
export interface ReaderHost {
  /** The answer comes when the chunk is merged, which holds a fast reader back. */
  chunk(chunk: StoreChunk): Promise<void>
  /** Bytes taken from sources since the last call. */
  bytes(count: number): Promise<void>
}

/** Bytes between two reports of progress. */
const REPORT_EVERY = 1 << 20

/**
 * What a thread that reads files serves.
 * @param open gives the bytes of a source from an offset on
 */
export function createIngestReader<Source>(
  plan: TablePlan,
  intake: ReaderHost,
  open: (source: Source, from: number) => OpenBytes,
  { unzip }: Pick<ReadOptions, 'unzip'> = {}
): IngestApi<Source> {
  const ingest = createIngest(plan, (chunk) => intake.chunk(transfer(chunk, buffersIn(chunk))))
  return {
    async read({ file, stretch }, source) {
      let unreported = 0
      const account = await ingest.read(
        {
          file,
          open: open(source, Math.max(0, (stretch?.from ?? 0) - 1)),
          ...(stretch === undefined ? {} : { stretch })
        },
        {
          ...(unzip === undefined ? {} : { unzip }),
          onBytes(count) {
            unreported += count
            if (unreported < REPORT_EVERY) return
            void intake.bytes(unreported)
            unreported = 0
          }
        }
      )
      await intake.bytes(unreported)
      return account
    }
  }
}
