import { beforeEach, describe, expect, it } from 'vitest'
import { createCohorts, type Cohorts } from '#engine/explore/cohorts.ts'
import { fullBitset, ordinalsOf } from '#engine/base/kernels/bitset.ts'
import { populationOf, type PopulationView } from '#engine/population/selection/population.ts'
import { noConcepts } from '#engine/tables/model/no-concepts.ts'
import { rowsOf } from '../../support/sql-rows.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { plainStore } from '../selection/plain-store.ts'

let population: PopulationView
let cohorts: Cohorts

beforeEach(() => {
  population = populationOf(
    plainStore({ patient: ['a', 'b', 'c', 'd'].map((id) => ({ id, gender: 'female' })) }),
    shippedRegistries
  )
  let next = 0
  cohorts = createCohorts(population, () => `c${next++}`)
})

const members = (id: string): number[] => [...ordinalsOf(cohorts.people(id))]

describe('cohorts', () => {
  it('are made of ids, each once, and say how many are unknown', () => {
    const { cohort, unknown } = cohorts.addKeys('Some', ['b', 'd', 'b', 'nobody'])
    expect([cohort.people, unknown, members(cohort.id)]).toEqual([2, 1, [1, 3]])
  })

  it('are found again by id in other data of the source, and say whom these do not have', () => {
    const restored = cohorts.restore({ id: 'saved', title: 'Mine', keys: ['d', 'gone', 'a'] })
    expect([restored, members('saved')]).toEqual([{ id: 'saved', title: 'Mine', people: 2, missing: 1 }, [0, 3]])
    // Those who are missing now may be there in the next data.
    expect(cohorts.keys('saved')).toEqual(['a', 'd', 'gone'])
    expect(cohorts.rename('saved', 'Ours').missing).toBe(1)
    expect(cohorts.keys('saved')).toHaveLength(3)
    expect(cohorts.list()).toHaveLength(1)
  })

  it('are combined by and, or, not, also with all there are', () => {
    const left = cohorts.people(cohorts.addKeys('L', ['a', 'b']).cohort.id)
    const right = cohorts.people(cohorts.addKeys('R', ['b', 'c']).cohort.id)
    expect(members(cohorts.combine('1', 'and', left, right).id)).toEqual([1])
    expect(members(cohorts.combine('2', 'or', left, right).id)).toEqual([0, 1, 2])
    expect(members(cohorts.combine('3', 'not', left, right).id)).toEqual([0])
    expect(members(cohorts.combine('4', 'not', fullBitset(4), left).id)).toEqual([2, 3])
  })

  it('filter under their names, also new ones, and no longer when they are gone', () => {
    const { id } = cohorts.addKeys('Old', ['a']).cohort
    const dimension = `cohort:${id}`
    expect(ordinalsOf(population.select(0, [{ dimension, values: ['yes'] }]))).toEqual(Int32Array.of(0))
    expect(cohorts.rename(id, 'New')).toMatchObject({ id, title: 'New', people: 1 })
    expect(population.dimension(dimension).label).toBe('Cohort New')
    expect(population.dimensions.filter((each) => each.id === dimension)).toHaveLength(1)
    cohorts.remove(id)
    expect(cohorts.list()).toEqual([])
    expect(population.dimensions.some((each) => each.id === dimension)).toBe(false)
    expect(() => population.dimension(dimension)).toThrow('There is no filter')
    expect(() => cohorts.people(id)).toThrow('gone')
    expect(() => cohorts.rename(id, 'x')).toThrow('gone')
  })

  it('are a table', () => {
    cohorts.addKeys('Two', ['a', 'c'])
    cohorts.addKeys('One', ['d'])
    const { cells, rows } = rowsOf(cohorts.table(), noConcepts)
    expect(Array.from({ length: rows }, (_, row) => cells.map((cell) => cell(row)))).toEqual([
      ['c0', 'Two', 'a'],
      ['c0', 'Two', 'c'],
      ['c1', 'One', 'd']
    ])
  })
})
