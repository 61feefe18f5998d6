import type { ExportResult } from './export-result.ts'

/** What a part turned out to be on the disk. */
export interface PartFacts {
  readonly storedBytes: number
  /** SHA-256 of what is on the disk, hexadecimal. */
  readonly sha256: string
}

/** Writes one part. */
export interface PartWriter {
  /**
   * The bytes are lent for the time of the call. As soon as it resolves the caller may overwrite or detach them, so a writer
   * that holds text back keeps a copy of its own.
   */
  write(bytes: Uint8Array): Promise<void>
  /** Waits until what was written is on the disk; a sink may keep back an unfinished segment. */
  sync(): Promise<void>
  /** Ends the part, whole and on the disk. */
  close(): Promise<PartFacts>
}

/** A part that becomes visible with a commit. */
export interface CommittedPart extends PartFacts {
  readonly part: string
  /** File name to show, made from our own counter and the type. */
  readonly name: string
  readonly textBytes: number
  readonly types: Readonly<Record<string, number>>
  /**
   * Offsets of the lines that hold no longer and are blank, ascending, where it is a file of the export before with everything else at its
   * place.
   */
  readonly blanked?: readonly number[]
  /** Bytes of all its blank lines, where `blanked` is there. */
  readonly blankBytes?: number
}

/**
 * Where an export puts its files. Parts are invisible until the commit shows all of them at once.
 * Names of parts come from our own counter and hold nothing from a server.
 */
export interface ExportSink {
  /** What is there of the first `length` bytes of a part, all of it when absent; nothing when there is no part. */
  read(part: string, length?: number): AsyncIterable<Uint8Array>
  /** Opens a part for writing behind its first `offset` bytes, which are there; what is behind them is cut off. */
  open(part: string, offset: number): Promise<PartWriter>
  /**
   * Shows the parts, all or none, and on the disk before it resolves. Doing it again after a crash is harmless.
   * @throws AppError `out-of-space`, or the file system's error
   */
  commit(parts: readonly CommittedPart[], result: ExportResult): Promise<void>
  /** Removes the parts that a commit has made needless. */
  tidy(): Promise<void>
}
