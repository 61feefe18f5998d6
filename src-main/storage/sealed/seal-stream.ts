import { randomBytes } from 'node:crypto'
import { detachBuffer } from '#shared/detach-buffer.ts'
import {
  closedMeanwhile,
  frameCipher,
  headerBytes,
  makeHeader,
  segmentBytes,
  type SealContext
} from './frame-cipher.ts'
import type { Compression } from './zstd-lanes.ts'

/** Seals one file piece by piece; what comes back has to be written in order. */
export interface Sealer {
  /**
   * @param text copied at once, so that it may be used again
   * @returns the frames that became full; each is made off the main thread
   * @throws AppError `not-allowed` where it was given up
   */
  update(text: Uint8Array): Promise<Buffer>[]
  /** @returns the last frame, also for an empty file. The sealer cannot be used afterwards. @throws AppError as {@link update} */
  finish(): Promise<Buffer>[]
  /** Forgets everything; the sealer cannot be used afterwards. */
  drop(): void
  /** Bytes of text taken so far. */
  readonly textBytes: number
}

/** Segments are used again and again, by one file after another: memory that comes and goes costs more than the sealing. */
const free: Buffer[] = []
/** More than what is used at a time as a rule is let go. */
const maxFree = 24
let sealers = 0

function takeSegment(): Buffer {
  return free.pop() ?? Buffer.allocUnsafe(segmentBytes)
}

function giveSegment(segment: Buffer): void {
  if (free.length < maxFree) {
    free.push(segment)
    return
  }
  segment.fill(0)
  detachBuffer(segment)
}

/** When nothing is sealed any more, nothing of any text stays in the segments. */
function endSealer(): void {
  sealers -= 1
  if (sealers === 0) for (const segment of free) segment.fill(0)
}

/** Starts a sealed file with a salt and a nonce prefix of its own. The format is that of `frame-cipher.ts`. */
export function createSealer(context: SealContext, compression: Compression = 'small'): Sealer {
  const header = makeHeader(randomBytes(headerBytes - 8))
  const cipher = frameCipher(header, context)
  let segment = takeSegment()
  let filled = 0
  let index = 0
  let textBytes = 0
  let pending: Promise<Buffer>[] = [Promise.resolve(header)]
  /** Frames that are being made; they end in any order. */
  let making = 0
  let ended = false
  sealers += 1

  const take = (): Promise<Buffer>[] => {
    const frames = pending
    pending = []
    return frames
  }

  function sealed(last: boolean): Promise<Buffer> {
    const text = segment
    making += 1
    const frame = cipher.seal(index++, last, text.subarray(0, filled), compression).finally(() => {
      giveSegment(text)
      making -= 1
      if (ended) close()
    })
    // Frames are awaited in order; one that fails early must not count as unnoticed.
    frame.catch(() => undefined)
    filled = 0
    return frame
  }

  function close(): void {
    if (making > 0) return
    cipher.close()
    endSealer()
  }

  /** Its segment may be that of another file by now. */
  function requireNotEnded(): void {
    if (ended) throw closedMeanwhile()
  }

  return {
    get textBytes() {
      return textBytes
    },
    update(text) {
      requireNotEnded()
      textBytes += text.length
      for (let index = 0; index < text.length;) {
        // A full segment waits for the next byte: only then it is known not to be the last one.
        if (filled === segmentBytes) {
          pending.push(sealed(false))
          segment = takeSegment()
        }
        const part = text.subarray(index, index + segmentBytes - filled)
        segment.set(part, filled)
        filled += part.length
        index += part.length
      }
      return take()
    },
    finish() {
      requireNotEnded()
      ended = true
      pending.push(sealed(true))
      return take()
    },
    drop() {
      if (ended) return
      ended = true
      giveSegment(segment)
      close()
    }
  }
}
