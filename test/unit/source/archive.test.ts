import { BlobReader, BlobWriter, TextReader, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js'
import { describe, expect, it } from 'vitest'
import { listBlobArchive, openBlobEntry } from '#engine/source/blob-archive.ts'

async function archive(fill: (zip: ZipWriter<Blob>) => Promise<unknown>): Promise<Blob> {
  const zip = new ZipWriter(new BlobWriter('application/zip'), { useWebWorkers: false })
  await fill(zip)
  return zip.close()
}

const text = (stream: ReadableStream<Uint8Array>) =>
  new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).text()

describe('a zip archive', () => {
  it('is listed in the order of names, with reasons for what is left out', async () => {
    const blob = await archive(async (zip) => {
      await zip.add('z/Patient.ndjson', new TextReader('{"a":1}\n'))
      await zip.add('a/deep/er/Condition.ndjson.gz', new Uint8ArrayReader(Uint8Array.of(0x1f, 0x8b)))
      await zip.add('z/', undefined, { directory: true })
      await zip.add('README.md', new TextReader('x'))
      await zip.add('__MACOSX/._Patient.ndjson', new TextReader('x'))
      await zip.add('inner.zip', new TextReader('x'))
      await zip.add('secret.ndjson', new TextReader('{}'), { password: 'x' })
    })
    const { entries, skipped } = await listBlobArchive(blob)
    expect(entries).toEqual([
      { path: 'a/deep/er/Condition.ndjson.gz', bytes: 2 },
      { path: 'z/Patient.ndjson', bytes: 8 }
    ])
    expect(skipped.map(({ path, reason }) => [path, reason.split(/[.,]/)[0]])).toEqual([
      ['README.md', 'Not NDJSON'],
      ['__MACOSX/._Patient.ndjson', 'Hidden or system file'],
      ['inner.zip', 'An archive in an archive'],
      ['secret.ndjson', 'The entry is encrypted']
    ])
  })
  it('gives the decompressed bytes of an entry', async () => {
    const long = '{"resourceType":"Patient"}\n'.repeat(20_000)
    const blob = await archive((zip) => zip.add('a.ndjson', new TextReader(long)))
    expect(blob.size).toBeLessThan(long.length / 20)
    expect(await text(await openBlobEntry(blob, 'a.ndjson'))).toBe(long)
    await expect(openBlobEntry(blob, 'b.ndjson')).rejects.toMatchObject({ code: 'not-found' })
  })
  it('ends the stream with an error where an entry is damaged', async () => {
    const blob = await archive((zip) => zip.add('a.ndjson', new TextReader('abcdefgh'), { level: 0 }))
    const bytes = new Uint8Array(await blob.arrayBuffer())
    const at = Buffer.from(bytes).indexOf('abcdefgh')
    bytes[at]! ^= 1
    await expect(text(await openBlobEntry(new Blob([bytes]), 'a.ndjson'))).rejects.toThrow()
  })
  it('is told from other files', async () => {
    await expect(listBlobArchive(new Blob(['no archive']))).rejects.toMatchObject({ code: 'unreadable-file' })
    const half = (await archive((zip) => zip.add('a.ndjson', new BlobReader(new Blob(['x'.repeat(9999)]))))).slice(
      0,
      60
    )
    await expect(listBlobArchive(half)).rejects.toMatchObject({ code: 'unreadable-file' })
  })
})
