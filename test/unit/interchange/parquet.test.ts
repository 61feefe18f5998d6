import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exportTableOf } from '#engine/tables/interchange/export-table.ts'
import { resultTable } from '#engine/tables/interchange/result-table.ts'
import { writeFile } from '#engine/tables/interchange/write-file.ts'
import { rowsOf } from '../../support/sql-rows.ts'
import { tableSources } from '#engine/tables/sql/table-sources.ts'
import type { Store } from '#engine/store/model/store.ts'
import { openDuckDb, type DuckDb } from '../../support/duckdb.ts'
import { sqlOver } from '../../support/sql-database.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { plainStore } from '../selection/plain-store.ts'

let folder: string
const duckdb = await openDuckDb()

/** Enough rows and gaps that pages, null bitmaps and dictionaries have odd ends. */
function population(): Store {
  const patients = Array.from({ length: 37 }, (_, index) => ({
    id: `p${String(index).padStart(2, '0')}`,
    ...(index % 5 === 0 ? {} : { birth_date: `19${String(20 + index).padStart(2, '0')}-02-03` }),
    gender: index % 3 === 0 ? 'female' : 'male',
    ...(index % 7 === 0 ? {} : { deceased: index % 2 === 0 }),
    family: index % 4 === 0 ? 'Ünïcødé "quoted"' : `Name ${index}`
  }))
  const observations = Array.from({ length: 203 }, (_, index) => ({
    id: `o${index}`,
    patient_id: `p${String(index % 37).padStart(2, '0')}`,
    code: index % 2 === 0 ? 'http://loinc.org|4548-4|A1c' : `urn:x|c${index}|`,
    effective: `2020-0${(index % 9) + 1}-11T0${index % 10}:15:00-05:00`,
    ...(index % 6 === 0 ? {} : { value: index / 8 }),
    unit: index % 11 === 0 ? '' : '%'
  }))
  return plainStore({ patient: patients, observation: observations })
}

const store = population()
const sources = tableSources(store, { registries: shippedRegistries, asOf: 20_000 })

async function parquet(name: string): Promise<string> {
  const path = join(folder, `${name}.parquet`)
  const table = exportTableOf(sources.get(name)!, sources.concepts, 'test', true)
  writeFileSync(path, Buffer.concat(await writeFile(table, 'parquet')))
  return path
}

describe.skipIf(duckdb === undefined)('Parquet, as DuckDB reads it', () => {
  let peer: DuckDb
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'populus-parquet-'))
    peer = duckdb!
  })
  afterAll(() => {
    peer.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it.each(sources.names)('%s has every value', async (name) => {
    const source = sources.get(name)!
    const { rows, columns, cells } = rowsOf(source, sources.concepts)
    const path = await parquet(name)
    const kinds = source.columns.flatMap(({ kind }) => (kind === 'concept' ? [kind, kind, kind] : [kind]))
    const shown = columns.map((column, index) => {
      const quoted = `"${column.name}"`
      if (kinds[index] === 'dateTime') return `epoch_ms(${quoted})::double as ${quoted}`
      if (kinds[index] === 'boolean') return `${quoted}::int as ${quoted}`
      return kinds[index] === 'date' ? `${quoted}::varchar as ${quoted}` : quoted
    })
    const theirs = await peer.rows(`select ${shown.join(', ')} from read_parquet('${path}')`)
    const ours = Array.from({ length: rows }, (_, row) =>
      cells.map((cell, index) => {
        const value = cell(row)
        return kinds[index] === 'dateTime' && typeof value === 'string' ? Date.parse(value) : value
      })
    )
    expect(theirs).toEqual(ours)
  })

  it('gives the same numbers as our SQL', async () => {
    const database = await sqlOver(store)
    const statement = (observation: string, patient: string): string => `
      select p.gender, o.code, count(*) as n, count(o.value) as known, sum(o.value) as total, count(distinct o.patient_id) as people
      from ${observation} o join ${patient} p on p.id = o.patient_id
      group by p.gender, o.code order by 1, 2`
    const [o, p] = [await parquet('observation'), await parquet('patient')]
    const theirs = await peer.rows(statement(`read_parquet('${o}')`, `read_parquet('${p}')`))
    const asNumbers = (rows: readonly (readonly unknown[])[]): unknown[][] =>
      rows.map((row) => row.map((cell, index) => (index > 1 && cell !== null ? Number(cell) : cell)))
    expect(asNumbers(theirs)).toEqual(asNumbers(database.query(statement('observation', 'patient')).rows))
    database.close()
  })

  it('says what a table and its columns mean', async () => {
    const path = await parquet('patient')
    const facts = await peer.rows(`select decode(key), decode(value) from parquet_kv_metadata('${path}')`)
    expect(facts).toContainEqual(['source', 'test'])
    expect(facts).toContainEqual(['column:id', 'Id of the patient.'])
  })

  it('holds the answers to statements, also empty ones', async () => {
    const about = { name: 'Result', description: '', source: '' }
    const answer = {
      columns: ['a', 'a', 'n', 'x'],
      rows: [
        ['ä', 1, 1, 1.5],
        [null, 2, null, null]
      ] as const
    }
    const path = join(folder, 'answer.parquet')
    writeFileSync(path, Buffer.concat(await writeFile(resultTable(answer, about), 'parquet')))
    expect(await peer.rows(`select a, a_2, n, x from read_parquet('${path}')`)).toEqual(answer.rows)
    writeFileSync(path, Buffer.concat(await writeFile(resultTable({ columns: ['a'], rows: [] }, about), 'parquet')))
    expect(await peer.rows(`select a from read_parquet('${path}')`)).toEqual([])
  })
})
