import { describe, expect, it } from 'vitest'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import type { Figure } from '#engine/base/figures/figure.ts'
import { day, plainStore, type PlainRow } from '../selection/plain-store.ts'

const act = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'
const claimType = 'http://terminology.hl7.org/CodeSystem/claim-type'
const asOf = day('2026-06-30')

const visit = (patient: string, start: string, rest: PlainRow = {}): PlainRow => ({
  id: `e-${patient}-${start}`,
  patient_id: patient,
  status: 'finished',
  class: `${act}|AMB`,
  period_start: start,
  period_end: start,
  practitioner_id: 'Practitioner/ada',
  ...rest
})
const claim = (patient: string, start: string, rest: PlainRow = {}): PlainRow => ({
  id: `c-${patient}-${start}-${JSON.stringify(rest).length}`,
  patient_id: patient,
  status: 'active',
  use: 'claim',
  outcome: 'complete',
  type: `${claimType}|professional`,
  billable_start: start,
  billable_end: start,
  created: start,
  payment_date: '2026-06-20',
  payment_amount: 50,
  provider_id: 'Practitioner/ada',
  insurer_name: 'Northern Health',
  ...rest
})

/** One row for every outcome. */
const store = plainStore({
  patient: ['a', 'b', 'c'].map((id) => ({ id, birth_date: '1970-01-01', gender: 'female' })),
  practitioner: [{ id: 'ada' }, { id: 'bob' }],
  coverage: ['a', 'b'].map((id) => ({
    id: `coverage-${id}`,
    patient_id: id,
    status: 'active',
    payor_name: 'Northern Health',
    period_start: '2025-01-01',
    ...(id === 'b' ? { period_end: '2025-12-31' } : {})
  })),
  encounter: [
    visit('a', '2025-07-01'),
    visit('a', '2025-09-01'),
    visit('a', '2025-11-10'),
    visit('a', '2026-01-15', { status: 'cancelled' }),
    visit('a', '2026-02-01'),
    visit('a', '2026-03-01'),
    visit('a', '2026-06-01'),
    visit('b', '2026-02-20')
  ],
  explanation_of_benefit: [
    claim('a', '2025-07-02', { billable_end: '2025-07-02' }),
    claim('a', '2025-09-05'),
    claim('a', '2026-02-01', { outcome: 'error' }),
    claim('a', '2026-04-10', { provider_id: 'Practitioner/bob' }),
    claim('a', '2026-04-20'),
    claim('a', '2026-06-15'),
    claim('c', '2026-03-03'),
    claim('a', '2026-04-25', { type: `${claimType}|pharmacy` })
  ]
})
const panel = runPanel(store, [], 'reconciliation', { asOf, filters: [] }, {})
const [claims, chart] = panel.sides

const countsOf = (side: typeof claims): Readonly<Record<string, number>> =>
  Object.fromEntries(side!.outcomes.map(({ id, figure }) => [id, figure.value!]))

/** How many rows a figure opens. */
function opened({ rows }: Figure): number {
  const context = { asOf, filters: [] }
  const params = { selector: rows!, offset: 0, limit: 100, revealed: true }
  return runPanel(store, [], 'rows', context, params).total
}

describe('reconciliation of claims and chart', () => {
  it('finds for each claim of a visit what the chart has, with the likely reason', () => {
    expect(countsOf(claims)).toEqual({ visit: 1, near: 1, outside: 1, 'no-chart': 1, elsewhere: 1, 'no-visit': 1 })
    expect(claims!.matched).toMatchObject({ numerator: 1, denominator: 6 })
  })

  it('finds for each encounter that took place what the claims have', () => {
    expect(countsOf(chart)).toEqual({
      claim: 1,
      near: 1,
      'not-final': 1,
      'not-covered': 1,
      'run-out': 1,
      'no-claim': 2
    })
  })

  it('opens the rows of every number', () => {
    for (const side of [claims!, chart!]) {
      for (const { figure } of side.outcomes) expect(opened(figure)).toBe(figure.value)
      for (const { rows } of side.groups) for (const { figure } of rows) expect(opened(figure)).toBe(figure.numerator)
    }
    for (const { median, within30 } of panel.lag.rows) {
      expect(opened(median)).toBe(median.denominator)
      expect(opened(within30)).toBe(within30.opens)
    }
  })

  it('tells by type, payer and practice, and how long claims took', () => {
    const service = claims!.groups.find(({ id }) => id === 'service')!
    expect(service.rows).toMatchObject([{ label: 'Professional', figure: { numerator: 5, denominator: 6 } }])
    const payer = claims!.groups.find(({ id }) => id === 'payer')!
    expect(payer.rows).toMatchObject([{ label: 'Northern Health', figure: { denominator: 6 } }])
    expect(panel.lag.rows).toMatchObject([{ id: 'professional', within30: { numerator: 1, denominator: 6 } }])
    expect(claims!.provenance.definition.text).toContain('by the encounter that a claim names')
  })

  it('tells by code: the first diagnosis of a claim, the reason or type of an encounter', () => {
    const icd = 'http://hl7.org/fhir/sid/icd-10-cm'
    const coded = runPanel(
      plainStore({
        patient: [{ id: 'a', birth_date: '1970-01-01', gender: 'female' }],
        encounter: [
          visit('a', '2026-02-01', { type: `http://snomed.info/sct|185349003|Check-up` }),
          visit('a', '2026-04-01', { reason: `${icd}|I10|Hypertension`, type: `http://snomed.info/sct|185349003` })
        ],
        explanation_of_benefit: [claim('a', '2026-03-10', { id: 'c' }), claim('a', '2026-04-01', { id: 'd' })],
        explanation_of_benefit_diagnosis: [
          {
            id: 'c',
            explanation_of_benefit_id: 'ExplanationOfBenefit/c',
            patient_id: 'a',
            code: `${icd}|E119|Diabetes`
          },
          { id: 'c', explanation_of_benefit_id: 'ExplanationOfBenefit/c', patient_id: 'a', code: `${icd}|I10` }
        ]
      }),
      [],
      'reconciliation',
      { asOf, filters: [] },
      {}
    )
    const byCode = coded.sides.map(({ groups }) => groups.find(({ id }) => id === 'code')!.rows)
    expect(byCode[0]).toMatchObject([
      { label: 'No code', figure: { numerator: 0, denominator: 1 } },
      { label: 'Diabetes (E119)', figure: { numerator: 1, denominator: 1 } }
    ])
    expect(byCode[1]).toMatchObject([
      { label: 'Hypertension (I10)', figure: { numerator: 0, denominator: 1 } },
      { label: 'Check-up (185349003)', figure: { denominator: 1 } }
    ])
  })

  it('tells how long decisions about prior authorizations took, and opens them', () => {
    const decision = (index: number, request: string | undefined, created: string): PlainRow => ({
      ...claim('a', created),
      id: `decision-${index}`,
      use: 'preauthorization',
      created,
      ...(request === undefined ? {} : { claim_id: `Claim/request-${index}` })
    })
    const asked = [
      ['2026-02-01', '2026-02-04'],
      ['2026-03-01', '2026-03-06'],
      ['2026-04-01', '2026-04-21'],
      [undefined, '2026-05-01'],
      ['2024-01-01', '2024-01-02']
    ] as const
    const decided = plainStore({
      patient: [{ id: 'a', birth_date: '1970-01-01' }],
      claim: asked.flatMap(([created], index) =>
        created === undefined
          ? []
          : [{ id: `request-${index}`, patient_id: 'a', use: 'preauthorization', status: 'active', created }]
      ),
      explanation_of_benefit: asked.map(([request, created], index) => decision(index, request, created))
    })
    const { authorizations } = runPanel(decided, [], 'reconciliation', { asOf, filters: [] }, {})
    expect(authorizations.rows).toMatchObject([
      { label: 'Northern Health', decisions: 4, median: { value: 5 }, within: { numerator: 2, denominator: 3 } }
    ])
    const { rows } = authorizations.rows[0]!.within
    const params = { selector: rows!, offset: 0, limit: 10, revealed: true }
    expect(runPanel(decided, [], 'rows', { asOf, filters: [] }, params).total).toBe(2)
    expect(panel.authorizations.rows).toEqual([])
  })

  it('says what is missing where there is one source alone', () => {
    const found = (tables: Readonly<Record<string, readonly PlainRow[]>>) =>
      runPanel(plainStore({ patient: [{ id: 'a' }], ...tables }), [], 'reconciliation', { asOf, filters: [] }, {})
    const neither = found({})
    expect(neither.missing).toBe('the data contain neither claims of a payer nor encounters of the chart')
    expect(neither.sides).toEqual([])
    const [claims, visits] = [[claim('a', '2026-01-05')], [visit('a', '2026-01-05')]]
    expect(found({ encounter: visits }).missing).toBe('the data contain no claims of a payer')
    expect(found({ explanation_of_benefit: claims }).missing).toBe('the data contain no encounters of the chart')
    const cancelled = [visit('a', '2026-01-05', { status: 'cancelled' })]
    expect(found({ explanation_of_benefit: claims, encounter: cancelled }).missing).toBe(
      'no encounter of the chart took place on a day that is known'
    )
    expect(found({ explanation_of_benefit: claims, encounter: visits }).missing).toBeUndefined()
  })
})
