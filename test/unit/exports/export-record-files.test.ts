import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openExportRecordFiles } from '../../../src-main/services/exports/export-record.ts'
import { diskFiles } from '../../../src-main/storage/sealed/store-files.ts'
import { jobOf } from '../../support/export-record.ts'
import { memoryLog } from '../../support/memory-log.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

describe('the folders of exports', () => {
  it('lists what it can read, newest first, and says that there is more', async () => {
    const folder = temporaryFolder()
    const log = memoryLog()
    const records = await openExportRecordFiles(folder, diskFiles, log)
    for (const index of [1, 3, 2]) await records.write(jobOf(index))
    mkdirSync(join(folder, 'strange'))
    expect((await records.list()).map(({ createdAt }) => createdAt)).toEqual([3, 2, 1])
    expect(log.entries.map(({ event }) => event)).toEqual(['exports.unreadable'])
  })

  it('overwrites keys, journal and log of an export that is removed', async () => {
    const folder = temporaryFolder()
    const zeroed: string[] = []
    const files = {
      ...diskFiles,
      async destroy(path: string): Promise<void> {
        if (existsSync(path)) zeroed.push(path.slice(folder.length + 1))
        await diskFiles.destroy(path)
      }
    }
    const records = await openExportRecordFiles(folder, files, memoryLog())
    await records.write(jobOf(1))
    for (const name of ['key', 'journal.ndjson', 'log.ndjson'])
      writeFileSync(join(records.folderOf('export-1'), name), 'sealed')
    await records.remove('export-1')
    const names = ['key', 'job.json', 'journal.ndjson', 'log.ndjson']
    expect(zeroed).toEqual(names.map((name) => join('leaving.export-1', name)))
    expect(readdirSync(folder)).toEqual([])
  })

  it('destroys the key of an export that the end of the program kept from the history, and of no other', async () => {
    const folder = temporaryFolder()
    const records = await openExportRecordFiles(folder, diskFiles, memoryLog())
    const hoursAgo = (name: string, hours: number): void => {
      const time = Date.now() / 1000 - hours * 3600
      utimesSync(join(folder, name), time, time)
    }
    await records.write(jobOf(1))
    // One is being made by another program, one was damaged later, and one has data.
    for (const name of ['unbegun', 'beginning', 'damaged', 'sealed']) {
      mkdirSync(join(folder, name, 'parts'), { recursive: true })
      writeFileSync(join(folder, name, 'key'), 'wrapped')
    }
    writeFileSync(join(folder, 'damaged', 'job.json'), '{')
    writeFileSync(join(folder, 'sealed', 'parts', 'file-000001'), 'sealed')
    for (const name of ['export-1', 'unbegun', 'damaged', 'sealed']) hoursAgo(name, 2)
    await openExportRecordFiles(folder, diskFiles, memoryLog())
    expect(readdirSync(folder).sort()).toEqual(['beginning', 'damaged', 'export-1', 'sealed'])
  })

  it('ends a removal that the end of the program cut short', async () => {
    const folder = temporaryFolder()
    const failing = {
      ...diskFiles,
      destroy: (path: string) =>
        path.endsWith('log.ndjson') ? Promise.reject(new Error('power')) : diskFiles.destroy(path)
    }
    const records = await openExportRecordFiles(folder, failing, memoryLog())
    await records.write(jobOf(1))
    writeFileSync(join(records.folderOf('export-1'), 'log.ndjson'), 'sealed')
    await expect(records.remove('export-1')).rejects.toThrow('power')
    expect(await records.list()).toEqual([])
    expect(readFileSync(join(folder, 'leaving.export-1', 'log.ndjson'), 'utf8')).toBe('sealed')
    await openExportRecordFiles(folder, diskFiles, memoryLog())
    expect(readdirSync(folder)).toEqual([])
  })
})
