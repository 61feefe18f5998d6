import { beforeEach, describe, expect, it } from 'vitest'
import { createExplorer, EVERYONE, type Explorer } from '#engine/explore/explorer.ts'
import { personMeasures } from '#engine/population/panels/person/person-measures.ts'
import { countBits } from '#engine/base/kernels/bitset.ts'
import { populationOf, type PopulationView } from '#engine/population/selection/population.ts'
import { readExploreViews, writeViews } from '../../../src-renderer/state/explore/view-file.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { day, plainStore } from '../selection/plain-store.ts'
import { allPeople } from '#engine/population/people/all-people.ts'

const asOf = day('2024-06-30')
const context = { asOf, filters: [] }
const loinc = 'http://loinc.org'

let population: PopulationView
let explorer: Explorer

/** Eight people: even ones are women; person n has n emergency visits and an A1c of n + 5 %. The last one died. */
beforeEach(() => {
  const numbers = [0, 1, 2, 3, 4, 5, 6, 7]
  const store = plainStore({
    patient: numbers.map((n) => ({
      id: `p${n}`,
      birth_date: `${1940 + n * 5}-01-01`,
      gender: n % 2 === 0 ? 'female' : 'male',
      ...(n === 7 ? { deceased: true } : {})
    })),
    encounter: numbers.flatMap((n) =>
      Array.from({ length: n }, (_, visit) => ({
        id: `e${n}-${visit}`,
        patient_id: `p${n}`,
        status: visit === 5 ? 'cancelled' : 'finished',
        class: 'http://terminology.hl7.org/CodeSystem/v3-ActCode|EMER|',
        period_start: `2024-0${(visit % 5) + 1}-10T10:00:00Z`
      }))
    ),
    observation: numbers.slice(1).map((n) => ({
      id: `o${n}`,
      patient_id: `p${n}`,
      status: 'final',
      code: `${loinc}|4548-4|A1c`,
      effective: '2024-02-01',
      value: n + 5,
      unit: '%'
    }))
  })
  population = populationOf(store, shippedRegistries)
  let next = 0
  explorer = createExplorer(allPeople(population), () => String(next++))
})

describe('measures', () => {
  const valuesOf = (id: string): number[] =>
    Array.from(
      personMeasures(population)
        .find((each) => each.id === id)!
        .values(asOf)
    )
  it('count what took place in twelve months', () => {
    expect(valuesOf('emergency_visits_12m')).toEqual([0, 1, 2, 3, 4, 5, 5, 6])
    expect(valuesOf('inpatient_stays_12m')).toEqual([0, 0, 0, 0, 0, 0, 0, 0])
  })
  it('give the latest result, or none', () => {
    expect(valuesOf('latest_hemoglobin_a1c')).toEqual([Number.NaN, 6, 7, 8, 9, 10, 11, 12])
  })
})

describe('brushing', () => {
  it('leaves out the dead, and counts each chart under the others’ choices', () => {
    const frame = explorer.open({ context, dimensions: ['sex', 'measure:emergency_visits_12m'] })
    expect(frame.people).toBe(7)
    const visits = frame.dimensions[1]!
    expect(visits.values.map(({ label }) => label)).toEqual(['0', '1', '2', '3', '4', '5', '6 and over'])
    const { people, counts, totals } = explorer.ask({ sex: [0], 'measure:emergency_visits_12m': [4, 5] }, undefined)
    expect(people).toBe(2)
    expect(Array.from(counts[0]!.slice(0, 2))).toEqual([2, 1])
    expect(Array.from(counts[1]!)).toEqual([1, 0, 1, 0, 1, 1, 0, 0])
    const index = frame.measures.findIndex(({ id }) => id === 'latest_hemoglobin_a1c')
    expect(totals[index]).toEqual({ sum: 9 + 11, known: 2 })
  })
})

describe('cohorts', () => {
  it('are definitions that filter, and combine by and, or, not', () => {
    explorer.open({ context, dimensions: ['sex', 'measure:emergency_visits_12m'] })
    const women = explorer.save('Women', { sex: [0] })
    const often = explorer.save('Often', { 'measure:emergency_visits_12m': [3, 4, 5] })
    expect([women.people, often.people]).toEqual([4, 4])
    const size = (operation: 'and' | 'or' | 'not'): number =>
      explorer.combine(operation, operation, women.id, often.id, context).people
    expect([size('and'), size('or'), size('not')]).toEqual([2, 6, 2])
    const inside = population.select(asOf, [{ dimension: `cohort:${women.id}`, values: ['yes'] }])
    expect(countBits(inside)).toBe(4)
    expect(explorer.cohorts.list(asOf).map(({ title }) => title)).toEqual(['Women', 'Often', 'and', 'or', 'not'])
    // Everyone lives: the dead person is neither counted nor kept.
    expect(explorer.combine('others', 'not', EVERYONE, women.id, context).people).toBe(3)
    expect(() => explorer.combine('x', 'and', women.id, 'gone', context)).toThrow('This cohort is gone')
  })
  it('are what the charts choose: filters, ranges of numbers, and people without a result', () => {
    explorer.open({
      context: { asOf, filters: [{ dimension: 'sex', values: ['male'], exclude: true }] },
      dimensions: ['measure:latest_hemoglobin_a1c', 'measure:emergency_visits_12m']
    })
    const { definition, people } = explorer.save('Some', {
      'measure:emergency_visits_12m': [0, 3, 4],
      'measure:latest_hemoglobin_a1c': [99]
    })
    expect(definition.steps).toEqual([
      { type: 'filter', dimension: 'sex', values: ['male'], exclude: true },
      expect.anything(),
      {
        type: 'any',
        criteria: [
          { type: 'number', number: 'emergency_visits_12m', below: 1 },
          { type: 'number', number: 'emergency_visits_12m', from: 3, below: 5 }
        ]
      }
    ])
    expect(people).toBe(0)
    const { cohort, unknown } = explorer.saveIds('Listed', ['p7', 'p1', 'p1', 'nobody'], asOf)
    expect([cohort.people, cohort.missing, unknown]).toEqual([2, 1, 1])
  })
  it('compare by standardized differences', () => {
    explorer.open({ context, dimensions: ['sex'] })
    const women = explorer.save('Women', { sex: [0] })
    const men = explorer.save('Men', { sex: [1] })
    const { rows, left, right, within } = explorer.compare(women.id, men.id, context)
    expect([left, right, within]).toEqual([4, 3, undefined])
    expect(explorer.compare(women.id, EVERYONE, context).within).toBe('left')
    expect(explorer.compare(EVERYONE, women.id, context).within).toBe('right')
    const visits = rows.find(({ id }) => id === 'emergency_visits_12m')!
    // Women 0, 2, 4, 5: mean 2.75, variance 59/12; men 1, 3, 5: mean 3, variance 4.
    expect([visits.left, visits.right]).toEqual([2.75, 3])
    expect(visits.difference).toBeCloseTo(-0.25 / Math.sqrt((59 / 12 + 4) / 2), 12)
    const registry = rows.find(({ id }) => id === 'diabetes:1')
    // Nobody has a diagnosis, so there is nothing to compare.
    expect(registry).toBeUndefined()
    expect(rows.find(({ id }) => id === 'sex:0')).toMatchObject({ left: 1, right: 0, difference: undefined })
  })
})

describe('files of views', () => {
  it('are read as they were written, and nothing else is taken', () => {
    const views = [
      {
        title: 'A',
        dimensions: ['sex'],
        chosen: { sex: ['female'] },
        pivot: { rows: 'sex', columns: 'age5', measure: undefined }
      }
    ]
    expect(readExploreViews(writeViews(views))).toEqual(JSON.parse(JSON.stringify(views)))
    expect(() => readExploreViews('nothing')).toThrow('not JSON')
    expect(() => readExploreViews('{"format":"populus-explore-views","views":[{"title":1}]}')).toThrow('no saved views')
  })
})
