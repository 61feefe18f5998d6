import { describe, expect, it } from 'vitest'
import { createDocumentSplitter } from '#engine/base/ndjson/document-splitter.ts'
import { createLineSplitter } from '#engine/base/ndjson/line-splitter.ts'
import { budgeted, fc } from '../../support/property.ts'
import { bytesOf, piecesOf } from '../../support/byte-stream.ts'

const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 })
const decoder = new TextDecoder()

describe('createLineSplitter', () => {
  const text = fc
    .array(fc.constantFrom('a', 'é', '漢', '😀', '\n', '\r', '\r\n', '{"x":1}', ' '), { maxLength: 60 })
    .map((parts) => parts.join(''))

  it('equals splitting the whole text', () => {
    fc.assert(
      fc.property(text, fc.boolean(), sizes, (plain, mark, cuts) => {
        const seen: [string, number, number][] = []
        const splitter = createLineSplitter({
          line: (bytes, line, offset) => seen.push([decoder.decode(bytes), line, offset]),
          tooLong: () => expect.unreachable()
        })
        for (const piece of piecesOf(bytesOf((mark ? '\ufeff' : '') + plain), cuts)) splitter.push(piece)
        splitter.end()

        const lines = plain.split('\n')
        if (lines.at(-1) === '' && !(mark && lines.length === 1)) lines.pop()
        let offset = mark ? 3 : 0
        const expected = lines.map((line, index): [string, number, number] => {
          const start = offset
          offset += bytesOf(line).length + 1
          return [line.replace(/\r$/, ''), index + 1, start]
        })
        expect(seen).toEqual(expected)
      }),
      { numRuns: budgeted(500) }
    )
  })
})

describe('createDocumentSplitter', () => {
  const value = fc.jsonValue({ maxDepth: 3 })
  const resource = fc.dictionary(fc.string(), value, { maxKeys: 4 })
  const entry = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ fullUrl: fc.string(), resource, search: value, request: value }, { requiredKeys: [] })
    },
    { weight: 1, arbitrary: value.filter((other) => typeof other !== 'object' || other === null) }
  )
  const bundle = fc.record({
    resourceType: fc.constant('Bundle'),
    meta: value,
    entry: fc.array(entry, { maxLength: 6 }),
    link: value
  })
  const shuffled = bundle.chain((fields) =>
    fc.shuffledSubarray(Object.entries(fields), { minLength: 4 }).map(Object.fromEntries)
  )
  const indent = fc.constantFrom(undefined, 1, 4, '\t')

  it('finds the same resources as JSON.parse, at the bytes where they are', () => {
    fc.assert(
      fc.property(fc.oneof(shuffled, fc.array(shuffled, { maxLength: 3 })), indent, sizes, (document, space, cuts) => {
        const text = JSON.stringify(document, undefined, space)
        const bytes = bytesOf(text)
        const seen: unknown[] = []
        const splitter = createDocumentSplitter({
          resource(content, line, offset, fullUrl) {
            expect(decoder.decode(bytes.subarray(offset, offset + content.length))).toBe(decoder.decode(content))
            expect(line).toBe(decoder.decode(bytes.subarray(0, offset)).split('\n').length)
            seen.push([JSON.parse(decoder.decode(content)), fullUrl])
          },
          notResource: () => seen.push('none'),
          tooLong: () => expect.unreachable(),
          broken: () => expect.unreachable(),
          truncated: () => expect.unreachable()
        })
        for (const piece of piecesOf(bytes, cuts)) splitter.push(piece)
        splitter.end()

        const bundles = (Array.isArray(document) ? document : [document]) as { entry: unknown[] }[]
        const expected = bundles.flatMap(({ entry: entries }) =>
          entries.map((entry) => {
            const bundleEntry = entry as { resource?: unknown; fullUrl?: string } | null
            return typeof bundleEntry === 'object' && bundleEntry?.resource !== undefined
              ? [JSON.parse(JSON.stringify(bundleEntry.resource)), bundleEntry.fullUrl]
              : 'none'
          })
        )
        expect(seen).toEqual(expected)
      }),
      { numRuns: budgeted(400) }
    )
  })
})
