import { randomBytes } from 'node:crypto'
import { frameCipher, headerBytes, makeHeader, segmentBytes, type SealContext } from './sealed-format.ts'

/** Seals one file piece by piece; what comes back has to be written in order. */
export interface Sealer {
  /** @returns the frames that became full */
  update(text: Uint8Array): Buffer[]
  /** @returns the last frame, also for an empty file. The sealer cannot be used afterwards. */
  finish(): Buffer[]
  /** Bytes of text taken so far. */
  readonly textBytes: number
}

/** Starts a sealed file with a salt and a nonce prefix of its own. The format is that of `sealed-format.ts`. */
export function createSealer(context: SealContext): Sealer {
  const header = makeHeader(randomBytes(headerBytes - 8))
  const cipher = frameCipher(header, context)
  const segment = Buffer.alloc(segmentBytes)
  let filled = 0
  let index = 0
  let textBytes = 0
  let pending: Buffer[] = [header]

  const take = (): Buffer[] => {
    const frames = pending
    pending = []
    return frames
  }

  return {
    get textBytes() {
      return textBytes
    },
    update(text) {
      textBytes += text.length
      for (let at = 0; at < text.length;) {
        // A full segment waits for the next byte: only then it is known not to be the last one.
        if (filled === segmentBytes) {
          pending.push(cipher.seal(index++, false, segment))
          filled = 0
        }
        const part = text.subarray(at, at + segmentBytes - filled)
        segment.set(part, filled)
        filled += part.length
        at += part.length
      }
      return take()
    },
    finish() {
      pending.push(cipher.seal(index, true, segment.subarray(0, filled)))
      segment.fill(0)
      cipher.close()
      return take()
    }
  }
}
