import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readContentBytes } from '#engine/base/source/content-sources.ts'
import { foreignContent } from '#engine/base/source/foreign-content.ts'
import { readRange } from '#engine/base/source/read-range.ts'
import { bytesOf, piecesOf, streamOf } from '../../support/byte-stream.ts'

const opens = (content: string | Uint8Array, sizes = [3]) => {
  const bytes = typeof content === 'string' ? bytesOf(content) : content
  return () => Promise.resolve(streamOf(piecesOf(bytes, sizes)))
}

describe('foreignContent', () => {
  it.each([
    ['a license', 'LICENSE', 'Apache License', 'Not JSON'],
    ['a list of counts', 'counts.json', '{"patients":[1]}', 'no FHIR resource'],
    ['a gzipped list of counts', 'counts.json.gz', gzipSync('{"patients":[1]}'), 'no FHIR resource'],
    ['a gzipped tar', 'all.tar.gz', gzipSync('ustar\0'), 'Not JSON']
  ])('leaves out %s', async (_, name, content, reason) => {
    expect(await foreignContent(name, opens(content))).toContain(reason)
  })
  it.each([
    ['a pretty resource', 'p.json', '\ufeff\n{\n "resourceType": "Patient" }'],
    ['NDJSON without an ending', 'Patient', '{"resourceType":"Patient"}\n'],
    ['a Bundle', 'b.json', '[{"resourceType":"Bundle"}]'],
    ['damaged NDJSON', 'x/Patient.ndjson', 'rubbish'],
    ['damaged gzipped NDJSON', 'Patient.ndjson.gz', 'rubbish'],
    ['an empty file', 'empty.json', '']
  ])('takes %s', async (_, name, content) => {
    expect(await foreignContent(name, opens(content))).toBeUndefined()
  })
  it('takes a file that cannot be read, so that it is counted', async () => {
    expect(await foreignContent('a.json', () => Promise.reject(new Error('gone')))).toBeUndefined()
  })
})

describe('readContentBytes', () => {
  it('says of a file that is gone that it could not be read', async () => {
    const cause = new DOMException('The requested file could not be read.', 'NotReadableError')
    await expect(readContentBytes(() => Promise.reject(cause))).rejects.toMatchObject({
      code: 'unreadable-file',
      message: expect.stringMatching(/^It could not be read to its end\. .* Choose it again\.$/) as string,
      cause
    })
  })
})

describe('readRange', () => {
  it.each([
    ['plain', (text: string) => bytesOf(text)],
    ['gzipped', (text: string) => gzipSync(text)]
  ])('reads a range of the text of a %s file', async (_, pack) => {
    const open = opens(pack('0123456789'))
    const range = async (offset: number, length: number) =>
      Buffer.from(await readRange(open, offset, length)).toString()
    expect(await range(0, 10)).toBe('0123456789')
    expect(await range(2, 3)).toBe('234')
    expect(await range(8, 10)).toBe('89')
    expect(await range(20, 5)).toBe('')
    expect(await range(4, 0)).toBe('')
  })
})
