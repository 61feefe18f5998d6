import { createByteBuffer } from './byte-buffer.ts'

/** Lines and documents up to this many bytes are read; anything longer is counted and skipped. */
export const MAX_PIECE_BYTES = 64 * 1024 * 1024

/** Receives the lines of a file in order. */
export interface LineSink {
  /**
   * @param bytes the line without its end; valid only during the call
   * @param line number from 1
   * @param offset of the line's first byte in the file
   */
  line(bytes: Uint8Array, line: number, offset: number): void
  /** A line longer than the limit; its bytes were not kept. */
  tooLong(line: number, offset: number): void
  /**
   * Takes whole lines at once where that is faster.
   * @param block lines, each with its LF
   * @param line number of the first one
   * @param offset of the block in the file
   * @param limit longest line in bytes
   * @param refused is given every line, with its LF, that is to come one by one
   * @returns number of lines taken
   */
  lines?(block: Uint8Array, line: number, offset: number, limit: number, refused: RefusedLine): number
}

/** Receives the place of a line within a block, and its number. */
export type RefusedLine = (from: number, to: number, line: number) => void

/** Takes the chunks of a stream in order. */
export interface ByteSplitter {
  /** Line ends so far. */
  readonly lineEnds: number
  push(chunk: Uint8Array): void
  /** The stream has ended. Must be called once. */
  end(): void
}

/** Splits lines; see {@link createLineSplitter}. */
export interface LineSplitter extends ByteSplitter {
  /** What follows does not continue the line at hand: it ends here, and the next one begins. */
  breakLine(): void
}

const LF = 10
const CR = 13

/**
 * Splits bytes into lines. A line ends with LF or CRLF; a CR that no LF follows is white space inside the line, as JSON
 * has it. Nothing is decoded, so a character may be split by a chunk's edge. A byte order mark at the start is left out.
 * A file that does not end with a line end has a last line all the same; one that does has no empty line after it.
 */
export function createLineSplitter(sink: LineSink, limit: number = MAX_PIECE_BYTES): LineSplitter {
  const carry = createByteBuffer()
  let carried = false
  let skipping = false
  let line = 1
  let start = 0
  let position = 0

  function finish(bytes: Uint8Array): void {
    let content = bytes
    let offset = start
    if (content.length > 0 && content[content.length - 1] === CR) content = content.subarray(0, content.length - 1)
    if (offset === 0 && content[0] === 0xef && content[1] === 0xbb && content[2] === 0xbf) {
      content = content.subarray(3)
      offset = 3
    }
    if (skipping || content.length > limit) sink.tooLong(line, offset)
    else sink.line(content, line, offset)
  }

  function keep(piece: Uint8Array): void {
    if (piece.length === 0) return
    carried = true
    // Room for a byte order mark and a line end, which do not count.
    if (!skipping && carry.length + piece.length <= limit + 5) carry.append(piece)
    else if (!skipping) {
      skipping = true
      carry.clear()
    }
  }

  /** Gives whole lines to the sink, together where it takes them so. */
  function give(block: Uint8Array): void {
    const [first, offset] = [line, start]
    let refusals = 0
    const refused: RefusedLine = (from, to, number) => {
      start = offset + from
      line = number
      finish(block.subarray(from, to - 1))
      refusals++
    }
    let lines = 0
    if (sink.lines !== undefined) {
      lines = sink.lines(block, first, offset, limit, refused)
    } else {
      for (let from = 0; from < block.length;) {
        const to = block.indexOf(LF, from) + 1
        refused(from, to, first + refusals)
        from = to
      }
    }
    line = first + lines + refusals
    start = offset + block.length
  }

  return {
    get lineEnds() {
      return line - 1
    },
    push(chunk) {
      let from = 0
      if (carried) {
        from = chunk.indexOf(LF) + 1
        keep(from === 0 ? chunk : chunk.subarray(0, from))
        if (from > 0) {
          if (skipping) sink.tooLong(line, start)
          else give(carry.view())
          if (skipping) line++
          start = position + from
          carry.clear()
          carried = false
          skipping = false
        }
      }
      if (!carried) {
        const end = chunk.lastIndexOf(LF) + 1
        if (end > from) give(chunk.subarray(from, end))
        keep(chunk.subarray(Math.max(from, end)))
      }
      position += chunk.length
    },
    breakLine() {
      if (!carried) return
      finish(carry.view())
      line++
      start = position
      carry.clear()
      carried = false
      skipping = false
    },
    end() {
      if (carried) finish(carry.view())
    }
  }
}
