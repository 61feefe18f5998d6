import { servicesMessages as m } from '#messages/services.ts'
import { open, type FileHandle } from 'node:fs/promises'
import { CHUNK_BYTES } from '#engine/base/ndjson/chunk-reader.ts'
import { readRange } from '#engine/base/source/read-range.ts'
import { AppError } from '#shared/app-error.ts'
import { defined } from '#shared/language/defined.ts'

/** A range of the decompressed text of one file, in bytes. */
export interface ByteRange {
  readonly offset: number
  readonly length: number
}

/** Everything from an offset on; undefined where that is all. */
export function rangeFrom(offset: number): ByteRange | undefined {
  return offset === 0 ? undefined : { offset, length: Number.MAX_SAFE_INTEGER - offset }
}

/** What a file was when it was listed. Places in it are of no use in another one. */
export interface ListedFileState {
  readonly bytes: number
  /** When it was last changed, in milliseconds since 1970. */
  readonly modifiedMs: number
}

/** A file as it was listed. */
export interface FileOnDisk extends ListedFileState {
  /** Absolute. */
  readonly path: string
}

/**
 * The bytes of a listed file as they are on disk, or a range of its text as {@link openFileRange} gives it.
 * @throws AppError `unreadable-file` when it cannot be opened, or is not what it was
 */
export function openOnDisk(file: FileOnDisk, range?: ByteRange): Promise<ReadableStream<Uint8Array>> {
  return range === undefined ? openFile(file.path, file) : openFileRange(file.path, range, file)
}

/**
 * The bytes of a file as they are on disk.
 * @throws AppError `unreadable-file` when it cannot be opened, or is not what it was
 */
export async function openFile(path: string, state?: ListedFileState): Promise<ReadableStream<Uint8Array>> {
  return streamOf(await handleOf(path, state), {})
}

/**
 * A range of a file's text, gzipped or not. Of a plain file nothing else is read.
 * @throws AppError `unreadable-file` when it cannot be opened, or is not what it was
 */
export async function openFileRange(
  path: string,
  range: ByteRange,
  state?: ListedFileState
): Promise<ReadableStream<Uint8Array>> {
  const { offset, length } = range
  if (length === 0) return new Blob([]).stream()
  const handle = await handleOf(path, state)
  if (!(await startsAsGzip(handle))) return streamOf(handle, { start: offset, end: offset + length - 1 })
  await handle.close()
  return openRange(() => openFile(path, state), range)
}

/** A range of the decompressed text of any stream. */
export async function openRange(
  read: () => Promise<ReadableStream<Uint8Array>>,
  { offset, length }: ByteRange
): Promise<ReadableStream<Uint8Array>> {
  const bytes = await readRange(read, offset, length)
  return new Blob([bytes.slice()]).stream()
}

async function handleOf(path: string, state: ListedFileState | undefined): Promise<FileHandle> {
  const handle = await open(path).catch((cause: unknown) => {
    throw new AppError('unreadable-file', m.aFileCannotBeOpenedCheck, { cause })
  })
  if (state === undefined || (await isAsListed(handle, state))) return handle
  await handle.close()
  throw new AppError('unreadable-file', m.aFileHasChangedSince)
}

async function isAsListed(handle: FileHandle, { bytes, modifiedMs }: ListedFileState): Promise<boolean> {
  const { size, mtimeMs } = await handle.stat()
  return size === bytes && mtimeMs === modifiedMs
}

/** Whether a file begins as gzip does; one that cannot be read, as a folder, is closed. */
async function startsAsGzip(handle: FileHandle): Promise<boolean> {
  try {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(2), 0, 2, 0)
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b
  } catch (error) {
    await handle.close()
    throw error
  }
}

/** Bytes are read into the reader's own memory where it has some to give. */
function streamOf(
  handle: FileHandle,
  { start = 0, end = Infinity }: { start?: number; end?: number }
): ReadableStream<Uint8Array> {
  let position = start
  return new ReadableStream({
    type: 'bytes',
    autoAllocateChunkSize: CHUNK_BYTES,
    async pull(controller) {
      const request = defined(controller.byobRequest)
      const view = request.view as Uint8Array
      let bytesRead = 0
      try {
        const wanted = Math.min(view.byteLength, end + 1 - position)
        if (wanted > 0) bytesRead = (await handle.read(view, 0, wanted, position)).bytesRead
      } catch (error) {
        await handle.close()
        throw error
      }
      position += bytesRead
      if (bytesRead === 0) {
        await handle.close()
        controller.close()
      }
      request.respond(bytesRead)
    },
    cancel: () => handle.close()
  })
}
