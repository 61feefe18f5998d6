import type { ReaderHost } from '#engine/ingest/ingest-reader.ts'
import type { ReleaseViews } from '#engine/store/model/plan.ts'
import type { FileOnDisk } from '../../services/imports/read-file.ts'

/** What a thread that reads files is started with. */
export interface IngestTask {
  readonly task: 'ingest'
  readonly views: ReleaseViews
}

/** A file that a thread reads: itself, or by what another thread reads of it, which knows it by number. */
export type ThreadFile = FileOnDisk | number

/** Files, as a thread without access to them reads them. */
export interface FileAccess {
  /**
   * Opens a file.
   * @param from offset of the first byte
   * @returns the number to read it by
   */
  open(file: number, from: number): Promise<number>
  /**
   * The next bytes, undefined at the end.
   * @param room memory that may be filled
   */
  pull(opened: number, room: ArrayBuffer | undefined): Promise<Uint8Array<ArrayBuffer> | undefined>
  close(opened: number): Promise<void>
}

/** What a thread that reads files asks of the one that started it. */
export interface IngestHost extends ReaderHost, FileAccess {}
