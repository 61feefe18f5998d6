import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sqlCatalog } from '#engine/tables/sql/sql-catalog.ts'
import { tableSources, type TableSources } from '#engine/tables/sql/table-sources.ts'
import type { SqlDatabase } from '#engine/tables/sql/open-database.ts'
import { resultUnits } from '#engine/cql/elm/units/result-units.ts'
import { openDuckDb } from '../../support/duckdb.ts'
import { openFolder } from '../../support/open-folder.ts'
import { runPopulus } from '../../support/populus-command.ts'
import { shippedRisk } from '../../support/risk-definitions.ts'
import { sqlOver } from '../../support/sql-database.ts'
import { testData } from '../../support/test-data.ts'
import { shippedRegistries } from '../../unit/registries/shipped-registries.ts'

const data = testData('data/synthea-100')
const duckdb = await openDuckDb()

const numbers = async (statement: string): Promise<(number | null)[]> =>
  ((await duckdb!.rows(statement))[0] ?? []).map((value) => (value === null ? null : Number(value)))

describe.skipIf(data === undefined || duckdb === undefined)('all tables of real data as a folder, in DuckDB', () => {
  let folder: string
  let out: string
  const context = { registries: shippedRegistries, asOf: 18_000, risk: shippedRisk, units: resultUnits }
  let sources: TableSources
  let ours: SqlDatabase

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'populus-tables-'))
    out = join(folder, 'tables')
    const { code, err } = await runPopulus(
      ['export-tables', data!, '--out', out, '--as-of', '2019-04-14', '--identifying', '--reason', 'A test'],
      { POPULUS_DATA: join(folder, 'data') }
    )
    expect([code, err]).toEqual([0, expect.stringContaining('health data')])
    const { store } = await openFolder(data!)
    sources = tableSources(store, context)
    ours = await sqlOver(store, context)
    await duckdb!.run(`SET file_search_path = '${out}'`)
    await duckdb!.run(readFileSync(join(out, 'catalog.duckdb.sql'), 'utf8'))
  })
  afterAll(() => {
    ours.close()
    duckdb!.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('have our numbers in every column', async () => {
    let tables = 0
    for (const { name, columns } of sqlCatalog(sources)) {
      // Times are instants there: two spellings of one are one value.
      const compared = columns.filter(({ kind }) => kind !== 'dateTime')
      const asked = [
        ...columns.map((column) => `count("${column.name}")`),
        ...compared.map((column) => `count(distinct "${column.name}")`),
        ...compared.flatMap(({ name: column, type }) => (type === 'TEXT' ? [] : [`round(sum("${column}") * 1.0, 3)`]))
      ]
      const theirs = asked.map((part) => part.replace(/sum\(("\w+")\)/, 'sum(cast($1 as double))'))
      const [mine] = ours.query(`select count(*), ${asked.join(', ')} from "${name}"`).rows
      expect([name, await numbers(`select count(*), ${theirs.join(', ')} from "${name}"`)]).toEqual([name, mine])
      tables++
    }
    expect(tables).toBeGreaterThan(40)
  })

  it('are divided by the year of the clinical day, which DuckDB reads as a column', async () => {
    const mine = ours.query(
      `select cast(substr(coalesce(onset, recorded_date), 1, 4) as integer) y, count(*) from condition group by 1 order by 1`
    ).rows
    const theirs = await duckdb!.rows('select year, count(*) from condition group by 1 order by 1 nulls first')
    expect(mine.length).toBeGreaterThan(20)
    expect(theirs.map(([year, count]) => [year, Number(count)])).toEqual(mine)
    expect(readdirSync(join(out, 'condition')).sort()).toEqual(
      mine.map(([year]) => `year=${year ?? '__HIVE_DEFAULT_PARTITION__'}`).sort()
    )
  })

  it('are described by the views, columns included', async () => {
    const comments = await duckdb!.rows(
      `select table_name, column_name, comment from duckdb_columns() where not internal and column_name <> 'year'`
    )
    expect(
      new Map(comments.map(([table, column, comment]) => [`${String(table)}.${String(column)}`, comment]))
    ).toEqual(
      new Map(
        sqlCatalog(sources).flatMap(({ name, columns }) =>
          columns.map((column) => [`${name}.${column.name}`, column.description] as const)
        )
      )
    )
    const views = await duckdb!.rows('select view_name, comment from duckdb_views() where not internal')
    expect(new Map(views as [string, string][])).toEqual(
      new Map(sqlCatalog(sources).map(({ name, description }) => [name, description]))
    )
  })
})
