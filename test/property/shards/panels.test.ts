import { describe, expect, it, vi } from 'vitest'
import type { Filter } from '#engine/base/figures/filter.ts'
import { populationOf, type PopulationView } from '#engine/population/selection/population.ts'
import { divideStore } from '#engine/shards/divide-store.ts'
import { rangeShards } from '#engine/shards/range-shards.ts'
import { panelAnswers } from '../../support/panel-answers.ts'
import { budgeted, fc } from '../../support/property.ts'
import { shippedRegistries } from '../../unit/registries/shipped-registries.ts'
import { day, plainStore } from '../../unit/selection/plain-store.ts'
import { plainPopulation, withinPeople } from '../selection/plain-population.ts'

vi.mock('#engine/store/model/ask-each.ts', () => import('../../support/message-shards.ts'))
vi.mock('#engine/store/model/exchange.ts', () => import('../../support/message-shards.ts'))

const asOf = fc.integer({ min: day('2017-01-01'), max: day('2020-12-31') })
const picks = fc.array(fc.record({ dimension: fc.nat(), value: fc.nat(), exclude: fc.boolean() }), { maxLength: 2 })

function filtersFrom(
  population: PopulationView,
  list: readonly { readonly dimension: number; readonly value: number; readonly exclude: boolean }[]
): Filter[] {
  return list.map(({ dimension, value, exclude }) => {
    const chosen = population.dimensions[dimension % population.dimensions.length]!
    const values = chosen.values.length === 0 ? [] : [chosen.values[value % chosen.values.length]!.value]
    return exclude ? { dimension: chosen.id, values, exclude } : { dimension: chosen.id, values }
  })
}

describe('what panels show', () => {
  it('does not depend on the number of shards', () => {
    fc.assert(
      fc.property(
        plainPopulation.map(withinPeople),
        asOf,
        picks,
        fc.constantFrom(2, 7),
        fc.constantFrom(divideStore, rangeShards),
        (tables, date, picked, count, divide) => {
          const store = plainStore(tables)
          const context = { asOf: date, filters: filtersFrom(populationOf(store, shippedRegistries), picked) }
          const divided = divide(plainStore(tables), count)
          expect(panelAnswers(store, divided, shippedRegistries, context)).toEqual(
            panelAnswers(store, store, shippedRegistries, context)
          )
        }
      ),
      { numRuns: budgeted(20) }
    )
  })
})
