import { BlobReader } from '@zip.js/zip.js'
import type { NameClass } from '#shared/source-name.ts'
import { listArchive, openArchiveEntry, type ArchiveListing } from './archive.ts'

/**
 * Lists a zip archive that the user dropped or picked.
 * @param classify tells what is read by its name; FHIR data unless given
 * @throws AppError `unreadable-file` when it is not a zip archive or is damaged
 */
export async function listBlobArchive(blob: Blob, classify?: (path: string) => NameClass): Promise<ArchiveListing> {
  return listArchive(new BlobReader(blob), classify)
}

/**
 * The decompressed bytes of one entry.
 * @throws AppError `unreadable-file`, `not-found`
 */
export async function openBlobEntry(blob: Blob, path: string): Promise<ReadableStream<Uint8Array>> {
  return openArchiveEntry(new BlobReader(blob), path)
}
