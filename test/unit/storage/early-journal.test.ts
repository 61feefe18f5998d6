import { createCipheriv, randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openSealedJournal, readSealedJournal } from '../../../src-main/storage/sealed/sealed-journal.ts'
import { diskFiles } from '../../../src-main/storage/sealed/store-files.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const key = randomBytes(32)
const now = (): number => Date.UTC(2026, 10, 25)

/** A journal as it was written before there were heads, made here from the documented form. */
function earlyJournal(texts: readonly string[]): Buffer {
  const header = Buffer.concat([Buffer.from('PPJ1'), randomBytes(16)])
  const parts: Buffer[] = [header]
  let tag: Buffer = Buffer.alloc(16)
  texts.forEach((text, number) => {
    const place = Buffer.alloc(8)
    place.writeUInt32BE(number, 0)
    place.writeUInt32BE(Buffer.byteLength(text), 4)
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', key, nonce)
    cipher.setAAD(Buffer.concat([header, place, tag]))
    const sealed = Buffer.concat([cipher.update(text), cipher.final()])
    tag = cipher.getAuthTag()
    const length = Buffer.alloc(4)
    length.writeUInt32BE(sealed.length)
    parts.push(length, nonce, sealed, tag)
  })
  return Buffer.concat(parts)
}

const read = async (path: string): Promise<{ readonly texts: string[]; readonly cut: boolean }> => {
  const { records, cut } = await readSealedJournal({ path, key, files: diskFiles })
  return { texts: records.map(String), cut }
}

describe('a journal without a head', () => {
  it('is read as it is, and has a head as soon as it is opened to be continued', async () => {
    const path = join(temporaryFolder(), 'journal.sealed')
    writeFileSync(path, earlyJournal(['one', 'two']))
    expect(await read(path)).toEqual({ texts: ['one', 'two'], cut: false })
    expect(existsSync(`${path}.head`)).toBe(false)

    const { journal, records } = await openSealedJournal({ path, key, files: diskFiles, now })
    expect(records.map(String)).toEqual(['one', 'two'])
    expect(journal).toMatchObject({ cut: false, setAsideBytes: 0 })
    expect(readFileSync(path).subarray(0, 4).toString()).toBe('PPJ2')
    await journal.append(Buffer.from('three'))
    expect(await read(path)).toEqual({ texts: ['one', 'two', 'three'], cut: false })
  })

  it('that a crash cut in its last record keeps the others, and what was cut stands aside', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'journal.sealed')
    writeFileSync(path, earlyJournal(['one', 'two']).subarray(0, -5))
    const { journal, records } = await openSealedJournal({ path, key, files: diskFiles, now })
    expect(records.map(String)).toEqual(['one'])
    expect(journal.cut).toBe(false)
    expect(journal.setAsideBytes).toBeGreaterThan(0)
    expect(readdirSync(folder).some((name) => name.startsWith('journal.sealed.torn-'))).toBe(true)
    expect(await read(path)).toEqual({ texts: ['one'], cut: false })
  })

  it('put in the place of one with a head is found', async () => {
    const path = join(temporaryFolder(), 'journal.sealed')
    const early = earlyJournal(['one', 'two'])
    writeFileSync(path, early)
    const { journal } = await openSealedJournal({ path, key, files: diskFiles, now })
    await journal.append(Buffer.from('three'))
    writeFileSync(path, early)
    expect(await read(path)).toEqual({ texts: ['one', 'two'], cut: true })
  })
})
