import { notACache } from './store-ipc.ts'

/** One part of a cache: what it is, in words, and its bytes. */
export interface CachePart {
  readonly meta: unknown
  /** Starts a buffer of its own. */
  readonly body: Uint8Array
}

/** Bytes in front of a part: a mark, the length of its words, the length of its body; little endian. */
const HEAD = 16
const MARK = 0x5452_4150
const MAX_META = 256 * 1024 * 1024

/** A part as it is written: head, words as JSON, body. */
export function* writePart({ meta, body }: CachePart): Generator<Uint8Array, void> {
  const words = new TextEncoder().encode(JSON.stringify(meta))
  const head = new DataView(new ArrayBuffer(HEAD))
  head.setUint32(0, MARK, true)
  head.setUint32(4, words.length, true)
  head.setBigUint64(8, BigInt(body.length), true)
  yield new Uint8Array(head.buffer)
  yield words
  if (body.length > 0) yield body
}

/**
 * Reads parts from a stream, each body into memory of its own, so that it can be used in place.
 * @throws AppError `unreadable-file` when the stream is something else or ends within a part
 */
export async function* readParts(stream: ReadableStream<Uint8Array>): AsyncGenerator<CachePart, void> {
  const reader = stream.getReader()
  let rest = new Uint8Array(0)

  /** @returns undefined at the end of the stream, before the first byte */
  async function take(length: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const bytes = new Uint8Array(length)
    for (let filled = 0; filled < length;) {
      if (rest.length === 0) {
        const { done, value } = await reader.read()
        if (done && filled === 0) return undefined
        if (done) throw notACache()
        rest = value as Uint8Array<ArrayBuffer>
      }
      const part = rest.subarray(0, length - filled)
      bytes.set(part, filled)
      filled += part.length
      rest = rest.subarray(part.length)
    }
    return bytes
  }

  try {
    for (;;) {
      const head = await take(HEAD)
      if (head === undefined) return
      const view = new DataView(head.buffer)
      const metaBytes = view.getUint32(4, true)
      if (view.getUint32(0, true) !== MARK || metaBytes > MAX_META) throw notACache()
      const words = await take(metaBytes)
      const bodyBytes = Number(view.getBigUint64(8, true))
      const body = bodyBytes === 0 ? new Uint8Array(0) : await take(bodyBytes)
      if (words === undefined || body === undefined) throw notACache()
      yield { meta: JSON.parse(new TextDecoder().decode(words)), body }
    }
  } finally {
    await reader.cancel()
  }
}
