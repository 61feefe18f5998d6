import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import {
  openSealedJournal,
  readSealedJournal,
  type OpenedJournal
} from '../../../src-main/storage/sealed/sealed-journal.ts'
import { diskFiles, type StoreFiles } from '../../../src-main/storage/sealed/store-files.ts'
import { failingFiles } from '../../fault/failing-files.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const key = randomBytes(32)
const now = (): number => Date.UTC(2026, 10, 25)

function texts({ records }: Pick<OpenedJournal, 'records'>): string[] {
  return records.map((record) => record.toString('utf8'))
}

async function open(path: string, files: StoreFiles = diskFiles, with_ = key): Promise<OpenedJournal> {
  return openSealedJournal({ path, key: with_, files, now })
}

/** A journal of three records. @returns where each of them ends */
async function written(path: string): Promise<number[]> {
  const { journal } = await open(path)
  const ends: number[] = []
  for (const text of ['first', 'second, a longer one', 'third']) {
    await journal.append(Buffer.from(text))
    ends.push(readFileSync(path).length)
  }
  return ends
}

describe('a sealed journal', () => {
  it('gives back what was appended, over several openings', async () => {
    const path = join(temporaryFolder(), 'journal.sealed')
    const first = await open(path)
    expect(first.records).toEqual([])
    await first.journal.append(Buffer.from('one'))
    await first.journal.append(Buffer.from('two'))
    const second = await open(path)
    expect(texts(second)).toEqual(['one', 'two'])
    await second.journal.append(Buffer.from('three'))
    expect(texts(await readSealedJournal({ path, key, files: diskFiles }))).toEqual(['one', 'two', 'three'])
    expect(second.journal.setAsideBytes).toBe(0)
  })

  it('takes no record of a copy of itself that went another way', async () => {
    const path = join(temporaryFolder(), 'journal.sealed')
    const { journal } = await open(path)
    await journal.append(Buffer.from('common'))
    const fork = readFileSync(path)
    const folder = temporaryFolder()
    const forkPath = join(folder, 'journal.sealed')
    writeFileSync(forkPath, fork)
    const append = async (path: string, texts_: readonly string[]): Promise<Buffer> => {
      const { journal: opened } = await open(path)
      for (const text of texts_) await opened.append(Buffer.from(text))
      return readFileSync(path)
    }
    const [first, other] = [await append(path, ['one 2', 'one 3']), await append(forkPath, ['two 2', 'two 3'])]
    const third = fork.length + (first.length - fork.length) / 2
    const spliced = Buffer.concat([first.subarray(0, third), other.subarray(third)])
    writeFileSync(path, spliced)
    expect(texts(await readSealedJournal({ path, key, files: diskFiles }))).toEqual(['common', 'one 2'])
  })

  it('holds nothing in the clear and seals equal records differently', async () => {
    const path = join(temporaryFolder(), 'journal.sealed')
    const { journal } = await open(path)
    const secret = 'call Mrs Example about her mammogram'
    await journal.append(Buffer.from(secret))
    const once = readFileSync(path).length
    await journal.append(Buffer.from(secret))
    const bytes = readFileSync(path)
    expect(bytes.includes('Mrs Example')).toBe(false)
    expect(bytes.subarray(20, once).equals(bytes.subarray(once))).toBe(false)
  })

  it('cut at any byte: keeps every whole record, sets the rest aside, and goes on', async () => {
    const whole = join(temporaryFolder(), 'journal.sealed')
    const ends = await written(whole)
    const bytes = readFileSync(whole)
    const folder = temporaryFolder()
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      const path = join(folder, `${cut}.sealed`)
      writeFileSync(path, bytes.subarray(0, cut))
      const kept = ends.filter((end) => end <= cut).length
      const opened = await open(path)
      expect(opened.records, `cut at ${cut}`).toHaveLength(kept)
      const good = cut < 20 ? 0 : Math.max(20, ends[kept - 1] ?? 0)
      expect(opened.journal.setAsideBytes, `cut at ${cut}`).toBe(cut - good)
      await opened.journal.append(Buffer.from('after'))
      expect(texts(await open(path)).at(-1)).toBe('after')
      const aside = readdirSync(folder).filter((name) => name.startsWith(`${cut}.sealed.torn-`))
      expect(aside, `cut at ${cut}`).toHaveLength(cut > good ? 1 : 0)
      if (aside[0] !== undefined) expect(readFileSync(join(folder, aside[0]))).toEqual(bytes.subarray(good, cut))
    }
  })

  it('any changed byte: nothing from there on counts, everything before does', async () => {
    const whole = join(temporaryFolder(), 'journal.sealed')
    const ends = await written(whole)
    const bytes = readFileSync(whole)
    const path = join(temporaryFolder(), 'journal.sealed')
    for (let index = 0; index < bytes.length; index += 1) {
      const changed = Buffer.from(bytes)
      changed[index] = (changed[index] ?? 0) ^ 0x01
      writeFileSync(path, changed)
      const good = index < 20 ? 0 : ends.filter((end) => end <= index).length
      expect((await readSealedJournal({ path, key, files: diskFiles })).records, `byte ${index}`).toHaveLength(good)
    }
  })

  it('a record left out of the middle, moved, or taken from another journal does not count', async () => {
    const path = join(temporaryFolder(), 'journal.sealed')
    const [first = 0, second = 0, third = 0] = await written(path)
    const bytes = readFileSync(path)
    const other = join(temporaryFolder(), 'journal.sealed')
    await written(other)
    const parts = {
      one: bytes.subarray(20, first),
      two: bytes.subarray(first, second),
      three: bytes.subarray(second, third)
    }
    const header = bytes.subarray(0, 20)
    const forged = [
      { parts: [header, parts.one, parts.three], good: 1 },
      { parts: [header, parts.two, parts.one, parts.three], good: 0 },
      { parts: [header, parts.one, parts.one, parts.two], good: 1 },
      { parts: [header, parts.one, readFileSync(other).subarray(first, second)], good: 1 },
      { parts: [readFileSync(other).subarray(0, 20), parts.one], good: 0 }
    ]
    for (const [index, { parts: made, good }] of forged.entries()) {
      writeFileSync(path, Buffer.concat(made))
      const { records } = await readSealedJournal({ path, key, files: diskFiles })
      expect(records, `forgery ${index}`).toHaveLength(good)
    }
  })

  it('does not open with another key', async () => {
    const path = join(temporaryFolder(), 'journal.sealed')
    await written(path)
    expect((await readSealedJournal({ path, key: randomBytes(32), files: diskFiles })).records).toEqual([])
  })

  it('fails in any call to the file system: what was said to be kept is there, and the next append works', async () => {
    const names: string[] = []
    const work = async (path: string, files: StoreFiles, done: string[]): Promise<OpenedJournal> => {
      const opened = await open(path, files)
      for (const text of ['one', 'two']) {
        await opened.journal.append(Buffer.from(text))
        done.push(text)
      }
      return opened
    }
    await work(
      join(temporaryFolder(), 'journal.sealed'),
      failingFiles((name) => void names.push(name)),
      []
    )
    expect(names.length).toBeGreaterThan(12)
    for (const code of ['EIO', 'ENOSPC']) {
      for (let broken = 0; broken < names.length; broken += 1) {
        const path = join(temporaryFolder(), 'journal.sealed')
        let call = 0
        const files = failingFiles(() => {
          if (call++ === broken) throw Object.assign(new Error(code), { code })
        })
        const done: string[] = []
        try {
          await work(path, files, done)
        } catch (error) {
          const expected = error instanceof AppError || (error instanceof Error && Reflect.get(error, 'code') === code)
          expect(expected, `${names[broken]}: ${String(error)}`).toBe(true)
        }
        const later = await open(path)
        expect(texts(later).slice(0, done.length), names[broken]).toEqual(done)
        await later.journal.append(Buffer.from('later'))
        expect(texts(await open(path)).at(-1), names[broken]).toBe('later')
      }
    }
  })

  it('a failed append leaves nothing that counts, and the same journal goes on', async () => {
    const path = join(temporaryFolder(), 'journal.sealed')
    let broken: string | undefined
    const files = failingFiles((name) => {
      if (name === broken) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' })
    })
    const { journal } = await open(path, files)
    await journal.append(Buffer.from('one'))
    for (const point of [
      'append journal.sealed',
      'write journal.sealed',
      'write the rest of journal.sealed',
      'sync journal.sealed'
    ]) {
      broken = point
      await expect(journal.append(Buffer.from('lost'))).rejects.toThrow(/no room on the disk/)
      broken = undefined
      await journal.append(Buffer.from(point))
    }
    const found = texts(await open(path))
    expect(found).toHaveLength(5)
    expect(found).not.toContain('lost')
  })
})
