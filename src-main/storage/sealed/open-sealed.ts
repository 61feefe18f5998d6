import { AppError } from '#shared/app-error.ts'
import { detachBuffer } from '#shared/detach-buffer.ts'
import { defined } from '#shared/language/defined.ts'
import {
  damaged,
  frameLength,
  frameCipher,
  frameOverhead,
  headerBytes,
  maxCiphertextBytes,
  segmentBytes,
  tagBytes,
  type Frame,
  type FrameCipher,
  type SealContext
} from './frame-cipher.ts'

/** Reads bytes of a sealed file where it lies. */
export interface SealedBytes {
  readonly size: number
  /** @returns exactly `length` bytes, fewer only at the end of the file, in memory of their own */
  read(offset: number, length: number): Promise<Uint8Array>
  close(): Promise<void>
}

/** A sealed file that is open. Nothing is handed out before its frame was authenticated. */
export interface SealedFile {
  /**
   * The text, or a range of it, a segment at a time, each in memory of its own. Without a range the whole file is checked, its end included; with one,
   * the frames that hold it.
   * @throws AppError `unreadable-file` where the file is not what was written
   */
  read(range?: { readonly offset: number; readonly length: number }): AsyncGenerator<Uint8Array, void>
  close(): Promise<void>
}

/** Frames that are opened next to the one that is used: enough for the cores that decompress, and 1 MiB of memory. */
const framesAhead = 4

/** Opens a sealed file. Its frames are found once, by the lengths in front of them, and read when they are asked for. */
export async function openSealed(bytes: SealedBytes, context: SealContext): Promise<SealedFile> {
  const cipher = frameCipher(await bytes.read(0, headerBytes), context)
  let places: Promise<readonly Frame[]> | undefined

  async function openFrame(index: number, sealed: Uint8Array, length: number, last: boolean): Promise<Buffer> {
    if (sealed.length < length + tagBytes) throw damaged()
    const opening = cipher.open(index, last, sealed.subarray(0, length), sealed.subarray(length, length + tagBytes))
    // It was deciphered at once.
    detachBuffer(sealed)
    const text = await opening
    if (!last && text.length !== segmentBytes) throw damaged()
    return text
  }

  /** One frame after another; the next ones are read and opened while somebody works on this one. */
  async function* wholeText(): AsyncGenerator<Uint8Array, void> {
    let position = headerBytes
    let length = frameLength(await bytes.read(position, 4), position, bytes.size)
    const ahead: Promise<Buffer>[] = []
    // A frame is read together with the length of the one behind it.
    let reading = bytes.read(position + 4, length + tagBytes + 4)
    for (let index = 0; ; index += 1) {
      const sealed = await reading
      const textBytes = length
      position += textBytes + frameOverhead
      const last = position === bytes.size
      if (!last) {
        length = frameLength(sealed.subarray(textBytes + tagBytes), position, bytes.size)
        reading = bytes.read(position + 4, length + tagBytes + 4)
        // Nobody may come back for it.
        reading.catch(() => undefined)
      }
      const opening = openFrame(index, sealed, textBytes, last)
      // Frames are awaited in order; one that fails early must not count as unnoticed.
      opening.catch(() => undefined)
      ahead.push(opening)
      if (ahead.length > framesAhead || last) yield await defined(ahead.shift())
      if (last) break
    }
    for (const opening of ahead) yield await opening
  }

  return {
    async *read(range) {
      if (range === undefined) {
        yield* wholeText()
        return
      }
      places ??= findFrames(bytes)
      const frames = await places
      const end = range.offset + range.length
      for (let index = Math.floor(range.offset / segmentBytes); index * segmentBytes < end; index += 1) {
        const frame = frames[index]
        if (frame === undefined) return
        const sealed = await bytes.read(frame.at, frame.length + tagBytes)
        const text = await openFrame(index, sealed, frame.length, index === frames.length - 1)
        const start = index * segmentBytes
        const part = text.subarray(Math.max(0, range.offset - start), end - start)
        if (part.length > 0) yield part
      }
    },
    async close() {
      cipher.close()
      await bytes.close()
    }
  }
}

/**
 * The text at the beginning of a sealed file that may not have been finished: whole frames that are what was written, up to
 * the first that is not. Nothing behind a torn frame is handed out.
 */
export async function* readSealedStart(bytes: SealedBytes, context: SealContext): AsyncGenerator<Uint8Array, void> {
  const header = await bytes.read(0, headerBytes)
  if (header.length < headerBytes) return
  const cipher = frameCipher(header, context)
  try {
    for (let position = headerBytes, index = 0; position + frameOverhead <= bytes.size; index += 1) {
      const head = await bytes.read(position, 4)
      const length = new DataView(head.buffer, head.byteOffset, 4).getUint32(0)
      const end = position + length + frameOverhead
      if (length > maxCiphertextBytes || end > bytes.size) return
      const sealed = await bytes.read(position + 4, length + tagBytes)
      const text = await openEither(cipher, index, sealed, length, end === bytes.size)
      if (text === undefined) return
      yield text
      position = end
    }
  } finally {
    cipher.close()
  }
}

/** At the end of the file a frame may be the last one or not; a file that was not finished has none that says so. */
async function openEither(
  cipher: FrameCipher,
  index: number,
  sealed: Uint8Array,
  length: number,
  atEnd: boolean
): Promise<Uint8Array | undefined> {
  for (const last of atEnd ? [false, true] : [false]) {
    try {
      return await cipher.open(index, last, sealed.subarray(0, length), sealed.subarray(length))
    } catch (error) {
      if (!(error instanceof AppError)) throw error
    }
  }
  return undefined
}

async function findFrames(bytes: SealedBytes): Promise<readonly Frame[]> {
  const frames: Frame[] = []
  for (let index = headerBytes; index < bytes.size;) {
    const length = frameLength(await bytes.read(index, 4), index, bytes.size)
    frames.push({ at: index + 4, length })
    index += length + frameOverhead
  }
  if (frames.length === 0) throw damaged()
  return frames
}
