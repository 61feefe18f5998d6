import { engineBaseMessages as m } from '#messages/engine/base.ts'
import { configure, ZipReader, type FileEntry, type Reader } from '@zip.js/zip.js'
import { AppError } from '#shared/app-error.ts'
import { checkUnpacked, unpackLimit, type UnpackLimit } from '#shared/unpack-limit.ts'
import { classifyName, skippedByName, type NameClass, type SkippedFile } from '#shared/source-name.ts'
import { activeLocale } from '#shared/messages/locale.ts'

/** One entry of an archive that may hold FHIR data. */
export interface ArchiveEntry {
  /** Path inside the archive. */
  readonly path: string
  /** Decompressed size. */
  readonly bytes: number
}

/** An entry that is left out. */
export interface SkippedEntry extends Omit<SkippedFile, 'name'> {
  /** Path inside the archive. */
  readonly path: string
}

/** An archive's contents: what will be read, and what is left out with the reason. */
export interface ArchiveListing {
  readonly entries: readonly ArchiveEntry[]
  readonly skipped: readonly SkippedEntry[]
}

// zip.js would start workers from blob URLs, which the content security policy forbids.
configure({ useWebWorkers: false })

/** Entries of an archive at most; a larger one is unpacked first. */
const maxEntries = 200_000
/** Bytes of a local header without its name (APPNOTE 4.3.7). */
const localHeader = 30

/** An archive whose directory was read, once for all entries. */
export interface OpenedArchive {
  /** @param classify tells what is read by its name */
  list(classify?: (path: string) => NameClass): ArchiveListing
  /**
   * The decompressed bytes of one entry. Damage found on the way, a wrong checksum too, ends the stream with an error; so
   * does an entry that unpacks to far more than health data do.
   * @param onEnd is called once, when nothing more is read
   * @throws AppError `not-found`
   */
  open(path: string, onEnd?: () => void): ReadableStream<Uint8Array>
}

/**
 * Reads the central directory of a zip archive, at the end of the file.
 * @param limit how far one entry may unpack
 * @throws AppError `unreadable-file` when it is not a zip archive, is damaged or built to be read without end
 */
export async function openArchive(reader: Reader<unknown>, limit: UnpackLimit = unpackLimit): Promise<OpenedArchive> {
  const files = await filesIn(reader)
  const byPath = new Map<string, FileEntry>()
  for (const file of files) if (!byPath.has(file.filename)) byPath.set(file.filename, file)
  return {
    list: (classify = classifyName) => listFiles(files, classify),
    open(path, onEnd = () => undefined) {
      const entry = byPath.get(path)
      if (entry === undefined) throw new AppError('not-found', m.theArchiveNoLongerHoldsThis)
      const { readable, writable } = checkedStream(entry.compressedSize, limit)
      entry
        .getData(writable, { checkCrc32: true })
        // Reaches the reader of `readable` as its error.
        .catch((error: unknown) => writable.abort(asDamage(error)).catch(() => undefined))
        .finally(onEnd)
      return readable
    }
  }
}

function listFiles(files: readonly FileEntry[], classify: (path: string) => NameClass): ArchiveListing {
  const entries: ArchiveEntry[] = []
  const skipped: SkippedEntry[] = []
  const leaveOut = (path: string, reason: string): void => void skipped.push({ path, reason, mayHoldData: true })
  const seen = new Set<string>()
  for (const { filename, uncompressedSize, encrypted } of files) {
    const name = classify(filename)
    if (encrypted) leaveOut(filename, m.theEntryIsEncryptedUnpackThe)
    else if (name === 'archive') leaveOut(filename, m.anArchiveInAnArchiveUnpack)
    else if (name !== 'data') {
      const { name: path, ...why } = skippedByName(filename, name)
      skipped.push({ path, ...why })
    } else if (seen.has(filename)) leaveOut(filename, m.theArchiveHoldsAnotherEntryOf)
    else entries.push({ path: filename, bytes: uncompressedSize })
    seen.add(filename)
  }
  return { entries, skipped }
}

/** Hands unpacked bytes on, as far as the limit allows for a file of `packedBytes`. */
function checkedStream(packedBytes: number, limit: UnpackLimit): TransformStream<Uint8Array, Uint8Array> {
  let bytes = 0
  return new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.length
      checkUnpacked(packedBytes, bytes, limit)
      controller.enqueue(chunk)
    }
  })
}

async function filesIn(reader: Reader<unknown>): Promise<FileEntry[]> {
  const files: FileEntry[] = []
  try {
    let entries = 0
    for await (const entry of new ZipReader(reader).getEntriesGenerator()) {
      if (++entries > maxEntries) throw tooMany()
      if (!entry.directory) files.push(entry)
    }
  } catch (error) {
    throw asDamage(error)
  }
  refuseOverlaps(files)
  return files.sort((a, b) => (a.filename < b.filename ? -1 : a.filename > b.filename ? 1 : 0))
}

function asDamage(error: unknown): AppError {
  if (error instanceof AppError) return error
  return new AppError('unreadable-file', m.theZipArchiveIsDamagedOr, { cause: error })
}

function tooMany(): AppError {
  return new AppError('unreadable-file', m.theZipArchiveHoldsMoreThan(maxEntries.toLocaleString(activeLocale)))
}

/** Entries that share their bytes unpack to many times the size of the archive. */
function refuseOverlaps(files: readonly FileEntry[]): void {
  let end = 0
  for (const { offset, compressedSize } of [...files].sort((a, b) => a.offset - b.offset)) {
    if (offset < end) throw new AppError('unreadable-file', m.entriesOfTheZipArchiveOverlap)
    end = offset + localHeader + compressedSize
  }
}
