import { storageMessages as m } from '#messages/storage.ts'
import { createHash } from 'node:crypto'
import { dirname } from 'node:path'
import { AppError } from '#shared/app-error.ts'
import { defined } from '#shared/language/defined.ts'
import { detachBuffer } from '#shared/detach-buffer.ts'
import { createSealer } from './seal-stream.ts'
import { closedMeanwhile, type SealContext } from './frame-cipher.ts'
import { asSpaceError } from '../files/space-error.ts'
import type { StoreFiles } from './store-files.ts'
import type { Compression } from './zstd-lanes.ts'

/** What a sealed file turned out to be. */
export interface SealedFacts {
  readonly textBytes: number
  readonly sealedBytes: number
  /** SHA-256 of the sealed file, hexadecimal. */
  readonly sha256: string
}

/** Writes one sealed file. */
export interface SealedWriter {
  /** @throws AppError `out-of-space`, or the file system's error; the file is then of no use */
  write(text: Uint8Array): Promise<void>
  /** Waits until every full segment of what was written is on the disk. */
  sync(): Promise<void>
  /** Waits until the file is on the disk, whole. */
  finish(): Promise<SealedFacts>
  /** Gives up and closes the file. Whoever still writes to it hears `not-allowed`. */
  abort(): Promise<void>
}

/** Other programs must not run out of disk because of us. */
const reservedBytes = 64 * 1024 * 1024
/** Free space is looked at again after so many bytes. */
const bytesBetweenChecks = 32 * 1024 * 1024

/**
 * Makes sure that a folder's volume has room.
 * @throws AppError `out-of-space`
 */
export async function requireSpace(files: StoreFiles, folder: string, bytes: number): Promise<void> {
  const free = await files.freeBytes(folder)
  if (free >= bytes + reservedBytes) return
  const megabytes = (value: number): number => Math.ceil(value / 1e6)
  throw new AppError('out-of-space', m.thereIsNotEnoughRoomOn(megabytes(bytes + reservedBytes), megabytes(free)), {
    retryable: true
  })
}

/** Bytes that are written at a time. */
const bytesTogether = 256 * 1024
/** Segments that are compressed off the main thread at a time. */
const framesAhead = 4

/** Creates a sealed file; it must not exist. */
export async function createSealedWriter(
  files: StoreFiles,
  path: string,
  context: SealContext,
  compression?: Compression
): Promise<SealedWriter> {
  // Takes the key at once: it may be forgotten while the file is created.
  const sealer = createSealer(context, compression)
  let file: Awaited<ReturnType<StoreFiles['create']>>
  try {
    file = await files.create(path)
  } catch (error) {
    sealer.drop()
    throw error
  }
  let isAborted = false
  const hash = createHash('sha256')
  const ahead: Promise<Buffer>[] = []
  let made: Buffer[] = []
  let madeBytes = 0
  let sealedBytes = 0
  let unchecked = 0

  /** Takes frames in order until only so many are still being made. */
  async function drain(leave: number): Promise<void> {
    while (ahead.length > leave) {
      const frame = await defined(ahead.shift())
      hash.update(frame)
      sealedBytes += frame.length
      made.push(frame)
      madeBytes += frame.length
      if (madeBytes >= bytesTogether) await flush()
    }
  }

  /** Frames are short; many are written together. */
  async function flush(): Promise<void> {
    if (madeBytes === 0) return
    const frames = Buffer.concat(made)
    made.forEach(detachBuffer)
    made = []
    madeBytes = 0
    unchecked += frames.length
    await file.write(frames).catch((error: unknown) => {
      throw asSpaceError(error)
    })
    detachBuffer(frames)
    if (unchecked < bytesBetweenChecks) return
    unchecked = 0
    await requireSpace(files, dirname(path), 0)
  }

  /** What fails because the file was given up meanwhile says so. */
  async function unlessAborted(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      throw isAborted ? closedMeanwhile() : error
    }
  }

  return {
    write: (text) =>
      unlessAborted(async () => {
        ahead.push(...sealer.update(text))
        await drain(framesAhead)
      }),
    sync: () =>
      unlessAborted(async () => {
        await drain(0)
        await flush()
        await file.sync()
      }),
    async finish() {
      try {
        await unlessAborted(async () => {
          ahead.push(...sealer.finish())
          await drain(0)
          await flush()
          await file.sync()
        })
      } finally {
        await file.close()
      }
      return { textBytes: sealer.textBytes, sealedBytes, sha256: hash.digest('hex') }
    },
    abort() {
      isAborted = true
      sealer.drop()
      return file.close()
    }
  }
}
