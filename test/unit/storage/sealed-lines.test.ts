import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openSealedSink, partText } from '../../support/sealed-sink.ts'
import { sealLines } from '../../../src-main/storage/sealed-lines.ts'
import { diskFiles } from '../../../src-main/storage/store-files.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const key = Buffer.alloc(32, 7)

async function write(path: string, ...texts: readonly string[]): Promise<void> {
  const file = await sealLines(diskFiles, key).append(path)
  for (const text of texts) await file.write(Buffer.from(text))
  await file.sync()
  await file.close()
}

const read = async (path: string, with_ = key): Promise<string | undefined> =>
  (await sealLines(diskFiles, with_).read(path))?.toString()

describe('sealed lines', () => {
  it('come back as they were written, and say nothing in the file', async () => {
    const path = join(temporaryFolder(), 'journal.ndjson')
    expect(await read(path)).toBeUndefined()
    await write(path, '{"a":1}\n', '{"b":"Zyxwvcanary"}\n')
    await write(path, '{"c":3}\n')
    expect(await read(path)).toBe('{"a":1}\n{"b":"Zyxwvcanary"}\n{"c":3}\n')
    expect(readFileSync(path, 'utf8')).not.toContain('canary')
  })

  it('leave out what a crash cut, and what was written later stands', async () => {
    const path = join(temporaryFolder(), 'journal.ndjson')
    await write(path, '{"a":1}\n')
    appendFileSync(path, readFileSync(path, 'utf8').trim().slice(0, 20))
    await write(path, '{"c":3}\n')
    expect(await read(path)).toBe('{"a":1}\n{"c":3}\n')
  })

  it('open for their own key and file only', async () => {
    const folder = temporaryFolder()
    await write(join(folder, 'journal.ndjson'), '{"a":1}\n')
    expect(await read(join(folder, 'journal.ndjson'), Buffer.alloc(32, 8))).toBe('')
    appendFileSync(join(folder, 'log.ndjson'), readFileSync(join(folder, 'journal.ndjson')))
    expect(await read(join(folder, 'log.ndjson'))).toBe('')
  })
})

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
  })

  it('begins anew when it is opened at its beginning', async () => {
    const { sink } = await openSealedSink()
    for (const text of ['old', 'new']) {
      const part = await sink.open('file-000001', 0)
      await part.write(Buffer.from(text))
      await part.close()
    }
    expect(await partText(sink, 'file-000001')).toBe('new')
  })
})
