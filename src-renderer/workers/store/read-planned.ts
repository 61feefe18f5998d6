import type { FileAccount, StoreChunk } from '#engine/store/model/chunk.ts'
import { startIngestPool } from '../ingest/ingest-pool.ts'
import type { StoreIntake } from '../ingest/ingest-protocol.ts'
import type { PlannedFile } from '../ingest/load-sources.ts'
import type { ProgressTold } from './load-progress.ts'

/** How {@link readPlanned} reads. */
export interface PlannedReading {
  readonly open: StoreIntake['open']
  /** Takes a chunk; readers wait for it. */
  readonly add: (chunk: StoreChunk) => Promise<void> | void
  readonly progress: ProgressTold
  readonly signal: AbortSignal
  /** Readers at most. */
  readonly maxReaders?: number | undefined
}

/** Reads files, several at a time. @param wanted indexes of the files @throws the signal's reason */
export async function readPlanned(
  files: readonly PlannedFile[],
  wanted: readonly number[],
  { open, add, progress, signal, maxReaders }: PlannedReading
): Promise<FileAccount[]> {
  signal.throwIfAborted()
  const intake: StoreIntake = {
    async chunk(chunk) {
      const counted = { resources: chunk.resources.count, rejects: chunk.findings.count }
      await add(chunk)
      progress.add(counted)
    },
    bytes: (count) => progress.add({ bytes: count }),
    open
  }
  const pool = startIngestPool(files, wanted, intake, maxReaders)
  const stop = (): void => pool.stop()
  signal.addEventListener('abort', stop)
  try {
    return await pool.readAll(() => progress.add({ files: 1 }))
  } finally {
    signal.removeEventListener('abort', stop)
    stop()
  }
}
