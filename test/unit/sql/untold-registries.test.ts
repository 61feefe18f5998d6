import { expect, it } from 'vitest'
import { conditionFeatures } from '#engine/models/features/record-features.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import { whereText } from '#engine/explore/where-text.ts'
import { sqlOver } from '../../support/sql-database.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { day, plainStore, type PlainTables } from '../selection/plain-store.ts'

const asOf = day('2024-06-30')
const people: PlainTables = {
  patient: [{ id: 'p1', birth_date: '1950-06-15' }, { id: 'p2' }],
  encounter: [{ id: 'e1', patient_id: 'p1', status: 'finished', period_start: '2024-03-01' }]
}
const columns = 'patient_id, conditions, has_diabetes, has_heart_failure'

async function ask(tables: PlainTables, statement: string): Promise<readonly (readonly unknown[])[]> {
  const database = await sqlOver(plainStore(tables), { registries: shippedRegistries, asOf })
  try {
    return database.query(statement).rows
  } finally {
    database.close()
  }
}

const untold: readonly (readonly [string, PlainTables])[] = [
  ['no diagnoses', people],
  [
    'diagnoses in codes that no list has',
    { ...people, condition: [{ id: 'c', patient_id: 'p1', code: 'urn:local|DM2', recorded_date: '2020-01-01' }] }
  ]
]

it.each(untold)('flags of registries are missing, not 0, where the data hold %s', async (_, tables) => {
  expect(await ask(tables, `select ${columns} from person_feature order by 1`)).toEqual([
    ['p1', null, null, null],
    ['p2', null, null, null]
  ])
})

it('flags are 0 where diagnoses can be read and nobody has the condition', async () => {
  const condition = [
    { id: 'c', patient_id: 'p1', code: 'http://snomed.info/sct|44054006', recorded_date: '2020-01-01' }
  ]
  expect(await ask({ ...people, condition }, `select ${columns} from person_feature order by 1`)).toEqual([
    ['p1', 1, 1, 0],
    ['p2', 0, 0, 0]
  ])
})

it('the features of models count no registry that the data cannot tell', () => {
  const population = populationOf(plainStore(people), shippedRegistries)
  const counted = conditionFeatures(population, { indices: [] } as never).find(({ id }) => id === 'conditions')!
  expect(counted.missing).toBe('no registry can be determined from these data')
  expect(counted.read(0, asOf, undefined)).toBeNaN()
})

it('conditions of charts select the same people where flags are missing', async () => {
  const choice = { dimension: 'registry:diabetes', label: 'Diabetes', values: ['no', 'yes'] }
  const counted = { dimension: 'conditions', label: 'Conditions', values: ['0', '1', '2', '3', '4+'], chosen: ['0'] }
  const count = async (chosen: readonly string[]) => {
    const { conditions } = whereText([{ ...choice, chosen }, counted])
    return await ask(people, `select count(*) from person_feature where ${conditions.join(' and ')}`)
  }
  expect(await count(['yes'])).toEqual([[0]])
  expect(await count(['no'])).toEqual([[2]])
  expect(await count(['no', 'yes'])).toEqual([[2]])
})
