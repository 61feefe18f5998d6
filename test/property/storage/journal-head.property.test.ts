import { randomBytes } from 'node:crypto'
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { budgeted, fc } from '../../support/property.ts'
import { openSealedJournal, readSealedJournal } from '../../../src-main/storage/sealed/sealed-journal.ts'
import { diskFiles } from '../../../src-main/storage/sealed/store-files.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const key = randomBytes(32)

/** A journal of so many records. @returns its path and the bytes of header and records */
async function journalOf(records: number): Promise<{ path: string; header: Buffer; parts: Buffer[] }> {
  const path = join(temporaryFolder(), 'journal.sealed')
  const { journal } = await openSealedJournal({ path, key, files: diskFiles, now: () => 0 })
  const ends = [20]
  for (let index = 0; index < records; index += 1) {
    await journal.append(Buffer.from(`record ${index}`))
    ends.push(readFileSync(path).length)
  }
  const bytes = readFileSync(path)
  const parts = ends.slice(1).map((end, index) => bytes.subarray(ends[index], end))
  return { path, header: bytes.subarray(0, 20), parts }
}

describe('the records of a sealed journal', () => {
  it('cannot be dropped, swapped, repeated or cut unnoticed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 6 }).chain((count) =>
          fc.tuple(
            fc.constant(count),
            // Any other order, choice and number of the same records.
            fc.array(fc.nat(count - 1), { maxLength: count + 2 })
          )
        ),
        async ([count, order]) => {
          const { path, header, parts } = await journalOf(count)
          writeFileSync(path, Buffer.concat([header, ...order.map((index) => parts[index]!)]))
          const { records, cut } = await readSealedJournal({ path, key, files: diskFiles })
          const isWhole = parts.every((_, index) => order[index] === index)
          expect(cut).toBe(!isWhole)
          if (isWhole) expect(records).toHaveLength(count)
          const { journal } = await openSealedJournal({ path, key, files: diskFiles, now: () => 0 })
          expect(journal.cut).toBe(!isWhole)
          expect(journal.setAsideBytes > 0).toBe(order.length > records.length)
        }
      ),
      { numRuns: budgeted(60) }
    )
  })

  it('cannot be taken from an older copy of the journal, nor go with their file', async () => {
    const { path } = await journalOf(2)
    const old = `${path}.old`
    copyFileSync(path, old)
    const { journal } = await openSealedJournal({ path, key, files: diskFiles, now: () => 0 })
    await journal.append(Buffer.from('newest'))
    copyFileSync(old, path)
    expect((await readSealedJournal({ path, key, files: diskFiles })).cut).toBe(true)
    rmSync(path)
    expect((await readSealedJournal({ path, key, files: diskFiles })).cut).toBe(true)
    copyFileSync(old, path)
    rmSync(`${path}.head`)
    expect((await readSealedJournal({ path, key, files: diskFiles })).cut).toBe(true)
  })
})
