import type { ImportListing } from '#shared/contract/imports.ts'
import type { ByteRange, FileOnDisk } from './read-file.ts'

/** One stream that an import offers. */
export interface ImportSource {
  /** Path relative to what was chosen, with `/`. */
  readonly name: string
  /** Bytes that {@link read} will yield without a range, 0 when unknown. */
  readonly bytes: number
  /** {@link read} gives a range without reading what is before it. */
  readonly seekable?: boolean
  /** Where its bytes are, when they are a file by themselves; threads read it without this one. */
  readonly onDisk?: FileOnDisk
  /**
   * Without a range: the bytes of the file as they are on disk (still gzipped), or the decompressed bytes of an archive
   * entry. With a range: those bytes of the decompressed text, fewer when the file ends earlier.
   */
  read(range?: ByteRange): Promise<ReadableStream<Uint8Array>>
}

/** What {@link ImportCatalog.add} takes: sources made by somebody else, e.g. the sample population. */
export interface ImportSources {
  readonly label: string
  readonly kind: ImportListing['kind']
  readonly sources: readonly ImportSource[]
  readonly skipped: ImportListing['skipped']
  /** Called when the import is forgotten. */
  close?(): Promise<void>
}
