import { tableFromIPC } from 'apache-arrow'
import { describe, expect, it, vi } from 'vitest'
import { cohortTables } from '#engine/cohorts/members/cohort-tables.ts'
import { createCohorts } from '#engine/cohorts/members/cohorts.ts'
import { COHORT_FORMAT } from '#engine/cohorts/definition/cohort-definition.ts'
import { allPeople } from '#engine/population/people/all-people.ts'
import { shardedPopulation } from '#engine/population/selection/population.ts'
import { divideStore } from '#engine/shards/divide-store.ts'
import type { PopulationShard } from '#engine/shards/shard.ts'
import { exportTableOf, type ExportTable } from '#engine/tables/interchange/export-table.ts'
import { writeFile, type ExportFormat } from '#engine/tables/interchange/write-file.ts'
import { sqlCatalog } from '#engine/tables/sql/sql-catalog.ts'
import { tableSources } from '#engine/tables/sql/table-sources.ts'
import { plainDefinition, plainRun } from '../../support/plain-measures.ts'
import { budgeted, fc } from '../../support/property.ts'
import { shippedRisk } from '../../support/risk-definitions.ts'
import { shippedRegistries } from '../../unit/registries/shipped-registries.ts'
import { day, plainStore } from '../../unit/selection/plain-store.ts'
import { plainPopulation, withinPeople } from '../selection/plain-population.ts'

vi.mock('#engine/store/model/ask-each.ts', () => import('../../support/message-shards.ts'))
vi.mock('#engine/store/model/exchange.ts', () => import('../../support/message-shards.ts'))

/** Tables that are the same whatever the people. */
const fixed: ReadonlySet<string> = new Set(['registry', 'value_set_code'])

async function bytesOf(table: ExportTable, format: ExportFormat): Promise<Uint8Array> {
  return new Uint8Array(await new Blob(await writeFile(table, format)).arrayBuffer())
}

/** Every table as SQL shows it and as its files are. */
async function tablesOf(shards: readonly PopulationShard[], asOf: number): Promise<unknown> {
  const population = allPeople(shardedPopulation(shards, shippedRegistries)[0]!)
  const cohorts = createCohorts(population)
  cohorts.put({
    id: 'old',
    definition: { format: COHORT_FORMAT, title: 'Old', people: 'all', steps: [{ type: 'age', at: 'as-of', from: 50 }] }
  })
  const run = plainRun(
    plainDefinition('m'),
    Array.from({ length: population.count }, (_, person) => [1, 1, 0, 0, person % 2])
  )
  const sources = tableSources(shards, {
    registries: shippedRegistries,
    asOf,
    risk: shippedRisk,
    measures: [run],
    more: cohortTables(cohorts, asOf)
  })
  const tables = await Promise.all(
    sources.names.map(async (name) => {
      const table = exportTableOf(sources.get(name)!, sources.concepts, 'Test', true)
      const isWritten = table.rows > 0 && !fixed.has(name)
      const files = isWritten && [
        await bytesOf(table, 'csv'),
        await bytesOf(table, 'parquet'),
        // Arrow numbers its dictionaries again for each file.
        tableFromIPC(await bytesOf(table, 'arrow')).toString()
      ]
      const rows = Array.from({ length: table.rows }, (_, row) => table.columns.map(({ cell }) => cell(row)))
      return { name, rows, files }
    })
  )
  return { tables, catalog: sqlCatalog(sources) }
}

describe('tables and exports', () => {
  it('do not depend on the number of shards, to the byte', async () => {
    await fc.assert(
      fc.asyncProperty(
        plainPopulation.map(withinPeople),
        fc.integer({ min: day('2017-01-01'), max: day('2020-12-31') }),
        fc.constantFrom(2, 7, 64),
        async (tables, asOf, count) => {
          expect(await tablesOf(divideStore(plainStore(tables), count), asOf)).toEqual(
            await tablesOf(divideStore(plainStore(tables), 1), asOf)
          )
        }
      ),
      { numRuns: budgeted(2) }
    )
  })
})
