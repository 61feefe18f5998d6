import { BlobReader } from '@zip.js/zip.js'
import type { NameClass } from '#shared/source-name.ts'
import { openArchive, type ArchiveListing, type OpenedArchive } from './archive.ts'

/** Archives whose directories are held. */
const maxHeld = 4
/** Bytes at the end of an archive that tell it from others: its directory ends there, with checksums of its entries. */
const tellingBytes = 4096

const recent: { readonly key: string; readonly archive: Promise<OpenedArchive> }[] = []
const decoder = new TextDecoder('latin1')

/** The same archive comes as another Blob with each message, so it is known by its size and end. */
async function keyOf(blob: Blob): Promise<string> {
  const end = await blob.slice(Math.max(0, blob.size - tellingBytes)).arrayBuffer()
  return `${blob.size} ${decoder.decode(end)}`
}

async function archiveOf(blob: Blob): Promise<OpenedArchive> {
  const key = await keyOf(blob)
  const index = recent.findIndex((item) => item.key === key)
  const found = index < 0 ? { key, archive: openArchive(new BlobReader(blob)) } : recent.splice(index, 1)[0]!
  recent.push(found)
  if (recent.length > maxHeld) recent.shift()
  return found.archive
}

/**
 * Lists a zip archive that the user dropped or picked.
 * @param classify tells what is read by its name; FHIR data unless given
 * @throws AppError `unreadable-file` when it is not a zip archive or is damaged
 */
export async function listBlobArchive(blob: Blob, classify?: (path: string) => NameClass): Promise<ArchiveListing> {
  return (await archiveOf(blob)).list(classify)
}

/**
 * The decompressed bytes of one entry. The directory is read with the first.
 * @throws AppError `unreadable-file`, `not-found`
 */
export async function openBlobEntry(blob: Blob, path: string): Promise<ReadableStream<Uint8Array>> {
  return (await archiveOf(blob)).open(path)
}
