/** Writes one part. */
export interface PartWriter {
  write(bytes: Uint8Array): Promise<void>
  /** Waits until everything written is on the disk. */
  sync(): Promise<void>
  close(): Promise<void>
}

/** A part that becomes visible with a commit. */
export interface CommittedPart {
  readonly part: string
  /** File name to show, made from our own counter and the type. */
  readonly name: string
}

/**
 * Where an export puts its files. Parts are invisible until the commit shows all of them at once.
 * Names of parts come from our own counter and hold nothing from a server.
 */
export interface ExportSink {
  /** Bytes of a part that are there, 0 when there is none. */
  length(part: string): Promise<number>
  /** The first `length` bytes of a part, all of them when absent. */
  read(part: string, length?: number): AsyncIterable<Uint8Array>
  /** Opens a part for writing at `offset`; what is behind it is cut off. */
  open(part: string, offset: number): Promise<PartWriter>
  /**
   * Shows the parts, all or none, and on the disk before it resolves. Doing it again after a crash is harmless.
   * @throws AppError `out-of-space`, or the file system's error
   */
  commit(parts: readonly CommittedPart[]): Promise<void>
  /** Removes the parts that a commit has made needless. */
  tidy(): Promise<void>
}
