import { describe, expect, it } from 'vitest'
import { emptyBitset, setBit, type Bitset } from '#engine/base/kernels/bitset.ts'
import type { MeasureRun } from '#engine/measures/run/measure-run.ts'
import { sqlOver } from '../../support/sql-database.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { day, plainStore } from '../selection/plain-store.ts'

const sct = 'http://snomed.info/sct'
const store = plainStore({
  patient: ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, birth_date: '1950-01-01', gender: 'female' })),
  condition: [{ id: 'c', patient_id: 'a', code: `${sct}|44054006|Type 2 diabetes` }]
})

function bits(...ordinals: readonly number[]): Bitset {
  const set = emptyBitset(5)
  for (const ordinal of ordinals) setBit(set, ordinal)
  return set
}

/** @param sets members by population code */
function run(
  end: string,
  sets: Readonly<Record<string, readonly number[]>>,
  title = 'Blood pressure control'
): MeasureRun {
  return {
    key: {
      snapshot: 's',
      measure: `urn:measure:${title}`,
      version: title === 'Blood pressure control' ? '1.2' : undefined,
      content: 'x',
      period: { start: end.replace('12-31', '01-01'), end },
      policy: { kind: 'role' } as unknown as MeasureRun['key']['policy'],
      zone: 'UTC'
    },
    title,
    ranAt: 0,
    seconds: 0,
    patients: 5,
    groups: [
      {
        id: 'g1',
        scoring: 'proportion',
        basis: 'boolean',
        improvement: 'increase',
        strata: [],
        populations: Object.entries(sets).map(([code, members]) => ({
          id: code,
          code,
          members: bits(...members),
          counts: code === 'numerator' ? Uint16Array.of(0, 3, 0, 0, 2) : undefined,
          observations: undefined
        }))
      }
    ],
    problems: []
  }
}

const proportion = {
  'initial-population': [0, 1, 2, 3],
  denominator: [0, 1, 2, 3],
  'denominator-exclusion': [2],
  numerator: [1, 2],
  'denominator-exception': [1, 3]
}
const measures = [run('2023-12-31', { denominator: [4] }), run('2024-12-31', proportion)]
const valueSets = [
  {
    url: 'urn:set',
    name: 'Diabetes',
    codes: new Map([[sct, new Set(['44054006', '73211009'])]])
  }
]

describe('tables of measures and codes', async () => {
  const database = await sqlOver(store, { registries: shippedRegistries, asOf: day('2024-06-30'), measures, valueSets })
  const ask = (statement: string): readonly (readonly unknown[])[] => database.query(statement).rows

  it('measure_result has each person in each population', () => {
    expect(
      ask(`SELECT patient_id, version, period_start, period_end, rate, count FROM measure_result
           WHERE population = 'numerator' ORDER BY 1`)
    ).toEqual([
      ['b', '1.2', '2024-01-01', '2024-12-31', 'g1', 3],
      ['c', '1.2', '2024-01-01', '2024-12-31', 'g1', 0]
    ])
    expect(ask('SELECT population, count(*), sum(count) FROM measure_result GROUP BY population ORDER BY 1')).toEqual([
      ['denominator', 5, 5],
      ['denominator-exception', 2, 2],
      ['denominator-exclusion', 1, 1],
      ['initial-population', 4, 4],
      ['numerator', 2, 3]
    ])
  })

  it('person_feature has the latest outcome of each measure', () => {
    expect(ask('SELECT patient_id, measure_blood_pressure_control FROM person_feature ORDER BY 1')).toEqual([
      ['a', 'denominator'],
      ['b', 'numerator'],
      ['c', 'excluded'],
      ['d', 'excluded'],
      ['e', null]
    ])
  })

  it('value_set_code has the codes of registries, tests and measures', () => {
    expect(ask(`SELECT system, code, display FROM value_set_code WHERE origin = 'measure' ORDER BY code`)).toEqual([
      [sct, '44054006', 'Type 2 diabetes'],
      [sct, '73211009', null]
    ])
    const [[origins]] = ask('SELECT count(DISTINCT origin) FROM value_set_code') as [[number]]
    expect(origins).toBe(3)
    expect(
      ask(`SELECT count(DISTINCT c.patient_id) FROM condition c JOIN value_set_code v USING (system, code)
           WHERE v.origin = 'registry' AND v.value_set = 'diabetes'`)
    ).toEqual([[1]])
  })

  it('registry has every definition', () => {
    expect(ask('SELECT registry, title, version FROM registry ORDER BY 1')).toEqual(
      shippedRegistries.map(({ id, title, version }) => [id, title, version]).sort(([a], [b]) => (a! < b! ? -1 : 1))
    )
  })
})
