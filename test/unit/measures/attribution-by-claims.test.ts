import { describe, expect, it } from 'vitest'
import { runMeasurePanel } from '#engine/measures/scorecard/run-measure-panel.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import { defaultMeasureSettings } from '#engine/measures/rates/measure-input.ts'
import { qualityInput } from '../../support/measure-input.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { day, plainStore, type PlainRow, type PlainTables } from '../selection/plain-store.ts'

const type = 'http://terminology.hl7.org/CodeSystem/claim-type'

interface PlainClaim {
  readonly who: string
  readonly on: string
  readonly header?: PlainRow
  readonly team?: readonly PlainRow[]
  readonly lines?: readonly PlainRow[]
}

function claims(...given: readonly PlainClaim[]): PlainTables {
  return {
    explanation_of_benefit: given.map(({ who, on, header }, index) => ({
      id: `e${index}`,
      patient_id: who,
      status: 'active',
      use: 'claim',
      outcome: 'complete',
      type: `${type}|professional`,
      billable_start: on,
      ...header
    })),
    explanation_of_benefit_care_team: given.flatMap(({ who, team = [] }, index) =>
      team.map((member) => ({ explanation_of_benefit_id: `e${index}`, patient_id: who, ...member }))
    ),
    explanation_of_benefit_item: given.flatMap(({ who, lines = [] }, index) =>
      lines.map((line) => ({ explanation_of_benefit_id: `e${index}`, patient_id: who, ...line }))
    )
  }
}

const [ada, ben] = ['Practitioner/ada', 'Practitioner/ben']
const by = (provider: string): PlainRow => ({ provider_id: provider })
const base: PlainTables = {
  patient: ['a', 'b', 'c', 'd'].map((id) => ({ id, birth_date: '1950-01-01' })),
  practitioner: [
    { id: 'ada', given: 'Ada', family: 'Lovelace' },
    { id: 'ben', given: 'Ben', family: 'Franklin' }
  ],
  practitioner_role: [{ id: 'r', practitioner_id: 'ada', organization_id: 'north' }],
  organization: [
    { id: 'north', name: 'North' },
    { id: 'south', name: 'South' }
  ]
}

const tables: PlainTables = {
  ...base,
  ...claims(
    // a: two days with Ada, one day twice with Ben.
    { who: 'a', on: '2024-01-05', header: by(ada) },
    { who: 'a', on: '2024-02-05', header: by(ada) },
    { who: 'a', on: '2024-03-05', header: by(ben) },
    { who: 'a', on: '2024-03-05', header: { ...by(ben), id: 'e3', total_submitted: 5 } },
    // b: billed by an organization; Ben rendered, Ada referred.
    {
      who: 'b',
      on: '2024-01-05',
      header: by('Organization/south'),
      team: [
        { provider_id: ada, role_code: 'referring' },
        { provider_id: ben, role_code: 'rendering' }
      ]
    },
    // c: hospital, pharmacy, laboratory, canceled: no visit.
    { who: 'c', on: '2024-01-05', header: { ...by(ada), type: `${type}|institutional`, bill_type: '0111' } },
    { who: 'c', on: '2024-01-06', header: { ...by(ada), type: `${type}|pharmacy` } },
    { who: 'c', on: '2024-01-07', header: by(ada), lines: [{ place_code: '81' }] },
    { who: 'c', on: '2024-01-08', header: { ...by(ada), status: 'cancelled' } }
  )
}

function attributionOf(given: PlainTables) {
  const store = plainStore(given)
  const population = populationOf(store, shippedRegistries)
  const context = { asOf: day('2024-06-30'), filters: [] }
  const panel = runMeasurePanel(qualityInput(store, []), 'attribution', context, {
    offset: 0,
    limit: 10,
    revealed: false
  })
  const practice = population.dimension('practice')
  const codes = population.codes('practice', context.asOf)
  return {
    panel,
    of: (id: string) => panel.rows.find((row) => row.id === id),
    practice: (patient: number) => practice.values[codes[patient]!]?.label
  }
}

describe('attribution by claims', () => {
  const { panel, of, practice } = attributionOf(tables)

  it('takes the provider of most days with claims for visits, and says so', () => {
    expect(of('a')).toMatchObject({
      provider: 'ada',
      reason: 'most-visits',
      visits: 2,
      runnerUp: 'Ben Franklin',
      runnerUpVisits: 1
    })
    expect(of('a')?.why).toContain('2 visits on claims in')
    expect(panel.reasons.find(({ reason }) => reason === 'most-visits')?.label).toBe('Most visits on claims')
    expect(panel.definition.text).toContain('The data contain no encounters: professional and outpatient claims')
  })

  it('takes who rendered the care, not who referred or billed', () => {
    expect(of('b')).toMatchObject({ provider: 'ben', visits: 1 })
  })

  it('does not count stays, drugs, laboratory tests and canceled claims', () => {
    expect(of('c')).toMatchObject({ provider: 'unknown', reason: 'nobody' })
    expect(of('d')?.reason).toBe('nobody')
  })

  it('gives the practice that billed, or that of the practitioner', () => {
    expect([0, 1, 2].map(practice)).toEqual(['North', 'South', 'Not recorded'])
  })

  it('is by encounters as soon as there are any', () => {
    const act = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'
    const encounter = [
      {
        id: 'v',
        patient_id: 'a',
        status: 'finished',
        class: `${act}|AMB`,
        period_start: '2024-05-01',
        practitioner_id: 'ben'
      }
    ]
    const mixed = attributionOf({ ...tables, encounter })
    expect(mixed.of('a')).toMatchObject({ provider: 'ben', visits: 1 })
    expect(mixed.panel.definition.text).not.toContain('The data contain no encounters')
    expect(defaultMeasureSettings.attribution.rules).toContain('most-visits')
  })
})
