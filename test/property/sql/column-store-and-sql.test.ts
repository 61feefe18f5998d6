import { describe, expect, it } from 'vitest'
import { countBits } from '#engine/base/kernels/bitset.ts'
import { countCodes } from '#engine/base/kernels/codes.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import { resolveRows } from '#engine/population/rows/resolve-rows.ts'
import { budgeted, fc } from '../../support/property.ts'
import { sqlOver } from '../../support/sql-database.ts'
import { shippedRegistries } from '../../unit/registries/shipped-registries.ts'
import { day, plainStore } from '../../unit/selection/plain-store.ts'
import { plainPopulation } from '../selection/plain-population.ts'

const dates = fc.constantFrom('2017-03-31', '2018-12-31', '2019-06-30', '2020-12-31').map(day)

describe('the column store and SQL answer alike', () => {
  it('for people by sex and registry, rows by code, and joins of both', async () => {
    await fc.assert(
      fc.asyncProperty(plainPopulation, dates, async (tables, asOf) => {
        const store = plainStore(tables)
        const population = populationOf(store, shippedRegistries)
        const database = await sqlOver(store, { registries: shippedRegistries, asOf })
        const number = (statement: string): number => Number(database.query(statement).rows[0]?.[0])
        try {
          for (const { value } of population.dimension('sex').values) {
            const people = population.select(asOf, [{ dimension: 'sex', values: [value] }])
            expect(number(`select count(*) from person_feature where sex = '${value}'`)).toBe(countBits(people))
          }
          for (const registry of shippedRegistries) {
            const members = population.index.members(registry, asOf)
            const [, yes] = countCodes(members, population.select(asOf, []), 2)
            expect(number(`select count(*) from registry_member where registry = '${registry.id}'`)).toBe(yes)
          }
          const observation = store.table('observation')
          const { ids } = observation.column('code', 'concept')
          for (const id of new Set(ids)) {
            if (id < 0) continue
            const [system, code] = [store.concepts.systems[id]!, store.concepts.codes[id]!]
            const filters = [{ dimension: 'sex', values: ['female'] }]
            const where = [
              { column: 'code', in: [`${system}|${code}`] },
              { column: '@day', to: asOf }
            ]
            const rows = resolveRows(population, { table: 'observation', asOf, filters, where })
            expect(
              number(`select count(*) from observation o join patient p on p.id = o.patient_id
                where p.gender = 'female' and o.system = '${system}' and o.code = '${code}'
                and substr(o.effective, 1, 10) <= '${new Date(asOf * 86_400_000).toISOString().slice(0, 10)}'`)
            ).toBe(rows.length)
          }
        } finally {
          database.close()
        }
      }),
      { numRuns: budgeted(25) }
    )
  })
})
