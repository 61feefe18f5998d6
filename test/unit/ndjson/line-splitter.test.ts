import { describe, expect, it } from 'vitest'
import { createLineSplitter, MAX_PIECE_BYTES } from '#engine/base/ndjson/line-splitter.ts'
import { bytesOf, piecesOf } from '../../support/byte-stream.ts'
import { reachableBytes } from '../../support/reachable-bytes.ts'

interface Seen {
  readonly text: string
  readonly line: number
  readonly offset: number
}

function split(bytes: Uint8Array, sizes: readonly number[], limit?: number): Seen[] {
  const seen: Seen[] = []
  const splitter = createLineSplitter(
    {
      line: (content, line, offset) => seen.push({ text: new TextDecoder().decode(content), line, offset }),
      tooLong: (line, offset) => seen.push({ text: '(too long)', line, offset })
    },
    limit
  )
  for (const piece of piecesOf(bytes, sizes)) splitter.push(piece)
  splitter.end()
  return seen
}

describe.each([[[1]], [[2, 3]], [[1000]]])('lines in pieces of %j bytes', (sizes) => {
  it('tells number and byte offset of every line, the last one without a line end too', () => {
    expect(split(bytesOf('a\nbé\nc'), sizes)).toEqual([
      { text: 'a', line: 1, offset: 0 },
      { text: 'bé', line: 2, offset: 2 },
      { text: 'c', line: 3, offset: 6 }
    ])
  })
  it('has no empty line after a final line end', () => {
    expect(split(bytesOf('a\n'), sizes).map(({ text }) => text)).toEqual(['a'])
    expect(split(bytesOf(''), sizes)).toEqual([])
  })
  it('takes CRLF as one line end and a lone CR as part of the line', () => {
    expect(split(bytesOf('a\r\nb\rc\r\n\r\nd\r'), sizes).map(({ text, offset }) => [text, offset])).toEqual([
      ['a', 0],
      ['b\rc', 3],
      ['', 8],
      ['d', 10]
    ])
  })
  it('leaves a byte order mark out, and counts it in offsets', () => {
    expect(split(bytesOf('\ufeffa\nb'), sizes)).toEqual([
      { text: 'a', line: 1, offset: 3 },
      { text: 'b', line: 2, offset: 5 }
    ])
  })
  it('does not keep a line beyond the limit, and goes on after it', () => {
    expect(split(bytesOf('\ufeff12345\r\n123456\n12345678901234567890\n1\n'), sizes, 5)).toEqual([
      { text: '12345', line: 1, offset: 3 },
      { text: '(too long)', line: 2, offset: 10 },
      { text: '(too long)', line: 3, offset: 17 },
      { text: '1', line: 4, offset: 38 }
    ])
  })
})

describe('very long lines', () => {
  const megabyte = new Uint8Array(1024 * 1024).fill(97)

  /** A splitter with all that it reports, and a way to go on with the same line. */
  function oneLong(): { lines: number[]; tooLong: number[]; add: (bytes: Uint8Array, times?: number) => void } {
    const lines: number[] = []
    const tooLong: number[] = []
    const splitter = createLineSplitter({
      line: (content) => lines.push(content.length),
      tooLong: (line) => tooLong.push(line)
    })
    return {
      lines,
      tooLong,
      add(bytes, times = 1) {
        for (let i = 0; i < times; i++) splitter.push(bytes)
      }
    }
  }

  it('reads a line of 64 MiB', () => {
    const { lines, tooLong, add } = oneLong()
    add(megabyte, 64)
    add(bytesOf('\n{}\n'))
    expect({ lines, tooLong }).toEqual({ lines: [MAX_PIECE_BYTES, 2], tooLong: [] })
  })
  it('counts a longer one without keeping it', () => {
    const { lines, tooLong, add } = oneLong()
    const before = reachableBytes()
    add(megabyte, 64)
    expect(reachableBytes() - before).toBeGreaterThanOrEqual(MAX_PIECE_BYTES)
    // Room for a byte order mark and a line end is granted; with the sixth byte the line is too long.
    add(new Uint8Array(6).fill(97))
    add(megabyte, 100)
    expect(reachableBytes() - before).toBeLessThan(megabyte.length)
    add(bytesOf('\n{}\n'))
    expect({ lines, tooLong }).toEqual({ lines: [2], tooLong: [1] })
  })
  it('counts a line that is one byte too long', () => {
    const { lines, tooLong, add } = oneLong()
    add(megabyte, 64)
    add(bytesOf('a\n{}\n'))
    expect({ lines, tooLong }).toEqual({ lines: [2], tooLong: [1] })
  })
})
