import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeCache } from '#engine/store/cache/cache-write.ts'
import type { ReleaseViews } from '#engine/store/model/plan.ts'
import type { Store } from '#engine/store/model/store.ts'
import { viewMarks } from '#engine/store/model/view-marks.ts'
import { systemClock } from '../../../src-main/ports/system.ts'
import { openSnapshotFolder } from '../../../src-main/services/snapshots/snapshot-folder.ts'
import { canonicalViews } from '../../support/canonical-views.ts'
import { loadFiles } from '../../support/load-store.ts'
import { memoryLog } from '../../support/memory-log.ts'
import { headlessProgram, runPopulus, type CommandOutcome } from '../../support/populus-command.ts'
import { keepTexts } from '../../support/snapshot-store.ts'
import { quickWork } from '../../support/quick-keyring.ts'

const passphrase = 'four unlikely words together'
const patients = ['a', 'b'].map((id) => JSON.stringify({ resourceType: 'Patient', id, gender: 'female' }))
const conditions = [JSON.stringify({ resourceType: 'Condition', id: 'c', subject: { reference: 'Patient/a' } })]
const texts = {
  'Patient.ndjson': `${patients.join('\n')}\n{"resourceType":\n`,
  'Condition.ndjson': `${conditions.join('\n')}\n`
}

let folder: string
let withColumns: string
let withOtherColumns: string
let withoutColumns: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'populus-kept-'))
  const snapshots = join(folder, 'snapshots')
  mkdirSync(snapshots)
  const kept = await openSnapshotFolder({
    folder: snapshots,
    secrets: undefined,
    work: quickWork,
    clock: systemClock,
    log: memoryLog()
  })
  await kept.keyring.create(passphrase)
  const files = Object.entries(texts).map(([name, content]) => ({ name, content }))
  const store = await loadFiles(files)
  const views = { r4: Array.from(canonicalViews('r4').values()), r5: Array.from(canonicalViews('r5').values()) }
  const draft = await kept.store.begin(0)
  withoutColumns = await keepTexts(draft, 'without', texts)
  withOtherColumns = await keepTexts(await kept.store.begin(0), 'other', texts)
  withColumns = await keepTexts(await kept.store.begin(0), 'with', texts)
  const keepColumns = async (id: string, columns: Store, by: ReleaseViews): Promise<void> => {
    const snapshot = await kept.store.open(id)
    const writer = await snapshot.replaceCache()
    for (const bytes of writeCache(columns, await viewMarks(by))) await writer.write(bytes)
    await writer.finish()
    await snapshot.close()
  }
  await keepColumns(withColumns, store, views)
  const others = { ...views, r4: views.r4.filter(({ resource }) => resource !== 'Condition') }
  await keepColumns(withOtherColumns, await loadFiles(files, { views: others }), others)
  await kept.release()
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const populus = (words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<CommandOutcome> =>
  runPopulus(words, { POPULUS_PASSPHRASE: '', ...env })

const sql = 'select gender, count(*) from patient group by 1'

describe('the command line', () => {
  it('opens a folder of kept snapshots, and one of them, with and without columns', async () => {
    const env = { POPULUS_PASSPHRASE: passphrase }
    for (const path of [folder, join(folder, 'snapshots'), join(folder, 'snapshots', withoutColumns)]) {
      const load = await populus(['load', path, '--json'], env)
      expect(load.code, load.err).toBe(1)
      expect(JSON.parse(load.out)).toMatchObject({
        patients: 2,
        files: 2,
        types: { Patient: { resources: 2, rejected: 1 }, Condition: { resources: 1 } },
        rejects: { 'not-json': 1 }
      })
    }
    const rows = await populus(['sql', join(folder, 'snapshots', withColumns), sql, '--json'], env)
    expect(JSON.parse(rows.out)).toMatchObject({ rows: [['female', 2]] })
  })

  it('makes columns of other views again, from the files that it needs for that', async () => {
    const snapshot = join(folder, 'snapshots', withOtherColumns)
    const [patientFile] = readdirSync(snapshot)
      .filter((name) => name.startsWith('raw'))
      .sort()
    rmSync(join(snapshot, patientFile!))
    const rows = await populus(['sql', snapshot, 'select id, patient_id from condition', '--json'], {
      POPULUS_PASSPHRASE: passphrase
    })
    // A line of the file of people is no JSON, which the columns know.
    expect(rows.code, rows.err).toBe(1)
    expect(JSON.parse(rows.out)).toMatchObject({
      rows: [['c', 'a']],
      incomplete: '1 line or entry of the data is unreadable and was left out.'
    })
  })

  it('takes the passphrase from a file descriptor', () => {
    const path = join(folder, 'passphrase')
    writeFileSync(path, `${passphrase}\n`)
    const fd = openSync(path, 'r')
    const run = spawnSync(process.execPath, [headlessProgram, 'sql', folder, sql, '--json', '--passphrase-fd', '3'], {
      encoding: 'utf8',
      env: { ...process.env, POPULUS_PASSPHRASE: '' },
      stdio: ['ignore', 'pipe', 'pipe', fd]
    })
    closeSync(fd)
    expect(run.status, run.stderr).toBe(1)
    expect(JSON.parse(run.stdout)).toMatchObject({ rows: [['female', 2]] })
  })

  it('says what is missing or wrong, without the passphrase', async () => {
    const none = await populus(['load', folder, '--json'])
    expect(none.code).toBe(3)
    expect(JSON.parse(none.out)).toMatchObject({ error: { exitCode: 3 } })
    expect(none.err).toContain('POPULUS_PASSPHRASE')
    const wrong = await populus(['load', folder], { POPULUS_PASSPHRASE: 'three unlikely words' })
    expect(wrong.code).toBe(3)
    expect(wrong.err).toContain('Wrong passphrase')
    expect(wrong.err).not.toContain('three unlikely')
    expect((await populus(['load', folder, '--passphrase-fd', 'x'])).err).toContain(
      '--passphrase-fd takes a whole number'
    )
  })
})
