import { describe, expect, it, vi } from 'vitest'
import type { Filter } from '#engine/base/figures/filter.ts'
import { createExplorer } from '#engine/explore/explorer.ts'
import { allPeople } from '#engine/population/people/all-people.ts'
import { noOrYes } from '#engine/population/selection/dimension.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import { createStoreCohorts } from '../../../src-renderer/workers/store/store-cohorts.ts'
import { definitionOf } from '../cohorts/few-people.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { plainStore } from '../selection/plain-store.ts'

const asOf = 20_000
const later = definitionOf([{ type: 'filter', dimension: 'risk:later', values: ['yes'] }], { people: 'all' })

function opened() {
  const store = plainStore({ patient: ['a', 'b', 'c'].map((id) => ({ id })) })
  const population = allPeople(populationOf(store, shippedRegistries))
  const explorer = createExplorer(population, () => 'new')
  let isKnown = false
  const prepare = vi.fn(async (filters: readonly Filter[]) => {
    if (isKnown || !filters.some(({ dimension }) => dimension === 'risk:later')) return
    isKnown = true
    const about = { id: 'risk:later', label: 'Later', group: 'people', hidden: true, fixed: true } as const
    population.add({ ...about, values: noOrYes, codes: () => Int8Array.of(0, 1, 1) })
  })
  const measures = () => ({ measures: [], valueSets: [] })
  return { explorer, api: createStoreCohorts({ explorer: () => explorer, measures, prepare }) }
}

describe('cohorts with a filter whose code is loaded when it is first asked for', () => {
  it('are counted when they come back', async () => {
    const { api, explorer } = opened()
    await api.setCohorts([{ id: 'k', definition: later }])
    expect(await api.cohorts(asOf)).toMatchObject([{ id: 'k', people: 2, unknown: 0 }])
    expect(explorer.cohorts.people('k', asOf)).toEqual(Uint32Array.of(0b110))
  })

  it('come back without one that another of them refuses', async () => {
    const { api } = opened()
    const uses = (cohort: string) =>
      definitionOf([{ type: 'filter', dimension: `cohort:${cohort}`, values: ['yes'] }], { people: 'all' })
    const problems = await api.setCohorts([
      { id: 'a', definition: uses('b') },
      { id: 'b', definition: uses('a') },
      { id: 'k', definition: later }
    ])
    expect(problems).toEqual([expect.stringContaining('cannot use itself')])
    expect((await api.cohorts(asOf)).map(({ id }) => id)).toEqual(['a', 'k'])
  })

  it('are counted before they are saved', async () => {
    const { api } = opened()
    const { funnel } = await api.cohortReport('new', later, { asOf, filters: [] })
    expect(funnel.people).toBe(2)
  })
})
