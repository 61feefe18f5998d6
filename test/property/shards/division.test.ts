import { describe, expect, it } from 'vitest'
import { resolveRows } from '#engine/population/rows/resolve-rows.ts'
import { shardedPopulation } from '#engine/population/selection/population.ts'
import { divideStore } from '#engine/shards/divide-store.ts'
import { onlyShard, type PopulationShard } from '#engine/shards/shard.ts'
import { idAt } from '#engine/store/model/id-column.ts'
import type { Store } from '#engine/store/model/store.ts'
import { budgeted, fc } from '../../support/property.ts'
import { plainStore, type PlainTables } from '../../unit/selection/plain-store.ts'
import { plainPopulation } from '../selection/plain-population.ts'

const counts = fc.constantFrom(2, 7, 64)

function idsOf({ store }: PopulationShard, table: string): readonly string[] {
  const { rows, columns } = store.table(table)
  const column = columns.get('id')
  return column?.kind === 'id' ? Array.from({ length: rows }, (_, row) => idAt(column, row)!) : []
}

/** How many references of a column lead to nothing in these data, whoever they are of. */
function deadReferences(shards: readonly PopulationShard[], table: string, column: string): number {
  const where = [{ column: `@resolved:${column}`, in: ['no'] }]
  return shardedPopulation(shards, []).reduce(
    (sum, population) => sum + resolveRows(population, { table, asOf: 0, filters: [], where }).length,
    0
  )
}

describe('a divided population', () => {
  it('has every record of a person in one shard, and those of no person in each', () => {
    fc.assert(
      fc.property(plainPopulation, counts, (tables, count) => {
        const store = plainStore(tables)
        const shards = divideStore(store, count)
        for (const [name, { patient, rows }] of store.tables) {
          if (rows === 0) continue
          const all = idsOf(onlyShard(store), name).toSorted()
          if (patient === undefined) for (const shard of shards) expect(idsOf(shard, name).toSorted()).toEqual(all)
          else expect(shards.flatMap((shard) => idsOf(shard, name)).sort()).toEqual(all)
        }
      }),
      { numRuns: budgeted(15) }
    )
  })

  it('gives a person the same shard whoever else is loaded, and the same number in every division', () => {
    const shardOf = (store: Store, count: number): ReadonlyMap<string, number> =>
      new Map(divideStore(store, count).flatMap((shard) => idsOf(shard, 'patient').map((id) => [id, shard.index])))
    fc.assert(
      fc.property(plainPopulation, counts, (tables, count) => {
        const store = plainStore(tables)
        const all = shardOf(store, count)
        const fewer: PlainTables = { patient: (tables['patient'] ?? []).filter((_, index) => index % 2 === 0) }
        for (const [id, shard] of shardOf(plainStore(fewer), count)) expect(all.get(id)).toBe(shard)
        const ids = idsOf(onlyShard(store), 'patient')
        for (const shard of divideStore(store, count))
          idsOf(shard, 'patient').forEach((id, person) => {
            const number = shard.personNumber(person)
            expect(ids[number]).toBe(id)
            expect(shard.personHere(number)).toBe(person)
          })
      }),
      { numRuns: budgeted(15) }
    )
  })

  it('does not count a reference to a record of somebody else as one that leads nowhere', () => {
    fc.assert(
      fc.property(plainPopulation, counts, (tables, count) => {
        const store = plainStore(tables)
        for (const column of ['coverage_id', 'encounter_id', 'patient_id'])
          expect(deadReferences(divideStore(store, count), 'explanation_of_benefit', column)).toBe(
            deadReferences([onlyShard(store)], 'explanation_of_benefit', column)
          )
      }),
      { numRuns: budgeted(10) }
    )
  })
})
