import { describe, expect, it } from 'vitest'
import { openSealedSink, partText } from '../../support/sealed-sink.ts'

describe('a sealed part', () => {
  const segment = 256 * 1024

  it('goes on behind what is there, under another salt, and is one whole file', async () => {
    const { sink, bytesOf } = await openSealedSink()
    const first = Buffer.alloc(segment + 100, 'a')
    const part = await sink.open('file-000001', 0)
    await part.write(first)
    await part.close()
    const before = bytesOf('file-000001')
    const more = await sink.open('file-000001', segment + 50)
    await more.write(Buffer.from('the end'))
    await more.close()
    expect(await partText(sink, 'file-000001')).toBe(`${'a'.repeat(segment + 50)}the end`)
    expect(bytesOf('file-000001').subarray(8, 47).equals(before.subarray(8, 47))).toBe(false)
  })

  it('that was not ended holds the segments that are whole', async () => {
    const { sink, cut } = await openSealedSink()
    const part = await sink.open('file-000001', 0)
    await part.write(Buffer.alloc(3 * segment + 10, 'b'))
    await part.sync()
    expect((await partText(sink, 'file-000001')).length).toBe(3 * segment)
    cut('file-000001', 5)
    expect((await partText(sink, 'file-000001')).length).toBe(2 * segment)
    expect((await partText(sink, 'file-000001', 100)).length).toBe(100)
    expect(await partText(sink, 'file-000009')).toBe('')
    await part.close()
  })

  it('starts over when it is opened at its beginning', async () => {
    const { sink } = await openSealedSink()
    for (const text of ['old', 'new']) {
      const part = await sink.open('file-000001', 0)
      await part.write(Buffer.from(text))
      await part.close()
    }
    expect(await partText(sink, 'file-000001')).toBe('new')
  })
})
