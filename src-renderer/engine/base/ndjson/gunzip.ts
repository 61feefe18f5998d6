import { detachMemory } from '#shared/detach-buffer.ts'
import { checkUnpacked, unpackLimit, UnpackLimitError, type UnpackLimit } from '#shared/unpack-limit.ts'
import { chunkReader } from './chunk-reader.ts'
import { createGzipRecovery, type DamagedBytes } from './gzip-recovery.ts'

/** Gives the bytes of one file from the beginning; may be called again. */
export type OpenBytes = () => Promise<ReadableStream<Uint8Array>>

/** The decompressed bytes of a file, and how its end came. Read the answers after the last chunk. */
export interface PlainBytes {
  readonly chunks: AsyncIterable<Uint8Array>
  /** The compressed data ended too early or were damaged; the chunks hold what could be read. */
  damaged(): boolean
  /** The chunks end before the file does, with the last bytes that could be read. */
  endsEarly(): boolean
  /** The error of the source itself, or an {@link UnpackLimitError}; undefined when it was read to its end. */
  failure(): unknown
}

/**
 * Decompresses gzip.
 * @param packed ends at the end of the file; a chunk may be gone when the next one is asked for
 * @returns what can be decompressed, each chunk in memory of its own or, one after the other, in memory that is used no further than its end; throws where the bytes are no gzip from there on, end early, or are read better by our own decompression
 */
export type Unzip = (packed: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>

/** How {@link plainBytes} is watched and bounded. */
export interface PlainOptions {
  /** Told the size of every chunk taken from the file the first time it is read. */
  readonly onBytes?: (bytes: number) => void
  /** Called between two chunks that do not follow each other in the text, because the data between them are damaged. */
  readonly onGap?: (damaged: DamagedBytes) => void
  /** A chunk of a plain file may be gone when the next one is asked for, so that one piece of memory does for all. */
  readonly reuse?: boolean
  readonly limit?: UnpackLimit
  /** By default what browsers have. */
  readonly unzip?: Unzip
}

const PIECE = 16 * 1024
const ignore = (): void => undefined

/**
 * Decompresses a file that starts with the gzip magic bytes (RFC 1952 §2.3.1); any other is handed on as it is.
 * The built-in decompression of the host does the work; where it refuses (several members, data cut short, damage) the file is opened
 * again and read on from the same place, so that everything before the damage is kept, and the members after it.
 * A file that unpacks to far more than health data do is not read to its end; its chunks end there.
 */
export function plainBytes(
  open: OpenBytes,
  { onBytes = ignore, onGap = ignore, reuse = false, limit = unpackLimit, unzip = unzipStream }: PlainOptions = {}
): PlainBytes {
  let damaged = false
  let endsEarly = false
  let packed = 0
  let failure: unknown

  async function* source(
    stream: ReadableStream<Uint8Array>,
    count: (bytes: number) => void
  ): AsyncGenerator<Uint8Array, void> {
    const reader = chunkReader(stream, reuse)
    try {
      for (;;) {
        const value = await reader.next()
        if (value === undefined) return
        count(value.length)
        packed += value.length
        if (value.length > 0) yield value
      }
    } catch (error) {
      failure = error ?? new Error('the source failed without a reason')
    } finally {
      // A source that failed has nothing to cancel; its failure is told already.
      await reader.cancel().catch(() => undefined)
    }
  }

  async function* unzipped(
    first: Uint8Array,
    rest: AsyncGenerator<Uint8Array, void>
  ): AsyncGenerator<Uint8Array, void> {
    let given = 0
    let refused = false
    let last: Uint8Array | undefined
    async function* all(): AsyncGenerator<Uint8Array, void> {
      yield first
      yield* rest
    }
    try {
      for await (const value of unzip(all())) {
        given += value.length
        checkUnpacked(packed, given, limit)
        yield value
        last = value
        if (reuse && value.byteOffset + value.byteLength === value.buffer.byteLength) detachMemory(value)
      }
      if (reuse && last !== undefined) detachMemory(last)
    } catch (error) {
      // What is wrong with the bytes is found by reading on carefully.
      if (error instanceof UnpackLimitError) failure = error
      else refused = true
    } finally {
      await rest.return()
    }
    if (refused && failure === undefined) yield* carefully(given)
  }

  /** Reads the whole file again by our own decompression and leaves out the first `skip` bytes. */
  async function* carefully(skip: number): AsyncGenerator<Uint8Array, void> {
    const ready: (Uint8Array | DamagedBytes)[] = []
    let given = 0
    packed = 0
    const gzip = createGzipRecovery({
      bytes(bytes) {
        given += bytes.length
        checkUnpacked(packed, given, limit)
        const passed = Math.min(skip, bytes.length)
        skip -= passed
        if (passed < bytes.length) ready.push(bytes.slice(passed))
      },
      gap: (part) => ready.push(part)
    })
    function* taken(): Generator<Uint8Array, void> {
      for (const next of ready.splice(0)) {
        if (next instanceof Uint8Array) yield next
        else {
          damaged = true
          onGap(next)
        }
      }
    }
    try {
      for await (const chunk of source(await open(), ignore)) {
        let going = true
        for (let index = 0; going && index < chunk.length; index += PIECE) {
          going = gzip.push(chunk.subarray(index, index + PIECE))
          yield* taken()
        }
        if (!going) break
      }
      endsEarly = !gzip.end()
      damaged ||= endsEarly
      yield* taken()
    } catch (error) {
      if (!(error instanceof UnpackLimitError)) throw error
      failure = error
    }
  }

  async function* chunks(): AsyncGenerator<Uint8Array, void> {
    let stream: ReadableStream<Uint8Array>
    try {
      stream = await open()
    } catch (error) {
      failure = error
      return
    }
    const rest = source(stream, onBytes)
    try {
      let first = (await rest.next()).value ?? new Uint8Array(0)
      for (let more: Uint8Array | void = first; first.length === 1 && more !== undefined;) {
        const only = first.slice()
        more = (await rest.next()).value
        if (more !== undefined) first = joined(only, more)
      }
      if (first[0] === 0x1f && first[1] === 0x8b) yield* unzipped(first, rest)
      else {
        if (first.length > 0) yield first
        yield* rest
      }
    } finally {
      await rest.return()
    }
  }

  return { chunks: chunks(), damaged: () => damaged, endsEarly: () => endsEarly, failure: () => failure }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length)
  both.set(first)
  both.set(second, first.length)
  return both
}

/** Decompresses as browsers do: files of several members and bytes behind the end are refused. */
async function* unzipStream(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const { readable, writable } = new DecompressionStream('gzip')
  const writer = writable.getWriter()
  const output = readable.getReader()
  const feeding = (async () => {
    for await (const chunk of packed) await writer.write(chunk.slice())
    await writer.close()
  })()
  // Whoever reads hears of it as well.
  feeding.catch(() => undefined)
  try {
    for (;;) {
      const { done, value } = await output.read()
      if (done) break
      yield value
    }
    await feeding
  } finally {
    // Both are at their end or have failed, which is told already.
    await output.cancel().catch(() => undefined)
    await writer.abort().catch(() => undefined)
    await feeding.catch(() => undefined)
  }
}
