import { parquetMetadata, parquetReadObjects } from 'hyparquet'
import { describe, expect, it } from 'vitest'
import { exportTableOf, type ExportTable } from '#engine/tables/interchange/export-table.ts'
import { parquetParts } from '#engine/tables/interchange/parquet-parts.ts'
import { rowsOf } from '../../support/sql-rows.ts'
import { tableSources } from '#engine/tables/sql/table-sources.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { plainStore } from '../selection/plain-store.ts'

/** Observations with gaps in every kind of column, so that no null bitmap is a run of ones. */
const store = plainStore({
  patient: Array.from({ length: 7 }, (_, place) => ({ id: `p${place}`, birth_date: '1960-01-01' })),
  observation: Array.from({ length: 101 }, (_, place) => ({
    id: `o${place}`,
    patient_id: `p${place % 7}`,
    code: place % 2 === 0 ? 'http://loinc.org|4548-4|A1c' : `urn:x|c${place}|Other`,
    ...(place % 3 === 0 ? {} : { effective: `2020-0${(place % 9) + 1}-11T0${place % 10}:15:00-05:00` }),
    ...(place % 6 === 0 ? {} : { value: place / 8 }),
    ...(place % 5 === 0 ? {} : { unit: '%' })
  }))
})
const sources = tableSources(store, { registries: shippedRegistries, asOf: 20_000 })

function table(name: string): ExportTable {
  return exportTableOf(sources.get(name)!, sources.concepts, 'test', true)
}

function file(name: string, groupRows: number): ArrayBuffer {
  const bytes = Buffer.concat([...parquetParts(table(name), { groupRows })])
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)
}

/** The reader gives dates as Date; the store has days and milliseconds. */
function comparable(value: unknown, kind: string): unknown {
  if (value === null || value === undefined) return null
  if (value instanceof Date) return kind === 'date' ? value.toISOString().slice(0, 10) : value.getTime()
  if (typeof value === 'bigint') return Number(value)
  if (kind === 'dateTime' && typeof value === 'string') return Date.parse(value)
  return typeof value === 'boolean' ? Number(value) : value
}

/** Sizes that put the border between groups at every bit of a byte of the null bitmap, and one group for all. */
describe.each([1, 3, 8, 13, 50, 1000])(
  'Parquet in groups of %i rows, as an independent reader reads it',
  (groupRows) => {
    it.each(['observation', 'patient'])('%s has every value', async (name) => {
      const { rows, columns, cells } = rowsOf(sources.get(name)!, sources.concepts)
      const read = await parquetReadObjects({ file: file(name, groupRows) })
      const kinds = table(name).columns.map(({ column }) => column.kind)
      expect(read).toHaveLength(rows)
      for (let row = 0; row < rows; row++) {
        const theirs = columns.map((column, place) => comparable(read[row]![column.name], kinds[place]!))
        expect(theirs).toEqual(cells.map((cell, place) => comparable(cell(row), kinds[place]!)))
      }
    })

    it('tells the true size of each column chunk and group', () => {
      const bytes = file('observation', groupRows)
      const { row_groups: groups, num_rows: rows } = parquetMetadata(bytes)
      expect(Number(rows)).toBe(101)
      expect(groups).toHaveLength(Math.ceil(101 / groupRows))
      let end = 4
      for (const group of groups) {
        let size = 0
        for (const { meta_data: chunk } of group.columns) {
          expect(Number(chunk!.dictionary_page_offset ?? chunk!.data_page_offset)).toBe(end)
          expect(chunk!.total_compressed_size).toBe(chunk!.total_uncompressed_size)
          end += Number(chunk!.total_compressed_size)
          size += Number(chunk!.total_compressed_size)
        }
        expect(Number(group.total_byte_size)).toBe(size)
      }
      const footer = new DataView(bytes).getUint32(bytes.byteLength - 8, true)
      expect(bytes.byteLength - 8 - footer).toBe(end)
    })
  }
)
