import type { FileAccount, StoreChunk } from '#engine/store/model/chunk.ts'
import type { ReadJob } from '#engine/ingest/share-files.ts'

/** One stream for an ingest worker: a part of a File, perhaps an archive entry, or an import of the host. */
export type IngestSource =
  | { readonly kind: 'blob'; readonly blob: Blob; readonly entry: string | undefined }
  | { readonly kind: 'import'; readonly importId: string; readonly file: number }

/** What the store worker asks of an ingest worker; one file or stretch of one at a time. */
export interface IngestApi {
  read(job: ReadJob, source: IngestSource): Promise<FileAccount>
}

/** What an ingest worker asks of the store worker. */
export interface StoreIntake {
  /** The answer comes when the chunk is merged, which holds a fast reader back. */
  chunk(chunk: StoreChunk): void
  /** Bytes taken from sources since the last call. */
  bytes(count: number): void
  /** A fresh one-time URL. */
  open(request: { importId: string; file: number; offset?: number; length?: number }): Promise<string>
}
