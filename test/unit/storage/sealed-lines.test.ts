import { createCipheriv, randomBytes } from 'node:crypto'
import { appendFileSync, copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sealLines } from '../../../src-main/storage/sealed/sealed-lines.ts'
import { diskFiles, type StoreFiles } from '../../../src-main/storage/sealed/store-files.ts'
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

/** A line as versions up to 0.1 wrote it: it does not know its place. */
function earlyLine(name: string, text: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.from(name))
  return Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()]).toString('base64')
}

const isIntact = (path: string): Promise<boolean> => sealLines(diskFiles, key).isIntact(path)
const linesOf = (path: string): string[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
const putLines = (path: string, lines: readonly string[]): void =>
  writeFileSync(path, lines.map((line) => `\n${line}\n`).join(''))

describe('the order of sealed lines', () => {
  const texts = ['a\n', 'b\n', 'c\n', 'd\n', 'e\n']
  const without = (index: number): string[] => texts.toSpliced(index, 1)
  const changes: readonly { what: string; change: (lines: string[]) => string[]; left: readonly string[] }[] = [
    ...texts.map((_, index) => ({
      what: `line ${index + 1} dropped`,
      change: (lines: string[]) => lines.toSpliced(index, 1),
      left: without(index)
    })),
    ...texts.map((_, index) => ({
      what: `line ${index + 1} changed`,
      change: (lines: string[]) => lines.with(index, `${lines[index]!.slice(0, -6)}AAAAA=`),
      left: without(index)
    })),
    ...texts.map((_, index) => ({
      what: `line ${index + 1} repeated at the end`,
      change: (lines: string[]) => [...lines, lines[index]!],
      left: texts
    })),
    ...texts.slice(1).map((_, index) => ({
      what: `lines ${index + 1} and ${index + 2} swapped`,
      change: (lines: string[]) => lines.with(index, lines[index + 1]!).with(index + 1, lines[index]!),
      left: texts
    })),
    { what: 'everything dropped', change: () => [], left: [] }
  ]

  it.each(changes)('$what: is found, and every other line is still read', async ({ change, left }) => {
    const path = join(temporaryFolder(), 'journal.ndjson')
    await write(path, ...texts.slice(0, 3))
    await write(path, ...texts.slice(3))
    expect(await isIntact(path)).toBe(true)
    putLines(path, change(linesOf(path)))
    expect(await isIntact(path)).toBe(false)
    expect(await read(path)).toBe(left.join(''))
    // It stays a finding when the file is continued.
    await write(path, 'f\n')
    expect(await isIntact(path)).toBe(false)
    expect(await read(path)).toBe([...left, 'f\n'].join(''))
  })

  it('is told by the head of this very file', async () => {
    const folder = temporaryFolder()
    const [journal, two] = [join(folder, 'journal.ndjson'), join(folder, 'log.ndjson')]
    await write(journal, 'a\n')
    await write(two, 'a\n')
    copyFileSync(`${two}.head`, `${journal}.head`)
    expect(await isIntact(journal)).toBe(false)
    rmSync(`${two}.head`)
    expect(await isIntact(two)).toBe(false)
    await write(two, 'b\n')
    expect(await isIntact(two)).toBe(false)
    expect(await read(two)).toBe('a\nb\n')
  })

  it('cut at any byte of the last write before it is synchronized: as a crash leaves it, and it goes on', async () => {
    const path = join(temporaryFolder(), 'journal.ndjson')
    await write(path, 'a\n', 'b\n')
    const head = readFileSync(`${path}.head`)
    const before = readFileSync(path)
    await write(path, 'c\n')
    const whole = readFileSync(path)
    for (let bytes = before.length; bytes <= whole.length; bytes += 1) {
      writeFileSync(path, whole.subarray(0, bytes))
      writeFileSync(`${path}.head`, head)
      expect(await isIntact(path)).toBe(true)
      const isWhole = bytes >= whole.length - 1
      expect(await read(path)).toBe(isWhole ? 'a\nb\nc\n' : 'a\nb\n')
      await write(path, 'd\n')
      expect(await isIntact(path)).toBe(true)
      expect(await read(path)).toBe(isWhole ? 'a\nb\nc\nd\n' : 'a\nb\nd\n')
    }
  })

  it.each([0, 10, 1e6])('holds after a write that failed with %i bytes on the disk', async (landed) => {
    const path = join(temporaryFolder(), 'journal.ndjson')
    let fails = false
    const failing: StoreFiles = {
      ...diskFiles,
      async append(name) {
        const file = await diskFiles.append(name)
        return {
          ...file,
          async write(bytes) {
            await file.write(fails ? bytes.subarray(0, landed) : bytes)
            if (fails) throw new Error('the disk is full')
          }
        }
      }
    }
    const file = await sealLines(failing, key).append(path)
    await file.write(Buffer.from('a\n'))
    fails = true
    await expect(file.write(Buffer.from('b\n'))).rejects.toThrow('full')
    fails = false
    await file.write(Buffer.from('c\n'))
    await file.sync()
    await file.close()
    expect(await isIntact(path)).toBe(true)
    expect(await read(path)).toBe(landed > 100 ? 'a\nb\nc\n' : 'a\nc\n')
  })
})

describe('a file of an earlier version', () => {
  function early(): string {
    const path = join(temporaryFolder(), 'journal.ndjson')
    putLines(
      path,
      ['a\n', 'b\n', 'c\n'].map((text) => earlyLine('journal.ndjson', text))
    )
    return path
  }

  it('is read and continued', async () => {
    const path = early()
    expect(await read(path)).toBe('a\nb\nc\n')
    expect(await isIntact(path)).toBe(true)
    await write(path, 'd\n')
    await write(path, 'e\n')
    expect(await read(path)).toBe('a\nb\nc\nd\ne\n')
    expect(await isIntact(path)).toBe(true)
  })

  it('with a line that a crash cut is read and continued', async () => {
    const path = early()
    appendFileSync(path, `\n${earlyLine('journal.ndjson', 'd\n').slice(0, 30)}`)
    await write(path, 'e\n')
    expect(await read(path)).toBe('a\nb\nc\ne\n')
    expect(await isIntact(path)).toBe(true)
  })

  it('has its lines bound by the first one that is added', async () => {
    const path = early()
    await write(path, 'd\n')
    const lines = linesOf(path)
    for (const changed of [lines.toSpliced(1, 1), lines.with(0, lines[1]!).with(1, lines[0]!), lines.slice(0, 3)]) {
      putLines(path, changed)
      expect(await isIntact(path)).toBe(false)
    }
  })

  it('lends no line to what was written after it', async () => {
    const path = early()
    await write(path, 'd\n')
    const lines = linesOf(path)
    putLines(path, [...lines, lines[0]!])
    expect(await isIntact(path)).toBe(false)
    expect(await read(path)).toBe('a\nb\nc\nd\n')
  })
})
