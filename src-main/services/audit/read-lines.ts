import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { asMisplaced } from '../../storage/files/misplaced.ts'

/** One line of a file, without its line feed; an incomplete one is the last. */
export interface FileLine {
  readonly text: string
  readonly complete: boolean
}

const newline = 0x0a
/** No line of the log is longer: facts are a few counts and words. */
const maxLineBytes = 64 * 1024

/**
 * The lines of a file, one after another.
 * @throws AppError `unreadable-file` for a folder in its place, or the file system's error
 */
export async function* readLines(path: string): AsyncGenerator<FileLine> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of chunksOf(path)) {
    let buffer: Buffer = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    for (let end = buffer.indexOf(newline); end >= 0; end = buffer.indexOf(newline)) {
      yield { text: buffer.subarray(0, end).toString('utf8'), complete: true }
      buffer = buffer.subarray(end + 1)
    }
    rest = buffer
  }
  if (rest.length > 0) yield { text: rest.toString('utf8'), complete: false }
}

async function* chunksOf(path: string): AsyncGenerator<Buffer> {
  try {
    yield* createReadStream(path) as AsyncIterable<Buffer>
  } catch (error) {
    throw asMisplaced(error, path)
  }
}

/** The last complete line of a file, and what stands behind it. */
export interface FileEnd {
  readonly line: string | undefined
  /** Bytes of the file. */
  readonly size: number
  /** Bytes of an incomplete last line. */
  readonly tornBytes: number
}

/** Reads the end of a file. */
export async function readFileEnd(path: string): Promise<FileEnd> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const bytes = Buffer.alloc(Math.min(size, 2 * maxLineBytes))
    await file.read(bytes, 0, bytes.length, size - bytes.length)
    const end = bytes.lastIndexOf(newline) + 1
    if (end === 0) return { line: undefined, size, tornBytes: bytes.length }
    const start = bytes.subarray(0, end - 1).lastIndexOf(newline) + 1
    return { line: bytes.subarray(start, end - 1).toString('utf8'), size, tornBytes: bytes.length - end }
  } catch (error) {
    throw asMisplaced(error, path)
  } finally {
    await file.close()
  }
}
