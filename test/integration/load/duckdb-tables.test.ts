import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '#engine/store/model/store.ts'
import { openDuckDb } from '../../support/duckdb.ts'
import { openFolder } from '../../support/open-folder.ts'
import { rowsOf } from '../../support/rows-of.ts'
import { testData } from '../../support/test-data.ts'
import { rawSelect, rawTables } from './duckdb-tables.ts'

const folder = testData('data/synthea-100')
const duckdb = folder === undefined ? undefined : await openDuckDb()
afterAll(() => duckdb?.close())

/** Rows as texts, sorted; numbers are compared as numbers. */
function comparable(rows: readonly (readonly unknown[])[]): string[] {
  return rows.map((row) => JSON.stringify(row.map((cell) => cell ?? null))).sort()
}

describe.skipIf(folder === undefined || duckdb === undefined)('synthea-100, as DuckDB reads the raw files', () => {
  let store: Store

  beforeAll(async () => {
    store = (await openFolder(folder!)).store
  })

  it.each(Object.keys(rawTables))('%s has the same rows', async (name) => {
    const table = rawTables[name]!
    const columns = Object.keys(table.columns)
    const theirs = await duckdb!.rows(rawSelect(folder!, table))
    const ours = rowsOf(store, name).map((row) => columns.map((column) => row[column]))
    expect(ours.length).toBeGreaterThan(0)
    const [left, right] = [comparable(ours), comparable(theirs)]
    expect(left.length).toBe(right.length)
    expect(left.find((row, index) => row !== right[index])).toBe(undefined)
  })

  it('leaves out no table that has rows', () => {
    const filled = Array.from(store.tables.values(), ({ name, rows }) => (rows > 0 ? name : '')).filter(Boolean)
    const codings = Array.from(store.codings, ([name, { ids }]) => (ids.length > 0 ? `${name}_coding` : '')).filter(
      Boolean
    )
    const known = new Set(Object.keys(rawTables))
    expect([...filled, ...codings].filter((name) => !known.has(name))).toEqual([])
  })
})
