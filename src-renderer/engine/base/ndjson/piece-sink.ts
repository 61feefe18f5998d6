import type { DamagedBytes } from './gzip-recovery.ts'
import type { LineSink } from './line-splitter.ts'

/** Why a line or an entry could not be read as a resource's text. */
export type PieceFault =
  | 'not-json'
  | 'not-a-resource'
  | 'line-too-long'
  | 'truncated-file'
  | 'damaged-part'
  | 'unreadable-file'
  | 'unpacks-too-far'
  | 'not-utf8'

/** Receives what a file is made of, in order. Lines count from 1, offsets from the first decompressed byte. */
export interface PieceSink {
  /**
   * One line of NDJSON (perhaps blank), one entry of a Bundle, one element of an array, or a whole document.
   * @param bytes JSON text, valid only during the call
   */
  piece(bytes: Uint8Array, line: number, offset: number, fullUrl: string | undefined): void
  /** Takes whole lines of NDJSON at once; see {@link LineSink}. Those that it refuses come as pieces. */
  lines?: LineSink['lines']
  /**
   * A line or entry that is lost. `truncated-file`, `unreadable-file` and `unpacks-too-far` stand for all that would have
   * followed, `damaged-part` for all that was in the bytes of the compressed file that could not be read.
   */
  fault(reason: PieceFault, line: number, offset: number, damaged?: DamagedBytes): void
}
