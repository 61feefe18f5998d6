import type { ImportListing } from '#shared/contract/imports.ts'
import type { ImportSources } from './import-source.ts'
import type { SampleView } from '#shared/sample-view.ts'

/** What the calls need of the opened imports. */
export interface Imports {
  /** @param paths absolute paths of folders and files */
  open(paths: readonly string[]): Promise<ImportListing>
  /** Opens files and folders of measure content. */
  openContent(paths: readonly string[]): Promise<ImportListing>
  /** Opens what somebody else lists. */
  add(sources: ImportSources): ImportListing
  /** Opens a synthetic population. */
  openSample(options: { readonly patients: number; readonly seed?: number; readonly view: SampleView }): ImportListing
  read(importId: string, file: number, range?: TextRange): Promise<ReadableStream<Uint8Array>>
  /** Size of a whole file, 0 when unknown. */
  bytes(importId: string, file: number): number
  close(importId: string): Promise<void>
}

/** A range of the decompressed text of a file, in bytes. */
export interface TextRange {
  readonly offset: number
  readonly length: number
}
