import { describe, expect, it } from 'vitest'
import { completeLines } from '#engine/base/ndjson/complete-lines.ts'
import { fc } from '../../support/property.ts'

function streamOf(bytes: Uint8Array, pieceSize: number): ReadableStream<Uint8Array> {
  let position = 0
  return new ReadableStream({
    pull(controller) {
      if (position >= bytes.length) {
        controller.close()
        return
      }
      controller.enqueue(bytes.slice(position, position + pieceSize))
      position += pieceSize
    }
  })
}

async function textOf(chunks: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of chunks) text += decoder.decode(chunk, { stream: true })
  return text
}

/** Reads a file in stretches that meet at `cuts`. */
async function stretches(file: string, cuts: readonly number[], pieceSize: number) {
  const bytes = new TextEncoder().encode(file)
  const edges = [0, ...cuts, Infinity]
  const found: { readonly text: string; readonly start: number }[] = []
  for (let place = 0; place + 1 < edges.length; place++) {
    const [from, to] = [edges[place]!, edges[place + 1]!]
    const lines = completeLines(streamOf(bytes.slice(Math.max(0, from - 1)), pieceSize), { from, to })
    const text = await textOf(lines.chunks)
    found.push({ text, start: lines.start() })
  }
  return found
}

describe('a file of lines that several readers share', () => {
  it('gives each line to one reader, whatever byte the stretches meet at', async () => {
    const file = '{"id":1}\n{"id":22}\n\n{"id":333}\n{"id":4}'
    const beginnings = [...file.matchAll(/\n/g)].map(({ index }) => index + 1)
    for (let cut = 1; cut < file.length + 2; cut++) {
      for (const pieceSize of [1, 4, 100]) {
        const [left, right] = await stretches(file, [cut], pieceSize)
        expect(left!.text + right!.text, `cut at ${cut}`).toBe(file)
        // A line belongs to the stretch in which it begins.
        expect(left!.text.length, `cut at ${cut}`).toBe(beginnings.find((place) => place >= cut) ?? file.length)
        if (right!.text !== '') expect(right!.start).toBe(left!.text.length)
      }
    }
  })

  it('does so for any lines and any number of stretches', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.string({ maxLength: 12 }).map((line) => line.replaceAll('\n', ' ')),
          { maxLength: 12 }
        ),
        fc.array(fc.integer({ min: 1, max: 120 }), { maxLength: 5 }),
        fc.integer({ min: 1, max: 30 }),
        async (lines, cuts, pieceSize) => {
          const file = lines.join('\n')
          const places = [...new Set(cuts)].sort((a, b) => a - b)
          const found = await stretches(file, places, pieceSize)
          expect(found.map(({ text }) => text).join('')).toBe(file)
          const beginnings = new Set([0])
          new TextEncoder().encode(file).forEach((byte, place) => byte === 10 && beginnings.add(place + 1))
          for (const { text, start } of found) if (text !== '') expect(beginnings.has(start)).toBe(true)
        }
      )
    )
  })
})
