import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { detachBuffer, detachMemory } from '#shared/detach-buffer.ts'
import {
  damaged,
  frameLength,
  frameCipher,
  frameOverhead,
  headerBytes,
  segmentBytes,
  tagBytes,
  type Frame,
  type SealContext
} from './frame-cipher.ts'

/** A sealed file that is read at once, without giving up control. Nothing is handed out before its frame was authenticated. */
export interface SealedNow {
  /**
   * Exactly these bytes of the text, in memory of their own.
   * @throws AppError `unreadable-file` where the file is not what was written
   */
  read(offset: number, length: number): Uint8Array<ArrayBuffer>
  close(): void
}

/** The text of a frame that was opened. */
interface OpenedFrame {
  /** The open file that it belongs to. */
  readonly of: symbol
  readonly index: number
  readonly text: Buffer
}

/** Frames that stay open for all files of a thread together, of which a population has one for each of its shards. */
const MAX_FRAMES = 8

/** Frames that were read last, the latest one first. */
let recent: readonly OpenedFrame[] = []

function keep(frame: OpenedFrame): void {
  if (recent[0] === frame) return
  const frames = [frame, ...recent.filter((each) => each !== frame)]
  recent = frames.slice(0, MAX_FRAMES)
  frames.slice(MAX_FRAMES).forEach(free)
}

/**
 * Frees the memory of a frame that nobody reads any more: left to the garbage collector, what is opened makes it look through all objects again
 * and again. A short one may lie in memory that Node shares out, and is left to it.
 */
function free({ text }: OpenedFrame): void {
  if (text.buffer.byteLength >= segmentBytes) detachMemory(text)
}

/** Opens a sealed file to be read at once. @param path absolute */
export function openSealedNow(path: string, context: SealContext): SealedNow {
  const file = openSync(path, 'r')

  function bytesAt(position: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length)
    for (let filled = 0; filled < length;) {
      const read = readSync(file, bytes, filled, length - filled, position + filled)
      if (read === 0) throw damaged()
      filled += read
    }
    return bytes
  }

  function findFrames(): readonly Frame[] {
    const { size } = fstatSync(file)
    const found: Frame[] = []
    for (let index = headerBytes; index < size;) {
      const length = frameLength(bytesAt(index, 4), index, size)
      found.push({ at: index + 4, length })
      index += length + frameOverhead
    }
    if (found.length === 0) throw damaged()
    return found
  }

  try {
    const cipher = frameCipher(bytesAt(0, headerBytes), context)
    const frames = findFrames()
    // Arrays follow each other, so the end of one is in the frame with the beginning of the next.
    const fileId = Symbol('file')

    const textOf = (index: number): Buffer => {
      const known = recent.find(({ of, index: each }) => of === fileId && each === index)
      if (known !== undefined) {
        keep(known)
        return known.text
      }
      const frame = frames[index]
      if (frame === undefined) throw damaged()
      const sealed = bytesAt(frame.at, frame.length + tagBytes)
      const isLast = index === frames.length - 1
      const text = cipher.openNow(index, isLast, sealed.subarray(0, frame.length), sealed.subarray(frame.length))
      detachBuffer(sealed)
      if (!isLast && text.length !== segmentBytes) throw damaged()
      keep({ of: fileId, index, text })
      return text
    }

    return {
      read(offset, length) {
        const bytes = new Uint8Array(length)
        for (let filled = 0; filled < length;) {
          const index = Math.floor((offset + filled) / segmentBytes)
          const from = offset + filled - index * segmentBytes
          const part = textOf(index).subarray(from, from + length - filled)
          if (part.length === 0) throw damaged()
          bytes.set(part, filled)
          filled += part.length
        }
        return bytes
      },
      close() {
        recent.filter(({ of }) => of === fileId).forEach(free)
        recent = recent.filter(({ of }) => of !== fileId)
        cipher.close()
        closeSync(file)
      }
    }
  } catch (error) {
    closeSync(file)
    throw error
  }
}
