import { describe, expect, it } from 'vitest'
import { registryIndex } from '#engine/population/registries/registry-index.ts'
import { memberSources, sourcesAsOf } from '#engine/population/registries/membership-days.ts'
import type { Registry } from '#engine/population/registries/registry-definition.ts'
import { day, plainStore, type PlainRow, type PlainTables } from '../selection/plain-store.ts'
import { shipped, shippedRegistries } from './shipped-registries.ts'

const icd = 'http://hl7.org/fhir/sid/icd-10-cm'
const type = 'http://terminology.hl7.org/CodeSystem/claim-type'
const person: PlainRow = { id: 'p', birth_date: '1960-01-01', gender: 'female' }
const diabetes = shipped('diabetes')

/** A claim on a day: what stands in its header, its diagnosis, and its lines. */
interface PlainClaim {
  readonly on: string
  readonly header?: PlainRow
  readonly diagnosis?: PlainRow
  readonly lines?: readonly PlainRow[]
}

/** A visit to a doctor for diabetes, unless something else is given. */
function claims(...given: readonly PlainClaim[]): PlainTables {
  return {
    explanation_of_benefit: given.map(({ on, header }, index) => ({
      id: `e${index}`,
      patient_id: 'p',
      status: 'active',
      use: 'claim',
      outcome: 'complete',
      type: `${type}|professional`,
      billable_start: on,
      ...header
    })),
    explanation_of_benefit_diagnosis: given.map(({ diagnosis }, index) => ({
      explanation_of_benefit_id: `e${index}`,
      patient_id: 'p',
      sequence: 1,
      code: `${icd}|E11.9`,
      ...diagnosis
    })),
    explanation_of_benefit_item: given.flatMap(({ lines = [] }, index) =>
      lines.map((line, position) => ({
        explanation_of_benefit_id: `e${index}`,
        patient_id: 'p',
        sequence: position + 1,
        ...line
      }))
    )
  }
}

function membership(tables: PlainTables, registry: Registry = diabetes) {
  const index = registryIndex(plainStore({ patient: [person], ...tables }), [registry])
  return {
    isMember: (date: string) => index.members(registry, day(date))[0] === 1,
    source: (date: string) => memberSources[sourcesAsOf(index.membership(registry), day(date))[0]!],
    roles: () =>
      index
        .membership(registry)
        .explainClaims?.()(0)
        .map(({ role, decides }) => (decides ? `${role}, decides` : role))
  }
}

const later = '2026-01-01'
const institutional = { type: `${type}|institutional` }

describe('membership by claims', () => {
  it('one claim for a stay suffices, from its day on', () => {
    const { isMember, source, roles } = membership(
      claims({ on: '2024-03-01', header: { ...institutional, bill_type: '0111' } })
    )
    expect(isMember('2024-02-29')).toBe(false)
    expect(isMember('2024-03-01')).toBe(true)
    expect(source(later)).toBe('claims')
    expect(roles()).toEqual(['stay, decides'])
  })

  it('one visit does not suffice, two on different days do, from the second on', () => {
    expect(membership(claims({ on: '2024-03-01' })).isMember(later)).toBe(false)
    const { isMember, roles } = membership(claims({ on: '2024-03-01' }, { on: '2024-03-02' }))
    expect(isMember('2024-03-01')).toBe(false)
    expect(isMember('2024-03-02')).toBe(true)
    expect(roles()).toEqual(['visit, decides', 'visit, decides'])
  })

  it('two visits on one day do not', () => {
    expect(membership(claims({ on: '2024-03-01' }, { on: '2024-03-01' })).isMember(later)).toBe(false)
  })

  it('two visits further apart than the months of the rule do not, and a third within them does', () => {
    expect(membership(claims({ on: '2022-03-01' }, { on: '2024-03-01' })).isMember(later)).toBe(false)
    expect(membership(claims({ on: '2022-03-01' }, { on: '2024-02-29' })).isMember(later)).toBe(true)
    const { isMember, roles } = membership(claims({ on: '2022-03-01' }, { on: '2024-03-01' }, { on: '2024-09-01' }))
    expect(isMember('2024-08-31')).toBe(false)
    expect(isMember('2024-09-01')).toBe(true)
    expect(roles()).toEqual(['visit', 'visit, decides', 'visit, decides'])
  })

  it('minimum days between visits may be more than one', () => {
    const month: Registry = { ...diabetes, claims: { ...diabetes.claims!, daysApart: 30 } }
    expect(membership(claims({ on: '2024-03-01' }, { on: '2024-03-30' }), month).isMember(later)).toBe(false)
    expect(
      membership(claims({ on: '2024-03-01' }, { on: '2024-03-15' }, { on: '2024-03-31' }), month).isMember(later)
    ).toBe(true)
  })

  it('a registry without a rule takes no claims', () => {
    const { claims: _, ...without } = diabetes
    expect(membership(claims({ on: '2024-03-01' }, { on: '2024-03-02' }), without).isMember(later)).toBe(false)
  })

  const visit: PlainClaim = { on: '2024-03-01', lines: [{ procedure_code: 'G0439', place_code: '11' }] }
  const outpatient = { ...institutional, bill_type: '131' }

  it.each<[string, PlainClaim]>([
    ['place of service of a laboratory', { on: '2024-06-01', lines: [{ place_code: '81' }] }],
    ['a laboratory code', { on: '2024-06-01', lines: [{ procedure_code: 'P2028', place_code: '11' }] }],
    ['a code of the laboratory section', { on: '2024-06-01', lines: [{ procedure_code: '80000', place_code: '11' }] }],
    ['an imaging code', { on: '2024-06-01', lines: [{ procedure_code: 'R0070', place_code: '11' }] }],
    ['an ambulance', { on: '2024-06-01', lines: [{ procedure_code: 'A0428', place_code: '41' }] }],
    ['medical equipment', { on: '2024-06-01', lines: [{ procedure_code: 'E0607', place_code: '12' }] }],
    ['home oxygen', { on: '2024-06-01', lines: [{ procedure_code: 'E1390', place_code: '12' }] }],
    ['a supplier of equipment', { on: '2024-06-01', header: { medicare_type: '82' } }],
    [
      'revenue centers of laboratory and imaging, and the total',
      {
        on: '2024-06-01',
        header: outpatient,
        lines: [{ revenue_code: '0300' }, { revenue_code: '0320' }, { revenue_code: '0001' }]
      }
    ],
    [
      'a hospital laboratory for people who are not its patients',
      { on: '2024-06-01', header: { ...institutional, bill_type: '0141' } }
    ]
  ])('a claim for nothing but rule-out services does not count: %s', (_, claim) => {
    const { isMember, roles } = membership(claims(visit, claim))
    expect(isMember(later)).toBe(false)
    expect(roles()).toEqual(['visit', 'rule-out services only'])
  })

  it('a laboratory test next to a visit does not matter, nor does one that the rule does not exclude', () => {
    const both = [{ procedure_code: 'P2028' }, { procedure_code: 'G0439' }]
    expect(membership(claims(visit, { on: '2024-06-01', lines: both })).isMember(later)).toBe(true)
    const anyService: Registry = { ...diabetes, claims: { ...diabetes.claims!, excludeRuleOut: [] } }
    const test: PlainClaim = { on: '2024-06-01', lines: [{ procedure_code: 'P2028' }] }
    expect(membership(claims(visit, test), anyService).isMember(later)).toBe(true)
  })

  it.each<[string, PlainClaim, string]>([
    ['cancelled', { on: '2024-06-01', header: { status: 'cancelled' } }, 'canceled or draft'],
    ['entered in error', { on: '2024-06-01', header: { status: 'entered-in-error' } }, 'canceled or draft'],
    ['a preauthorization', { on: '2024-06-01', header: { use: 'preauthorization' } }, 'preauthorization'],
    ['not processed', { on: '2024-06-01', header: { outcome: 'error' } }, 'denied'],
    ['denied', { on: '2024-06-01', header: { denial_reason: '50' } }, 'denied'],
    [
      'denied line by line',
      { on: '2024-06-01', lines: [{ procedure_code: 'G0439', denial_reason: '50' }, { denial_reason: '50' }] },
      'denied'
    ],
    ['without a day', { on: '2024-06-01', header: { billable_start: undefined } }, 'no day of service'],
    ['pharmacy', { on: '2024-06-01', header: { type: `${type}|pharmacy` } }, 'other kind of claim'],
    ['dental', { on: '2024-06-01', header: { type: `${type}|oral` } }, 'other kind of claim']
  ])('a claim does not count that is %s', (_, claim, role) => {
    const { isMember, roles } = membership(claims(visit, claim))
    expect(isMember(later)).toBe(false)
    expect(roles()).toContain(role)
  })

  it('a claim and its reversal do not count, nor does a version that another one replaces', () => {
    const reversed = { identifier: 'n1', bill_type: '0138', payment_amount: -100, ...institutional }
    const original = { identifier: 'n1', bill_type: '0131', payment_amount: 100, ...institutional }
    const withReversal = membership(
      claims(visit, { on: '2024-06-01', header: original }, { on: '2024-06-01', header: reversed })
    )
    expect(withReversal.isMember(later)).toBe(false)
    expect(withReversal.roles()?.slice(1)).toEqual(['reversed', 'reversed'])
    const versions = membership(
      claims(
        visit,
        { on: '2024-06-01', header: { identifier: 'n2', created: '2024-06-05', payment_amount: 50 } },
        {
          on: '2024-06-01',
          header: { identifier: 'n2', created: '2024-07-05', payment_amount: 60 },
          diagnosis: { code: `${icd}|R73.03` }
        }
      )
    )
    expect(versions.isMember(later)).toBe(false)
    expect(versions.roles()).toEqual(['visit', 'replaced'])
  })

  it('a claim counts of which one line was denied', () => {
    const lines = [{ procedure_code: 'G0439' }, { denial_reason: '50' }]
    expect(membership(claims(visit, { on: '2024-06-01', lines })).isMember(later)).toBe(true)
  })

  it('takes part in any position, in ICD-10-CM without dots, and not for another disease', () => {
    const second = { sequence: 7, code: 'urn:oid:2.16.840.1.113883.6.90|E1165' }
    expect(membership(claims(visit, { on: '2024-06-01', diagnosis: second })).isMember(later)).toBe(true)
    expect(membership(claims(visit, { on: '2024-06-01', diagnosis: { code: `${icd}|R73.03` } })).isMember(later)).toBe(
      false
    )
  })

  it('a diagnosis that refers to a Condition is that of the Condition, unless it is refuted', () => {
    const refers = { code: undefined, condition_id: 'c' }
    const condition = (status: string): PlainTables => ({
      ...claims({ on: '2024-03-01', diagnosis: refers }, { on: '2024-06-01', diagnosis: refers }),
      condition: [
        { id: 'c', patient_id: 'p', code: `${icd}|E11.9`, verification_status: status, recorded_date: '2025-01-01' }
      ]
    })
    expect(membership(condition('confirmed')).source('2024-07-01')).toBe('claims')
    expect(membership(condition('confirmed')).source(later)).toBe('both')
    expect(membership(condition('refuted')).isMember(later)).toBe(false)
  })

  it('where the Condition is not in the data, the claim has the diagnosis that its line is coded with', () => {
    const refers = { code: undefined, condition_id: 'absent' }
    const line = { diagnosis_sequence: 1, code: `${icd}|E11.9` }
    const stay = { on: '2024-03-01', header: { ...institutional, bill_type: '111' }, diagnosis: refers }
    expect(membership(claims({ ...stay, lines: [line] })).isMember(later)).toBe(true)
    expect(membership(claims({ ...stay, lines: [{ ...line, diagnosis_sequence: 2 }] })).isMember(later)).toBe(false)
    expect(membership(claims(stay)).isMember(later)).toBe(false)
  })

  it('tells chart, claims and both apart', () => {
    const chart = { condition: [{ id: 'c', patient_id: 'p', code: `${icd}|E11.9`, recorded_date: '2024-04-01' }] }
    expect(membership(chart).source(later)).toBe('chart')
    const both = membership({ ...chart, ...claims({ on: '2024-03-01' }, { on: '2024-05-01' }) })
    expect(both.isMember('2024-03-31')).toBe(false)
    expect(both.source('2024-04-30')).toBe('chart')
    expect(both.source('2024-05-01')).toBe('both')
    expect(both.source('2024-03-31')).toBeUndefined()
  })
})

describe('membership by claims of a condition that resolves', () => {
  const asthma = shipped('asthma')
  const diagnosis = { code: `${icd}|J45.909` }
  const two = claims({ on: '2020-03-01', diagnosis }, { on: '2020-06-01', diagnosis })

  it('holds while the claims lie within the months of the rule', () => {
    const { isMember } = membership(two, asthma)
    expect(isMember('2020-05-31')).toBe(false)
    expect(isMember('2020-06-01')).toBe(true)
    expect(isMember('2022-02-28')).toBe(true)
    expect(isMember('2022-03-01')).toBe(false)
  })

  it('ends where the chart ends it, unless there are claims after that', () => {
    const ended = { id: 'c', patient_id: 'p', ...diagnosis, recorded_date: '2020-03-01', abatement: '2021-01-01' }
    const { isMember } = membership({ ...two, condition: [ended] }, asthma)
    expect(isMember('2020-12-31')).toBe(true)
    expect(isMember('2021-01-01')).toBe(false)
    const again = claims({ on: '2021-03-01', diagnosis }, { on: '2021-06-01', diagnosis })
    expect(membership({ ...again, condition: [ended] }, asthma).isMember('2021-06-01')).toBe(true)
  })
})

describe('kinds of claims', () => {
  it.each<[string, PlainRow, readonly PlainRow[], string]>([
    ['Medicare claim type', { medicare_type: '60' }, [], 'stay'],
    ['Medicare claim type of a carrier', { ...institutional, medicare_type: '71' }, [], 'visit'],
    ['type of bill of a hospital', { ...institutional, bill_type: '0117' }, [], 'stay'],
    ['type of bill of a nursing facility', { ...institutional, bill_type: '213' }, [], 'stay'],
    ['type of bill of home health', { ...institutional, bill_type: '0329' }, [], 'stay'],
    ['type of bill of hospice', { ...institutional, bill_type: '0813' }, [], 'other kind of claim'],
    ['type of bill of an outpatient department', { ...institutional, bill_type: '0131' }, [], 'visit'],
    ['inpatient Part B', { ...institutional, bill_type: '0121' }, [], 'visit'],
    ['subtype', { ...institutional, subtype_code: 'inpatient' }, [], 'stay'],
    ['room and board', institutional, [{ revenue_code: '0120' }, { revenue_code: '0300' }], 'stay'],
    ['place of service', institutional, [{ place_code: '21' }], 'stay'],
    ['a doctor in a hospital', {}, [{ place_code: '21' }], 'visit'],
    ['nothing', institutional, [], 'visit'],
    ['no type', { type: undefined }, [], 'visit']
  ])('are told by %s', (_, header, lines, role) => {
    expect(membership(claims({ on: '2024-03-01', header, lines })).roles()?.[0]).toMatch(role)
  })
})

describe('shipped registries', () => {
  it('each has a rule for claims with its source', () => {
    expect(shippedRegistries).toHaveLength(18)
    for (const { id, claims: rule } of shippedRegistries) {
      expect(rule, id).toMatchObject({ inpatient: 1, outpatient: 2, daysApart: 1, withinMonths: 24 })
      expect(rule?.source.publisher, id).toContain('Centers for Medicare')
    }
  })
})
