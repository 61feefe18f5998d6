import { configure, ZipReader, type FileEntry, type Reader } from '@zip.js/zip.js'
import { AppError } from '#shared/app-error.ts'
import { classifyName, leftOutReasons, type NameClass } from '#shared/source-name.ts'

/** One entry of an archive that may hold FHIR data. */
export interface ArchiveEntry {
  /** Path inside the archive. */
  readonly path: string
  /** Decompressed size. */
  readonly bytes: number
}

/** An archive's contents: what will be read, and what is left out with the reason. */
export interface ArchiveListing {
  readonly entries: readonly ArchiveEntry[]
  readonly skipped: readonly { readonly path: string; readonly reason: string }[]
}

// zip.js would start workers from blob URLs, which the content security policy forbids.
configure({ useWebWorkers: false })

/**
 * Lists a zip archive. Reads only the central directory, at the end of the file.
 * @param classify tells what is read by its name
 * @throws AppError `unreadable-file` when it is not a zip archive or is damaged
 */
export async function listArchive(
  reader: Reader<unknown>,
  classify: (path: string) => NameClass = classifyName
): Promise<ArchiveListing> {
  const entries: ArchiveEntry[] = []
  const skipped: { path: string; reason: string }[] = []
  const seen = new Set<string>()
  for (const { filename, uncompressedSize, encrypted } of await filesIn(reader)) {
    const name = classify(filename)
    if (encrypted) skipped.push({ path: filename, reason: 'The entry is encrypted. Unpack the archive first.' })
    else if (name === 'archive') skipped.push({ path: filename, reason: 'An archive in an archive. Unpack it first.' })
    else if (name !== 'data') skipped.push({ path: filename, reason: leftOutReasons[name] })
    else if (seen.has(filename))
      skipped.push({ path: filename, reason: 'The archive holds another entry of this name, which is read.' })
    else entries.push({ path: filename, bytes: uncompressedSize })
    seen.add(filename)
  }
  return { entries, skipped }
}

/**
 * The decompressed bytes of one entry. Damage found on the way, a wrong checksum too, ends the stream with an error.
 * @param onEnd is called once, when the archive is no longer needed
 * @throws AppError `unreadable-file`, `not-found`
 */
export async function openArchiveEntry(
  reader: Reader<unknown>,
  path: string,
  onEnd: () => void = () => undefined
): Promise<ReadableStream<Uint8Array>> {
  const entry = (await filesIn(reader)).find(({ filename }) => filename === path)
  if (entry === undefined) throw new AppError('not-found', 'The archive no longer holds this entry. Open it again.')
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  entry
    .getData(writable, { checkSignature: true })
    // Reaches the reader of `readable` as its error.
    .catch((error: unknown) => writable.abort(error).catch(() => undefined))
    .finally(onEnd)
  return readable
}

async function filesIn(reader: Reader<unknown>): Promise<FileEntry[]> {
  try {
    const entries = await new ZipReader(reader).getEntries()
    const files = entries.filter((entry): entry is FileEntry => !entry.directory)
    return files.sort((a, b) => (a.filename < b.filename ? -1 : a.filename > b.filename ? 1 : 0))
  } catch (error) {
    throw new AppError(
      'unreadable-file',
      'The zip archive is damaged or is not a zip archive. Export or copy it again.',
      {
        cause: error
      }
    )
  }
}
