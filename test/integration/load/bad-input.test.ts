import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rejectReasons } from '#engine/store/model/store.ts'
import { openFolder } from '../../support/open-folder.ts'
import { sqlOver } from '../../support/sql-database.ts'
import { goodPatients, writeBadInput } from './bad-input.ts'

describe('a folder with every kind of bad input', () => {
  let folder: string
  let expected: Awaited<ReturnType<typeof writeBadInput>>

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'populus-bad-input-'))
    expected = await writeBadInput(folder)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('loads: each is counted with its place, and no good row is lost', async () => {
    const { store, skipped } = await openFolder(folder)
    const { report } = store
    const database = await sqlOver(store)

    expect(Object.keys(expected).sort()).toEqual([...rejectReasons].sort())
    expect(report.rejectCounts).toEqual(expected)

    const ids = database.query("select id from patient where id not like 'lost-%' order by id").rows.map(([id]) => id)
    expect(ids).toEqual(goodPatients)
    expect(database.query('select id from condition order by id').rows.map(([id]) => id)).toEqual([
      'bad-date',
      'dangling',
      'good-1',
      'wrong-type'
    ])
    expect(database.query(`select family from patient where id = '${goodPatients[2]}'`).rows).toEqual([
      ['Ærøskøbing 漢字 😀']
    ])
    expect(database.query(`select last_updated from patient where id = '${goodPatients[15]}'`).rows).toEqual([
      ['2021-01-01T00:00:00Z']
    ])

    for (const file of report.files) expect(file.lines, file.name).toBe(file.stored + file.rejected + file.ignored)
    const formats = Object.fromEntries(report.files.map(({ name, format }) => [name, format]))
    expect(formats).toMatchObject({
      'pretty.json': 'json',
      'bundle.json': 'bundle',
      'bundles.json': 'bundle-array',
      'lines.ndjson': 'ndjson',
      'utf-16.ndjson': 'unreadable',
      'damaged.zip': 'unreadable'
    })
    expect(skipped.map(({ name }) => name).sort()).toEqual([
      '.hidden.ndjson',
      'README.md',
      'archive.zip/secret.ndjson',
      'manifest.json'
    ])

    // Every reject of a plain file points at a line's first byte, or at a Bundle's entry.
    const places = report.rejects.filter(
      ({ file, reason }) => store.files[file] === 'lines.ndjson' && reason !== 'line-too-long'
    )
    const bytes = readFileSync(join(folder, 'lines.ndjson'))
    expect(places).toHaveLength(12)
    for (const { offset } of places) expect(offset === 0 || bytes[offset - 1] === 10).toBe(true)
    const entry = report.rejects.find(
      ({ file, reason }) => store.files[file] === 'entries.json' && reason === 'not-json'
    )!
    expect(readFileSync(join(folder, 'entries.json'), 'utf8').slice(entry.offset)).toMatch(
      /^\{"resourceType":"Patient","id":"open"/
    )
  })

  it('loses nothing that can be read of a gzip file that was cut off', async () => {
    const file = join(folder, 'cut.ndjson.gz')
    const { store } = await openFolder(file)
    const [report] = store.report.files
    // zlib gives what it can when it may end anywhere; it must not know a single line more.
    const readable = gunzipSync(readFileSync(file), { finishFlush: 2 }).toString('utf8')
    expect(report!.stored).toBe(readable.split('\n').length - 1)
    expect(report!.stored).toBeGreaterThan(1000)
    expect(store.report.rejects).toEqual([
      expect.objectContaining({
        reason: 'truncated-file',
        line: report!.stored + 1,
        offset: readable.lastIndexOf('\n') + 1,
        scope: 'resource'
      })
    ])
    expect(statSync(file).size).toBeGreaterThan(0)
  })
})
