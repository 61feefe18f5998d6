import type { LineRange } from '#engine/base/ndjson/complete-lines.ts'
import type { FileAccount, StoreChunk } from '#engine/store/model/chunk.ts'
import type { ReleaseViews } from '#engine/store/model/plan.ts'
import type { WireError } from '#shared/app-error.ts'

/** What a thread that reads files is started with. */
export interface IngestTask {
  readonly task: 'ingest'
  readonly views: ReleaseViews
}

/** Asked of the thread, one file after another; and the answers to its own questions. */
export type ToThread =
  | { readonly say: 'read'; readonly file: number; readonly stretch: LineRange | undefined }
  /** The next bytes of the file that was opened; undefined at its end. */
  | { readonly say: 'bytes'; readonly bytes: Uint8Array<ArrayBuffer> | undefined }
  | { readonly say: 'failed'; readonly error: WireError }
  /** A chunk was taken over. */
  | { readonly say: 'taken' }

/** Told and asked by the thread. */
export type FromThread =
  /** Opens the file, again if it was open. */
  | { readonly say: 'open' }
  /** Asks for the next bytes, into memory that the thread has done with. */
  | { readonly say: 'pull'; readonly room: ArrayBuffer | undefined }
  | { readonly say: 'close' }
  | { readonly say: 'progress'; readonly bytes: number }
  | { readonly say: 'chunk'; readonly chunk: StoreChunk }
  | { readonly say: 'done'; readonly account: FileAccount }
  | { readonly say: 'broken'; readonly error: WireError }
