import type { StoreChunk } from '#engine/store/model/chunk.ts'

/** One stream for an ingest worker: a part of a File, perhaps an archive entry, or an import of the host. */
export type IngestSource =
  | { readonly kind: 'blob'; readonly blob: Blob; readonly entry: string | undefined }
  | { readonly kind: 'import'; readonly importId: string; readonly file: number }

/** What an ingest worker asks of the store worker: see `ReaderHost`, and for the bytes of an import. */
export interface StoreIntake {
  /** Readers wait until it is taken. */
  chunk(chunk: StoreChunk): Promise<void> | void
  bytes(count: number): void
  /** A fresh one-time URL. */
  open(request: { importId: string; file: number; offset?: number; length?: number }): Promise<string>
}
