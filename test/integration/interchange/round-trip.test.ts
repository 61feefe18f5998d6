import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tableFromIPC } from 'apache-arrow'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exportTableOf } from '#engine/tables/interchange/export-table.ts'
import { writeFile, type ExportFormat } from '#engine/tables/interchange/write-file.ts'
import type { SqlDatabase } from '#engine/tables/sql/open-database.ts'
import { sqlCatalog } from '#engine/tables/sql/sql-catalog.ts'
import { tableSources, type TableSources } from '#engine/tables/sql/table-sources.ts'
import type { Store } from '#engine/store/model/store.ts'
import { openDuckDb } from '../../support/duckdb.ts'
import { openFolder } from '../../support/open-folder.ts'
import { sqlOver } from '../../support/sql-database.ts'
import { testData } from '../../support/test-data.ts'
import { shippedRegistries } from '../../unit/registries/shipped-registries.ts'

const data = testData('data/synthea-100')
const duckdb = await openDuckDb()

describe.skipIf(data === undefined || duckdb === undefined)(
  'every table of real data, written and read elsewhere',
  () => {
    let folder: string
    let store: Store
    let sources: TableSources
    let ours: SqlDatabase
    const context = { registries: shippedRegistries, asOf: 18_000 }

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'populus-round-trip-'))
      store = (await openFolder(data!)).store
      sources = tableSources(store, context)
      ours = await sqlOver(store, context)
    })
    afterAll(() => {
      ours.close()
      duckdb!.close()
      rmSync(folder, { recursive: true, force: true })
    })

    async function file(name: string, format: ExportFormat): Promise<{ path: string; bytes: Uint8Array }> {
      const path = join(folder, `${name}.${format}`)
      const table = exportTableOf(sources.get(name)!, sources.concepts, 'test', true)
      const bytes = Buffer.concat(await writeFile(table, format))
      writeFileSync(path, bytes)
      return { path, bytes }
    }

    it('gives our numbers in DuckDB over Parquet and over CSV, for each column', async () => {
      const numbers = async (statement: string): Promise<unknown[]> =>
        ((await duckdb!.rows(statement))[0] ?? []).map((value) => (value === null ? null : Number(value)))
      let tables = 0
      for (const { name, columns } of sqlCatalog(sources)) {
        const asked = columns.flatMap(({ name: column, type }) => [
          `count("${column}")`,
          `count(distinct "${column}")`,
          ...(type === 'TEXT' ? [] : [`round(sum("${column}") * 1.0, 3)`])
        ])
        // A boolean is summed as 0 and 1; texts that look like numbers stay texts.
        const theirs = asked.map((part) => part.replace(/sum\(("\w+")\)/, 'sum(cast($1 as double))'))
        const [mine] = ours.query(`select count(*), ${asked.join(', ')} from "${name}"`).rows
        const { path } = await file(name, 'parquet')
        const parquet = await numbers(`select count(*), ${theirs.join(', ')} from read_parquet('${path}')`)
        // Times stand in Parquet as instants: two spellings of one instant are one value there.
        const isTime = asked.map((part) =>
          columns.some(({ name: column, kind }) => kind === 'dateTime' && part === `count(distinct "${column}")`)
        )
        const known = (values: readonly unknown[]): unknown[] =>
          values.filter((_, index) => index === 0 || !isTime[index - 1])
        expect([name, known(parquet)]).toEqual([name, known(mine!)])
        const { path: csv } = await file(name, 'csv')
        const types = columns.map(
          ({ name: column, type }) => `'${column}': '${type === 'TEXT' ? 'VARCHAR' : 'DOUBLE'}'`
        )
        const text = await numbers(
          `select count(*), ${theirs.join(', ')} from read_csv('${csv}', header = true, columns = {${types.join(', ')}}, nullstr = '', max_line_size = 10000000)`
        )
        expect([name, text]).toEqual([name, mine])
        const { bytes } = await file(name, 'arrow')
        expect([name, tableFromIPC(bytes).numRows]).toEqual([name, mine![0]])
        tables++
      }
      expect(tables).toBeGreaterThan(40)
    })
  }
)
