import { describe, expect, it } from 'vitest'
import { createExplorer, type Brushes } from '#engine/explore/explorer.ts'
import { cohortTables } from '#engine/cohorts/members/cohort-tables.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import { budgeted, fc } from '../../support/property.ts'
import { exploreWhere } from '../../../src-renderer/screens/explore/where-statement.ts'
import { sqlOver } from '../../support/sql-database.ts'
import { shippedRegistries } from '../../unit/registries/shipped-registries.ts'
import { day, plainStore } from '../../unit/selection/plain-store.ts'
import { plainPopulation } from '../selection/plain-population.ts'
import { allPeople } from '#engine/population/people/all-people.ts'

const asOf = day('2020-06-30')
const MAX_CHARTS = 30
const seed = fc.array(fc.nat(), { minLength: 60, maxLength: 60 })

describe('the choices of the Explore screen and their condition in SQL', () => {
  it('select the same people, for every chart, filters and cohorts, also when saved as a cohort', async () => {
    let compared = 0
    await fc.assert(
      fc.asyncProperty(plainPopulation, seed, async (tables, numbers) => {
        const store = plainStore(tables)
        const population = populationOf(store, shippedRegistries)
        let made = 0
        const explorer = createExplorer(allPeople(population), () => `c${++made}`)
        explorer.open({ context: { asOf, filters: [] }, dimensions: ['sex'] })
        explorer.save('Some', { sex: [0] })
        const { available } = explorer.open({ context: { asOf, filters: [] }, dimensions: [] })
        const ids = available.map(({ id }) => id).filter((id) => id !== 'city' && !id.startsWith('quality:'))
        const filters = [{ dimension: 'sex', values: ['female', 'male'], exclude: (numbers[0] ?? 0) % 2 === 0 }]
        const database = await sqlOver(store, {
          registries: shippedRegistries,
          asOf,
          more: cohortTables(explorer.cohorts, asOf)
        })
        const dimensions = population.dimensions.map(({ id, label, group, hidden, values }) => ({
          id,
          label,
          group,
          hidden,
          values
        }))
        try {
          for (let first = 0; first < ids.length; first += MAX_CHARTS) {
            const charts = ids.slice(first, first + MAX_CHARTS)
            const frame = explorer.open({ context: { asOf, filters }, dimensions: charts })
            // Each chart alone, then several together, then none.
            const alone: Brushes[] = frame.dimensions.map(({ id, values }, index) => ({
              [id]: values.flatMap((_, code) => (((numbers[index % 60] ?? 0) >> (code % 20)) % 2 === 1 ? [code] : []))
            }))
            const some = alone.filter((_, index) => index % 7 === (numbers[1] ?? 0) % 7)
            for (const brushes of [...alone, Object.assign({}, ...some) as Brushes, {}]) {
              const { conditions, left } = exploreWhere(frame, brushes, filters, dimensions)
              expect(left).toEqual([])
              const statement = `SELECT count(*) FROM person_feature WHERE ${conditions.join(' AND ')}`
              const { people } = explorer.ask(brushes, undefined)
              expect([statement, database.query(statement).rows]).toEqual([statement, [[people]]])
              const saved = explorer.save('Again', brushes)
              expect([brushes, saved.definition.steps, saved.people]).toEqual([brushes, saved.definition.steps, people])
              explorer.cohorts.remove(saved.id)
              compared++
            }
          }
        } finally {
          database.close()
        }
      }),
      { numRuns: budgeted(15) }
    )
    expect(compared).toBeGreaterThan(200)
  })
})
