import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findMisplacedFiles } from '../../src-main/composition/misplaced-files.ts'
import { openConnectionFiles } from '../../src-main/services/connections/connection-file.ts'
import { asUnreadable } from '../../src-main/storage/files/misplaced.ts'
import { diskFiles, type StoreFiles } from '../../src-main/storage/sealed/store-files.ts'
import { memoryLog } from '../support/memory-log.ts'
import { keepTexts, testStore } from '../support/snapshot-store.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

function refusal(): Error {
  return Object.assign(new Error('permission denied'), { code: 'EACCES' })
}

/** The disk, on which the user may not read one file. */
function withClosed(isClosed: (path: string) => boolean): StoreFiles {
  return {
    ...diskFiles,
    async read(path) {
      if (isClosed(path)) throw asUnreadable(refusal(), path)
      return diskFiles.read(path)
    }
  }
}

const texts = { 'Patient.ndjson': '{"resourceType":"Patient","id":"p"}\n' }

describe('a file that the user may not read', () => {
  it('leaves out its snapshot alone', async () => {
    const folder = join(temporaryFolder(), 'snapshots')
    const first = await testStore(folder)
    const closed = await keepTexts(await first.store.begin(0), 'one', texts)
    const other = await keepTexts(await first.store.begin(0), 'two', texts)
    await first.release()
    const { store, log, release } = await testStore(
      folder,
      withClosed((path) => path === join(folder, closed, 'key'))
    )
    expect((await store.list()).map(({ id }) => id)).toEqual([other])
    expect(log.entries.map(({ event }) => event)).toContain('snapshots.unreadable')
    await release()
  })

  it('leaves out its connection alone', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'one.json'), '{}')
    const files = await openConnectionFiles(
      folder,
      withClosed((path) => path.endsWith('one.json')),
      memoryLog()
    )
    expect(await files.list()).toEqual([])
  })

  it.each([
    ['snapshots', `snapshots/${'0a'.repeat(16)}`, 'outside.json'],
    ['exports', 'exports/run-1', 'job.json'],
    ['connections', 'connections', 'one.json']
  ])('is named beside the list of %s', async (part, folder, file) => {
    const data = temporaryFolder()
    mkdirSync(join(data, folder), { recursive: true })
    writeFileSync(join(data, folder, file), '{}')
    const closed = join(data, folder, file)
    const found = await findMisplacedFiles(data, (path) =>
      path === closed ? Promise.reject(refusal()) : Promise.resolve()
    )
    expect(found).toEqual([
      {
        part,
        message: expect.stringMatching(
          new RegExp(
            `^"${folder}/${file}" in the data folder cannot be read: .* no permission\\..* start Populus again\\.$`
          )
        ) as unknown
      }
    ])
  })

  it('is named as a folder where that is closed', async () => {
    const data = temporaryFolder()
    mkdirSync(join(data, 'exports', 'run-1'), { recursive: true })
    const found = await findMisplacedFiles(data, (path) =>
      path.endsWith('run-1') ? Promise.reject(refusal()) : Promise.resolve()
    )
    expect(found.map(({ message }) => message.slice(0, 16))).toEqual(['"exports/run-1" '])
  })
})

describe('a file that does not hold what it should', () => {
  it.each([
    ['connections', 'c1.json', '{"version":1,"id":"c1"'],
    ['connections', 'c1.json', '{"version":2,"id":"c1"}'],
    ['exports', 'run-1/job.json', '[]']
  ])('is named beside the list of %s: %s with %s', async (part, file, content) => {
    const data = temporaryFolder()
    mkdirSync(dirname(join(data, part, file)), { recursive: true })
    writeFileSync(join(data, part, file), content)
    mkdirSync(join(data, 'exports', 'unbegun', 'parts'), { recursive: true })
    mkdirSync(join(data, 'connections'), { recursive: true })
    writeFileSync(join(data, 'connections', 'vendors.json'), '{}')
    const found = await findMisplacedFiles(data)
    expect(found.map((each) => each.part)).toEqual([part])
    expect(found[0]!.message).toMatch(`"${part}/${file}" in the data folder is damaged, or of a later version`)
  })
})
