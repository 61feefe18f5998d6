import { appendFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSamplePopulation } from '../../../src-main/sample/population/population.ts'
import { compareRows, ingestTypes, readWith } from '../../bench/ingest-engines.ts'
import { canonicalViews } from '../../support/canonical-views.ts'
import { skipped } from '../../support/skipped.ts'

const hasPeer = existsSync(resolve(import.meta.dirname, '../../peers/node_modules/@duckdb/node-api'))
if (!hasPeer) skipped('DuckDB is not installed: run "npm ci" in test/peers to compare what is read with its tables.')

interface ViewSelect {
  readonly column?: readonly { readonly name: string }[]
  readonly select?: readonly ViewSelect[]
  readonly unionAll?: readonly ViewSelect[]
}

/** Names of the columns of a view. */
function columnsOf({ column = [], select = [], unionAll = [] }: ViewSelect): string[] {
  return [...column.map(({ name }) => name), ...[...select, ...unionAll].flatMap(columnsOf)]
}

/** Columns that every table has under the names of a finished store, whatever its view calls them. */
const structural = /^(?:id|patient_id|position|system|code|display)$|_id$/

// What `npm run bench:ingest` times has to be equal work, or its ratio says nothing.
const views = new Map(Array.from(canonicalViews('r4').values(), (view) => [view.name, view]))

describe.skipIf(!hasPeer)('DuckDB as a peer of the ingest', () => {
  let folder = ''
  const fileOf = (type: string): string => join(folder, `${type}.ndjson`)

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'populus-test-'))
    const population = createSamplePopulation({ patients: 40 })
    for (const { name, type } of population.files.filter((file) => ['Patient', ...ingestTypes].includes(file.type)))
      for await (const piece of population.stream(name)) appendFileSync(fileOf(type), piece)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it.each(ingestTypes)('makes the tables, rows and columns that a store has of %s', async (type) => {
    const [file, people] = [fileOf(type), fileOf('Patient')]
    const ours = await readWith('store', type, file, people)
    const theirs = await readWith('duckdbFinished', type, file, people)
    expect(() => compareRows(type, ours, theirs)).not.toThrow()
    compareRows(type, await readWith('scanner', type, file, people), await readWith('duckdb', type, file, people))
    const filled = Object.keys(ours.rows).filter((name) => ours.rows[name]! > 0)
    expect(filled.length).toBeGreaterThan(1)
    for (const name of filled) {
      const view = views.get(name) as unknown as ViewSelect
      const wanted = columnsOf(view).filter((column) => !structural.test(column))
      expect([name, wanted.filter((column) => !theirs.columns![name]!.includes(column))]).toEqual([name, []])
    }
  })
})
