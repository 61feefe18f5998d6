import { describe, expect, it } from 'vitest'
import { createDocumentSplitter } from '#engine/base/ndjson/document-splitter.ts'
import { bytesOf, piecesOf } from '../../support/byte-stream.ts'

interface Found {
  readonly kind: string
  readonly text?: string
  readonly line: number
  readonly offset: number
  readonly url?: string | undefined
}

function split(
  text: string,
  sizes: readonly number[] = [1_000_000],
  limit?: number
): { found: Found[]; shape: string } {
  const bytes = bytesOf(text)
  const found: Found[] = []
  const note = (kind: string) => (line: number, offset: number) => found.push({ kind, line, offset })
  const splitter = createDocumentSplitter(
    {
      resource(content, line, offset, url) {
        const resourceText = new TextDecoder().decode(content)
        expect(new TextDecoder().decode(bytes.subarray(offset, offset + content.length))).toBe(resourceText)
        found.push({ kind: 'resource', text: resourceText, line, offset, url })
      },
      notResource: note('not a resource'),
      tooLong: note('too long'),
      broken: note('broken'),
      truncated: note('truncated')
    },
    limit
  )
  for (const piece of piecesOf(bytes, sizes)) splitter.push(piece)
  splitter.end()
  return { found, shape: splitter.shape }
}

const summary = (found: readonly Found[]) =>
  found.map(({ kind, text, url }) => (kind === 'resource' ? [text, url] : kind))

describe.each([[[1]], [[7]], [[1_000_000]]])('documents in pieces of %j bytes', (sizes) => {
  it('gives each entry of a Bundle with its fullUrl, whatever the order of keys', () => {
    const text = `{"type":"collection","entry":[
      {"fullUrl":"urn:uuid:1","resource":{"a":"}]\\"{"}},
      {"resource":{"b":[{"resource":{}}]},"request":{"resource":{"no":1}},"fullUrl":"http:\\u002f\\u002fx/Patient/2"}
    ],"resourceType":"Bundle"}`
    const { found, shape } = split(text, sizes)
    expect(shape).toBe('bundle')
    expect(found.map(({ text: resourceText, line }) => [resourceText, line])).toEqual([
      ['{"a":"}]\\"{"}', 2],
      ['{"b":[{"resource":{}}]}', 3]
    ])
    expect(found[0]!.url).toBe('urn:uuid:1')
  })
  it('gives the elements of an array, Bundles opened', () => {
    const { found, shape } = split(
      '\ufeff[ {"resourceType":"Bundle","entry":[{"resource":{"x":1}}]} , {"y":2},{"entry":[]}]',
      sizes
    )
    expect(shape).toBe('bundle-array')
    expect(summary(found)).toEqual([
      ['{"x":1}', undefined],
      ['{"y":2}', undefined]
    ])
  })
  it('gives a single resource as it is, and a List with entries too', () => {
    const list = '{"resourceType":"List",\n "entry":[{"item":{"resource":{}}}]}'
    expect(split(list, sizes)).toEqual({
      shape: 'json',
      found: [{ kind: 'resource', text: list, line: 1, offset: 0, url: undefined }]
    })
  })
  it('reads documents that follow each other', () => {
    expect(summary(split('{"a":1}\n{"entry":[{"resource":{"b":1}}]} [{"c":1}]', sizes).found)).toEqual([
      ['{"a":1}', undefined],
      ['{"b":1}', undefined],
      ['{"c":1}', undefined]
    ])
  })
  it('counts entries and elements without a resource', () => {
    const { found } = split('{"entry":[{"response":{}},7,null,["x"],{"resource":null},{"resource":{}}]}', sizes)
    expect(summary(found)).toEqual([...Array<string>(5).fill('not a resource'), ['{}', undefined]])
    expect(summary(split('[1,"a",[{"resource":{}}],{},-2.5e3]', sizes).found)).toEqual([
      'not a resource',
      'not a resource',
      'not a resource',
      ['{}', undefined],
      'not a resource'
    ])
  })
  it('gives up an entry whose brackets do not match and finds the next one', () => {
    const text = `{"entry":[{"resource":{"a":{"x":1}},\n{"resource":{"b":1}},{"resource":{"c":[1,2},"d":1}},{"resource":{"e":{"f":1}}}]}`
    expect(summary(split(text, sizes).found)).toEqual([
      ['{"a":{"x":1}}', undefined],
      'broken',
      ['{"b":1}', undefined],
      'broken',
      ['{"e":{"f":1}}', undefined]
    ])
  })
  it('gives up an entry with an open quotation mark and finds the next one', () => {
    const text = '{"entry":[{"resource":{"a":"x,"b":"y"}},{"resource":{"c":1}}]}'
    expect(summary(split(text, sizes).found)).toEqual(['broken', ['{"c":1}', undefined]])
    const pretty = '{"entry":[{"resource":{\n"a":"x\n}},{"resource":{"c":1}}]}'
    expect(summary(split(pretty, sizes).found)).toEqual(['broken', ['{"c":1}', undefined]])
  })
  it('tells where a document that ends too early was left', () => {
    expect(split('{"entry":[{"resource":{"a":1}},\n {"resource":{"b":', sizes).found.at(-1)).toEqual({
      kind: 'truncated',
      line: 2,
      offset: 45
    })
    expect(split('{"entry":[{"resource":{"a":1}', sizes).found.map(({ kind }) => kind)).toEqual([
      'resource',
      'truncated'
    ])
    expect(split('[', sizes).found).toEqual([{ kind: 'truncated', line: 1, offset: 1 }])
  })
  it('skips a resource beyond the limit and keeps the others', () => {
    const text = `{"entry":[{"resource":{"a":"${'x'.repeat(50)}"}},{"resource":{"b":1}}]}`
    expect(summary(split(text, sizes, 20).found)).toEqual(['too long', ['{"b":1}', undefined]])
  })
  it('does not start on text that is no JSON', () => {
    expect(split('[}{"a":1}]', sizes).found.map(({ kind }) => kind)).toEqual(['broken'])
  })
})
