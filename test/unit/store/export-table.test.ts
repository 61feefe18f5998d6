import { execFileSync } from 'node:child_process'
import { resolve } from 'node:path'
import { tableFromIPC } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { exportTable } from '../../support/export-table.ts'
import { planTables } from '#engine/store/model/plan.ts'
import { exportTableOf } from '#engine/tables/interchange/export-table.ts'
import { describeTables } from '#engine/tables/sql/describe-tables.ts'
import { tableSources } from '#engine/tables/sql/table-sources.ts'
import { canonicalViews } from '../../support/canonical-views.ts'
import { toArrow } from '#engine/store/build/arrow-table.ts'
import { loadFiles } from '../../support/load-store.ts'
import { rowsOf } from '../../support/rows-of.ts'

const population = [
  {
    resourceType: 'Patient',
    id: '11111111-1111-4111-8111-111111111111',
    birthDate: '1950-02-03',
    gender: 'female',
    active: true,
    name: [{ family: '=cmd("x")', given: ['Ann, "A"'] }]
  },
  { resourceType: 'Patient', id: 'p', deceasedBoolean: true },
  {
    resourceType: 'Observation',
    id: 'o',
    subject: { reference: 'Patient/p' },
    code: { coding: [{ system: 'http://loinc.org', code: '4548-4', display: 'Hämoglobin' }] },
    effectiveDateTime: '2020-02-29T23:30:00-05:00',
    valueQuantity: { value: 6.5, unit: '%' }
  },
  {
    resourceType: 'Observation',
    id: '22222222-1111-4111-8111-111111111111',
    subject: { reference: 'Patient/none' },
    valueBoolean: false
  }
]
const load = () => loadFiles([{ name: 'a.ndjson', content: population }])

describe('exportTable', () => {
  it('writes CSV as RFC 4180 has it, safe for spreadsheets', async () => {
    const parts = Array.from(exportTable(await load(), 'patient', 'csv'))
    const [header, first, second, rest] = Buffer.concat(parts).toString('utf8').split('\r\n')
    expect(header!.startsWith('id,birth_date,gender,')).toBe(true)
    expect(first).toContain('11111111-1111-4111-8111-111111111111,1950-02-03,female,')
    expect(first).toContain(`,"'=cmd(""x"")","Ann, ""A""",`)
    expect(second!.startsWith('p,,,')).toBe(true)
    expect(rest).toBe('')
  })
  it('writes any SQL table as CSV, and says when there is none', async () => {
    const store = await load()
    expect(Buffer.concat(Array.from(exportTable(store, 'observation_coding', 'csv'))).toString()).toBe(
      'observation_id,position,system,code,display\r\no,0,http://loinc.org,4548-4,Hämoglobin\r\n'
    )
    expect(() => Array.from(exportTable(store, 'nothing', 'csv'))).toThrow('no table “nothing”')
  })
  it('writes Arrow that reads back with the same values', async () => {
    const store = await load()
    const [bytes] = Array.from(exportTable(store, 'observation', 'arrow'))
    const rows = tableFromIPC(bytes)
      .toArray()
      .map((row: { toJSON(): Record<string, unknown> }) => row.toJSON())
    const expected = rowsOf(store, 'observation').map((row) => ({
      ...row,
      effective: row['effective'] === null ? null : Date.parse(String(row['effective'])),
      value_boolean: row['value_boolean'] === null ? null : row['value_boolean'] === 1
    }))
    expect(rows).toEqual(expected)
    const patients = tableFromIPC(Array.from(exportTable(store, 'patient', 'arrow'))[0])
    expect(new Date(Number(patients.getChild('birth_date')!.get(0)))).toEqual(new Date('1950-02-03'))
  })
  it('shares the buffers of the columns', async () => {
    const store = await load()
    const table = store.table('observation')
    const arrow = toArrow(store, table)
    const bufferOf = (column: string) => (arrow.getChild(column)!.data[0]!.values as Uint8Array).buffer
    expect(bufferOf('value')).toBe(table.column('value', 'number').values.buffer)
    expect(bufferOf('unit')).toBe(table.column('unit', 'dictionary').codes.buffer)
    expect(bufferOf('system')).toBe(table.column('code', 'concept').ids.buffer)
    // Arrow's writer would leave out what is written twice in a row.
    expect(bufferOf('code')).not.toBe(bufferOf('system'))
  })
  it('says what the system, the code and the display of a concept mean, as the list of tables does', async () => {
    const plan = planTables({ r4: [...canonicalViews('r4').values()], r5: [...canonicalViews('r5').values()] })
    const described = new Map(describeTables(plan).map(({ name, columns }) => [name, columns]))
    const sources = tableSources(await load())
    for (const name of ['observation', 'patient']) {
      const { columns } = exportTableOf(sources.get(name)!, sources.concepts, '', true)
      const texts = columns.map((column) => [column.name, column.description])
      expect(texts).toEqual(described.get(name)!.map((column) => [column.name, column.description]))
    }
  })
  it('generates no code', () => {
    const root = resolve(import.meta.dirname, '../../..')
    const program = `
      const { loadFiles } = await import('./test/support/load-store.ts')
      const { exportTable } = await import('./test/support/export-table.ts')
      const store = await loadFiles([{ name: 'a.ndjson', content: ${JSON.stringify(JSON.stringify(population[2]))} }])
      let refused = false
      try { new Function('return 1') } catch { refused = true }
      console.log(refused, Array.from(exportTable(store, 'observation', 'arrow'))[0].length > 100)`
    const output = execFileSync(
      process.execPath,
      ['--disallow-code-generation-from-strings', '--input-type=module', '-e', program],
      { cwd: root, encoding: 'utf8' }
    )
    expect(output.trim()).toBe('true true')
  })
})
