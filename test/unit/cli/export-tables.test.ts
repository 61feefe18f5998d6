import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parquetReadObjects } from 'hyparquet'
import { describe, expect, it } from 'vitest'
import { exportTablesCommand } from '../../../src-main/cli/tables/export-tables.ts'
import { unmanaged } from '../../support/policies.ts'
import { runDirectly, runPopulus, type CommandOutcome } from '../../support/populus-command.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const eve = {
  resourceType: 'Patient',
  id: 'eve',
  gender: 'female',
  birthDate: '1970-06-15',
  name: [{ family: 'Canary', given: ['Eve'] }]
}
const condition = {
  resourceType: 'Condition',
  id: 'c',
  subject: { reference: 'Patient/eve' },
  onsetDateTime: '2021-03-04'
}

function dataFiles(): string {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'Patient.ndjson'), `${JSON.stringify(eve)}\n`)
  writeFileSync(join(folder, 'Condition.ndjson'), `${JSON.stringify(condition)}\n`)
  return folder
}

function exportTables(out: string, ...words: string[]): Promise<CommandOutcome> {
  return runPopulus(['export-tables', dataFiles(), '--out', out, ...words], { POPULUS_DATA: temporaryFolder() })
}

async function rowsOf(path: string): Promise<Record<string, unknown>[]> {
  return parquetReadObjects({ file: new Uint8Array(readFileSync(path)).buffer })
}

describe('populus export-tables', () => {
  it('masks what identifies people, and leaves only their year of birth', async () => {
    const out = join(temporaryFolder(), 'tables')
    mkdirSync(out)
    const { code, out: printed } = await exportTables(out, '--json')
    expect(code).toBe(0)
    const { tables } = JSON.parse(printed) as { tables: { name: string; rows: number; files: number }[] }
    expect(tables.find(({ name }) => name === 'condition')).toMatchObject({ rows: 1, files: 1 })
    expect(readdirSync(out).sort()).toEqual(
      [...tables.map(({ name }) => name), 'catalog.duckdb.sql', 'catalog.spark.sql'].sort()
    )
    const [patient] = await rowsOf(join(out, 'patient/part-00000.parquet'))
    expect(patient).toMatchObject({ id: 'eve', gender: 'female', family: '••••', birth_date: new Date('1970-01-01') })
    expect(await rowsOf(join(out, 'condition/year=2021/part-00000.parquet'))).toHaveLength(1)
    for (const entry of readdirSync(out, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name)
      expect(statSync(path).mode & 0o077).toBe(0)
      if (entry.isFile()) expect(readFileSync(path, 'latin1')).not.toContain('Canary')
    }
  })

  it('leaves it as it is where that is asked for', async () => {
    const out = join(temporaryFolder(), 'tables')
    expect((await exportTables(out, '--identifying', '--reason', 'A test')).code).toBe(0)
    const [patient] = await rowsOf(join(out, 'patient/part-00000.parquet'))
    expect(patient).toMatchObject({ family: 'Canary', birth_date: new Date('1970-06-15') })
  })

  it('changes nothing where the folder holds something, is none, or cannot be made', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'mine.txt'), 'x')
    const filled = await exportTables(folder)
    expect([filled.code, filled.err]).toEqual([2, expect.stringContaining('Name a new folder')])
    expect((await exportTables(join(folder, 'mine.txt'))).code).toBe(2)
    const missing = await exportTables(join(folder, 'none/tables'))
    expect([missing.code, missing.err]).toEqual([6, expect.stringContaining('does not exist')])
    expect(readdirSync(folder)).toEqual(['mine.txt'])
  })

  it('leaves nothing when it is canceled', async () => {
    const folder = temporaryFolder()
    const before = process.listenerCount('SIGINT')
    let asked = false
    const run = runDirectly(exportTablesCommand, [dataFiles(), '--out', join(folder, 'tables')], {
      out: () => undefined,
      // The first table is about to be written.
      err(text) {
        if (asked || !text.includes('Writing the tables')) return
        asked = true
        process.listeners('SIGINT').at(-1)!('SIGINT')
      },
      terminal: true,
      policies: unmanaged,
      resources: resolve(import.meta.dirname, '../../../resources'),
      data: join(folder, 'data')
    })
    await expect(run).rejects.toMatchObject({ code: 'cancelled' })
    expect(asked).toBe(true)
    expect(process.listenerCount('SIGINT')).toBe(before)
    expect(existsSync(join(folder, 'tables'))).toBe(false)
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([])
  })
})
