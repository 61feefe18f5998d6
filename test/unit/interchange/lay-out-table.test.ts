import { parquetMetadata, parquetReadObjects } from 'hyparquet'
import { describe, expect, it } from 'vitest'
import { layOutTable, type TableFile } from '#engine/tables/catalog/lay-out-table.ts'
import { duckDbScript } from '#engine/tables/catalog/duckdb-script.ts'
import { sparkScript } from '#engine/tables/catalog/spark-script.ts'
import { tableSources } from '#engine/tables/sql/table-sources.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { plainStore } from '../selection/plain-store.ts'

/** Conditions of three years and without a day; the second column counts where the first is missing. */
const store = plainStore({
  patient: [{ id: 'p0', birth_date: '1960-01-01' }, { id: 'p1' }],
  condition: Array.from({ length: 20 }, (_, place) => ({
    id: `c${place}`,
    patient_id: `p${place % 2}`,
    code: `urn:x|c${place}|Name ${place}`,
    ...(place % 4 === 0 ? {} : { onset: `${2020 + (place % 3)}-12-31T23:30:00-05:00` }),
    ...(place % 8 === 0 ? {} : { recorded_date: '2019-05-01' })
  }))
})
const sources = tableSources(store, { registries: shippedRegistries, asOf: 20_000 })

function layOut(name: string, times: readonly string[], fileRows: number) {
  const options = { concepts: sources.concepts, source: 'test', revealed: true, times, fileRows }
  return layOutTable(sources.get(name)!, options)
}

function rowsOfFile({ parts }: TableFile): Promise<Record<string, unknown>[]> {
  const bytes = Buffer.concat([...parts()])
  return parquetReadObjects({ file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) })
}

const idsOf = (rows: readonly Record<string, unknown>[]): unknown[] => rows.map(({ id }) => id)

describe('a table as a folder', () => {
  const whole = layOut('condition', [], 1000)

  it('has every row once, in the folder of the year that the records write', async () => {
    const { files, isPartitioned } = layOut('condition', ['onset', 'recorded_date'], 1000)
    expect(isPartitioned).toBe(true)
    const read = await Promise.all(files.map(async (file) => [file.path, await rowsOfFile(file)] as const))
    const all = await rowsOfFile(whole.files[0]!)
    expect(all).toHaveLength(20)
    const yearOf = (id: string): string => {
      const place = Number(id.slice(1))
      if (place % 4 !== 0) return `year=${2020 + (place % 3)}`
      return place % 8 === 0 ? 'year=__HIVE_DEFAULT_PARTITION__' : 'year=2019'
    }
    const years = ['2019', '2020', '2021', '2022', '__HIVE_DEFAULT_PARTITION__']
    expect(read.map(([path]) => path)).toEqual(years.map((year) => `condition/year=${year}/part-00000.parquet`))
    for (const [path, rows] of read)
      expect(rows).toEqual(all.filter(({ id }) => path === `condition/${yearOf(id as string)}/part-00000.parquet`))
  })

  it.each([1, 7, 20])('keeps the order of its rows in files of %i', async (fileRows) => {
    const { files } = layOut('condition', [], fileRows)
    expect(files.map(({ path }) => path)).toEqual(
      Array.from(
        { length: Math.ceil(20 / fileRows) },
        (_, part) => `condition/part-${String(part).padStart(5, '0')}.parquet`
      )
    )
    const read = await Promise.all(files.map(rowsOfFile))
    expect(idsOf(read.flat())).toEqual(idsOf(await rowsOfFile(whole.files[0]!)))
    for (const rows of read) expect(rows.length).toBeLessThanOrEqual(fileRows)
  })

  it.each([
    ['encounter', 'period_start', 0],
    ['condition', 'abatement', 20]
  ])('has its year in the files of %s, in which no row has one', async (name, time, rows) => {
    // A folder for the missing year alone would tell readers no type.
    const { files, isPartitioned, table } = layOut(name, [time], 1000)
    expect([isPartitioned, files.map(({ path }) => path)]).toEqual([false, [`${name}/part-00000.parquet`]])
    expect(table.columns.at(-1)).toMatchObject({ name: 'year', column: { kind: 'integer' } })
    const bytes = Buffer.concat([...files[0]!.parts()])
    const { schema } = parquetMetadata(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
    expect(schema.at(-1)).toMatchObject({ name: 'year', type: 'INT32' })
    const read = await rowsOfFile(files[0]!)
    expect(read.map(({ year }) => year)).toEqual(Array.from({ length: rows }, () => null))
  })
})

describe('scripts', () => {
  const description = "It's a `table`; \\ of ${folder}"
  const table = {
    name: 'x',
    description,
    isPartitioned: true,
    columns: [{ name: 'a', kind: 'date', description }]
  } as const

  it('keep texts within their quotes, and a name within its line', () => {
    expect(duckDbScript([table], 'a\nDROP TABLE b')).toContain(
      `COMMENT ON COLUMN "x"."a" IS 'It''s a \`table\`; \\ of \${folder}';`
    )
    const spark = sparkScript([table], 'a\nDROP TABLE b')
    expect(spark).toContain("`a` DATE COMMENT 'It\\'s a `table`; \\\\ of \\u0024{folder}'")
    expect(spark).toContain('PARTITIONED BY (`year`)')
    for (const script of [duckDbScript([table], 'a\nDROP TABLE b'), spark])
      expect(script.split('\n').filter((line) => line.startsWith('DROP'))).toEqual([])
  })
})
