import { describe, expect, it } from 'vitest'
import { runChecks } from '#engine/population/checks/run-checks.ts'
import { checkResult } from '#engine/population/panels/data/checks.ts'
import { screenFitness } from '#engine/population/panels/data/checks-fitness.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { plainStore } from '../selection/plain-store.ts'
import { onlyShard } from '#engine/shards/shard.ts'

const a1c = (id: string, value: number) => ({
  id,
  patient_id: 'a',
  status: 'final',
  code: 'http://loinc.org|4548-4|A1c',
  effective: `2019-0${id}-01`,
  value,
  unit: '%'
})

describe('the fitness of a screen', () => {
  const store = plainStore({
    patient: [{ id: 'a', birth_date: '1960-01-01', deceased_at: '2019-01-15' }],
    encounter: [
      { id: 'before', patient_id: 'a', status: 'finished', period_start: '2019-01-10' },
      { id: 'after', patient_id: 'a', status: 'finished', period_start: '2019-01-20' }
    ],
    observation: [a1c('1', 2.4), a1c('2', 7), a1c('3', 7.2), a1c('4', 8)]
  })
  const checks = [...runChecks([onlyShard(store)])].map((outcome) => checkResult(store, shippedRegistries, outcome))
  const all = { score: 100, inputs: [] }

  it('is not 100 while a check of its rows finds some', () => {
    const fitness = screenFitness(all, checks, { screen: 'overview' })
    expect(fitness.score).toBe(25)
    expect(fitness.inputs[0]).toMatchObject({ label: 'Dates plausible', score: 25 })
    expect(fitness.inputs[0]!.reason).toMatch(
      /^\d+ of \d+ checks found rows, \d+ are over their limits\. Worst: .*, 3 of 4 fail$/
    )
  })

  it('is not rated while the data are incomplete, and still says what was checked', () => {
    const fitness = screenFitness(all, checks, { screen: 'overview' }, 'Incomplete data. Missing: Condition (all).')
    expect(fitness.score).toBeUndefined()
    expect(fitness.inputs[0]).toMatchObject({ label: 'Dates plausible', score: 25 })
  })

  it('takes checks of one kind of value only where that value is shown', () => {
    const valuesOn = (screen: Parameters<typeof screenFitness>[2]) =>
      screenFitness(all, checks, screen).inputs.find(({ label }) => label === 'Values plausible')?.score
    expect(valuesOn({ screen: 'registry', registry: 'diabetes' })).toBe(75)
    expect(valuesOn({ screen: 'registry', registry: 'hypertension' })).toBe(100)
    expect(valuesOn({ screen: 'overview' })).toBe(100)
  })

  it('keeps a pattern in one kind of value to the registries that are judged on it', () => {
    const people = Array.from({ length: 10 }, (_, index) => `p${index}`)
    const uniform = plainStore({
      patient: people.map((id) => ({ id, birth_date: '1960-01-01' })),
      condition: people.map((id) => ({
        id: `c-${id}`,
        patient_id: id,
        code: 'http://snomed.info/sct|59621000|Hypertension',
        onset: '2010-01-01'
      })),
      observation: Array.from({ length: 40 }, (_, index) => ({
        id: `o${index}`,
        patient_id: people[index % 10]!,
        status: 'final',
        code: 'http://loinc.org|8480-6|Systolic',
        effective: `2019-01-${10 + (index % 20)}`,
        value: 150 + index,
        unit: 'mm[Hg]'
      }))
    })
    const found = [...runChecks([onlyShard(uniform)])].map((outcome) =>
      checkResult(uniform, shippedRegistries, outcome)
    )
    const scoreOf = (registry: string) => screenFitness(all, found, { screen: 'registry', registry }).score
    expect(scoreOf('hypertension')).toBe(0)
    expect(['asthma', 'copd', 'obesity', 'hyperlipidaemia', 'depression'].map(scoreOf)).toEqual([
      100, 100, 100, 100, 100
    ])
    expect(screenFitness(all, found, { screen: 'overview' }).score).toBe(100)
  })

  it('stays as it is until the checks have run', () => {
    expect(screenFitness(all, [], { screen: 'overview' })).toEqual(all)
  })
})
