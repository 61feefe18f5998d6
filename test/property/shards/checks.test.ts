import { describe, expect, it, vi } from 'vitest'
import { runChecks } from '#engine/population/checks/run-checks.ts'
import { checkResult } from '#engine/population/panels/data/checks.ts'
import { resolveRows } from '#engine/population/rows/resolve-rows.ts'
import { shardedPopulation } from '#engine/population/selection/population.ts'
import { divideStore } from '#engine/shards/divide-store.ts'
import { budgeted, fc } from '../../support/property.ts'
import { shippedRegistries } from '../../unit/registries/shipped-registries.ts'
import { plainStore, type PlainTables } from '../../unit/selection/plain-store.ts'
import { plainPopulation, withinPeople } from '../selection/plain-population.ts'

vi.mock('#engine/store/model/ask-each.ts', () => import('../../support/message-shards.ts'))
vi.mock('#engine/store/model/exchange.ts', () => import('../../support/message-shards.ts'))

/** The same with few names and days of birth, so that some people look like others, and with records that others replace. */
function withNames(tables: PlainTables): PlainTables {
  const rows = tables['patient'] ?? []
  const patient = rows.map((row, index) => ({
    ...row,
    family: index % 5 === 4 ? undefined : ['Lovelace', 'LOVELACE', 'Turing'][index % 3],
    given: 'Ada',
    birth_date: index % 2 === 0 ? '1950-02-28' : row['birth_date'],
    // Some lead to nobody, some in a circle.
    replaced_by_id: index % 3 === 1 ? (rows[(index * 7) % (rows.length + 1)]?.['id'] ?? 'nobody') : undefined,
    replaces_id: index % 4 === 2 ? rows[index - 1]?.['id'] : undefined
  }))
  return { ...tables, patient }
}

describe('checks of the data', () => {
  it('do not depend on the number of shards, and open the rows that fail', () => {
    fc.assert(
      fc.property(plainPopulation.map(withinPeople).map(withNames), fc.constantFrom(2, 7, 64), (tables, count) => {
        const results = (shards: number) => {
          const divided = divideStore(plainStore(tables), shards)
          return [...runChecks(divided)].map((outcome) => {
            const result = checkResult(divided[0]!.store, shippedRegistries, outcome)
            const opened = shardedPopulation(divided, shippedRegistries).map(
              (population) => resolveRows(population, result.failed.rows!).length
            )
            return { result, opened: opened.reduce((sum, rows) => sum + rows, 0) }
          })
        }
        const divided = results(count)
        expect(divided).toEqual(results(1))
        for (const { result, opened } of divided) expect([result.id, opened]).toEqual([result.id, result.failed.value])
      }),
      { numRuns: budgeted(10) }
    )
  })
})
