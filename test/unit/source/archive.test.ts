import { BlobReader, BlobWriter, TextReader, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js'
import { describe, expect, it } from 'vitest'
import { openArchive } from '#engine/base/source/archive.ts'
import { listBlobArchive, openBlobEntry } from '#engine/base/source/blob-archive.ts'
import { fc } from '../../support/property.ts'

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
    const index = Buffer.from(bytes).indexOf('abcdefgh')
    bytes[index]! ^= 1
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

/** Reads of a reader, in bytes. */
class CountingReader extends Uint8ArrayReader {
  bytes = 0

  override readUint8Array(offset: number, length: number): Promise<Uint8Array> {
    this.bytes += length
    return super.readUint8Array(offset, length)
  }
}

describe('a zip archive of many entries', () => {
  it('is read in linear time: its directory once, each entry once', async () => {
    const names = Array.from({ length: 3000 }, (_, index) => `${index}.ndjson`)
    const blob = await archive(async (zip) => {
      for (const name of names) await zip.add(name, new TextReader(`{"name":"${name}"}`), { level: 0 })
    })
    const reader = new CountingReader(new Uint8Array(await blob.arrayBuffer()))
    const opened = await openArchive(reader)
    expect(opened.list().entries).toHaveLength(names.length)
    for (const name of names) expect(await text(opened.open(name))).toBe(`{"name":"${name}"}`)
    expect(reader.bytes).toBeLessThan(3 * blob.size)
  })

  it('opens entries of a Blob, which comes again with each message, by one reading of its directory', async () => {
    const names = Array.from({ length: 500 }, (_, index) => `${index}.ndjson`)
    const blob = await archive(async (zip) => {
      for (const name of names) await zip.add(name, new TextReader(name), { level: 0 })
    })
    for (const name of names) expect(await text(await openBlobEntry(structuredClone(blob), name))).toBe(name)
  })

  it('with entries that overlap is refused', async () => {
    const blob = await archive(async (zip) => {
      await zip.add('a.ndjson', new TextReader('a'.repeat(100)))
      await zip.add('b.ndjson', new TextReader('b'.repeat(100)))
    })
    const bytes = Buffer.from(await blob.arrayBuffer())
    const second = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]))
    bytes.writeUInt32LE(0, second + 42)
    await expect(openArchive(new Uint8ArrayReader(bytes))).rejects.toMatchObject({
      code: 'unreadable-file',
      message: expect.stringContaining('overlap') as unknown
    })
  })

  it('with an entry that unpacks to far more than health data do ends it with a sentence', async () => {
    const blob = await archive((zip) => zip.add('a.ndjson', new TextReader('\n'.repeat(5_000_000))))
    const limit = { freeBytes: 100_000, ratio: 200, maximumBytes: 100_000_000 }
    const opened = await openArchive(new Uint8ArrayReader(new Uint8Array(await blob.arrayBuffer())), limit)
    await expect(text(opened.open('a.ndjson'))).rejects.toThrow('far more than health data do')
  })

  it('yields a listing or a sentence, whatever its bytes are', async () => {
    const blob = await archive(async (zip) => {
      await zip.add('a.ndjson', new TextReader('{"a":1}\n'))
      await zip.add('b.json', new TextReader('{"b":1}'))
    })
    const whole = new Uint8Array(await blob.arrayBuffer())
    const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255))
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 8 }), fc.nat(whole.length), async (changes, length) => {
        const bytes = whole.slice(0, length < 8 ? length : undefined)
        for (const [position, value] of changes) bytes[position % Math.max(1, bytes.length)] = value
        try {
          const opened = await openArchive(new Uint8ArrayReader(bytes))
          for (const { path } of opened.list().entries) await text(opened.open(path)).catch(() => undefined)
        } catch (error) {
          expect(error).toMatchObject({ code: 'unreadable-file' })
        }
      })
    )
  })
})
