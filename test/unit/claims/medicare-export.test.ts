import { describe, expect, it } from 'vitest'
import { claimKinds, claimKindsOf } from '#engine/population/claims/claim-kind.ts'
import { claimProviders, identifierLabel } from '#engine/population/claims/claim-providers.ts'
import { claimRecords } from '#engine/population/claims/claim-tables.ts'
import { coverageKinds } from '#engine/population/claims/coverage-kinds.ts'
import { coveragePlans } from '#engine/population/claims/coverage-plans.ts'
import { createdTells } from '#engine/population/claims/created-days.ts'
import { knownDay, paidClaims } from '#engine/population/claims/paid-claims.ts'
import { payerRows } from '#engine/population/claims/payer-rows.ts'
import { NO_DAY } from '#engine/base/fhir/missing.ts'
import type { Store } from '#engine/store/model/store.ts'
import { loadFiles } from '../../support/load-store.ts'
import { defined } from '#shared/language/defined.ts'

const variables = 'https://bluebutton.cms.gov/resources/variables/'
const eobType = 'https://bluebutton.cms.gov/resources/codesystem/eob-type'
const claimType = 'http://terminology.hl7.org/CodeSystem/claim-type'

const amount = (code: string, value: number) => ({ category: { coding: [{ code }] }, amount: { value } })

const coverage = (id: string, part: string): object => ({
  resourceType: 'Coverage',
  id,
  status: 'active',
  type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'SUBSIDIZ' }] },
  beneficiary: { reference: 'Patient/p' },
  payor: [{ identifier: { value: 'Centers for Medicare and Medicaid Services' } }],
  class: [
    { type: { coding: [{ code: 'group' }] }, value: 'Medicare' },
    { type: { coding: [{ code: 'plan' }] }, value: part }
  ]
})

/** An explanation of benefit as the servers of CMS write it: codes of their own first, the provider inside it. */
const claim = (id: string, day: string, more: object): object => ({
  resourceType: 'ExplanationOfBenefit',
  id,
  status: 'active',
  use: 'claim',
  outcome: 'complete',
  patient: { reference: 'Patient/p' },
  created: '2025-12-01T08:00:00+00:00',
  insurer: { identifier: { value: 'CMS' } },
  billablePeriod: { start: day, end: day },
  ...more
})

const drug = claim('drug', '2025-03-05', {
  type: {
    coding: [
      { system: eobType, code: 'PDE' },
      { system: claimType, code: 'pharmacy' }
    ]
  },
  insurance: [{ focal: true, coverage: { reference: 'Coverage/part-d' } }],
  item: [
    {
      sequence: 1,
      productOrService: { coding: [{ system: 'http://hl7.org/fhir/sid/ndc', code: '00071015623' }] },
      adjudication: [amount('benefit', 40), amount('paidbypatient', 10), amount('drugcost', 50)]
    }
  ]
})

const stay = (id: string, day: string): object =>
  claim(id, day, {
    type: {
      coding: [
        { system: `${variables}nch_clm_type_cd`, code: '60' },
        { system: claimType, code: 'institutional' }
      ]
    },
    contained: [
      {
        resourceType: 'Organization',
        id: 'provider-org',
        identifier: [{ system: 'http://hl7.org/fhir/sid/us-npi', value: '1497758544' }]
      }
    ],
    provider: { reference: '#provider-org' },
    insurance: [{ focal: true, coverage: { reference: 'Coverage/part-a' } }],
    payment: { amount: { value: 9000 } }
  })

const load = (...content: readonly object[]): Promise<Store> =>
  loadFiles([{ name: 'data.ndjson', content: [{ resourceType: 'Patient', id: 'p' }, ...content] }])

describe('claims of Medicare', () => {
  it('have the type of HL7 wherever it stands among the codes', async () => {
    const store = await load(drug)
    const kinds = claimKindsOf(store, defined(claimRecords(store)))
    expect(claimKinds[kinds[0]!]).toBe('pharmacy')
  })

  it('have the cost of a drug as the amount allowed, and what the patient paid as member share', async () => {
    const claims = defined(paidClaims(await load(drug)))
    expect(claims.amounts('paid')[0]).toBe(40)
    expect(claims.amounts('allowed')[0]).toBe(50)
    expect(claims.amounts('member')[0]).toBe(10)
  })

  it('add what was paid to the patient to what was paid to the provider, line by line', async () => {
    const lines = (id: string, ...adjudication: readonly object[]): object =>
      claim(id, '2025-03-05', { identifier: [{ value: id }], item: [{ sequence: 1, adjudication }] })
    const claims = defined(
      paidClaims(
        await load(
          lines('both', amount('paidtoprovider', 60), amount('paidtopatient', 40)),
          lines('patient', amount('paidtopatient', 70)),
          lines('benefit', amount('benefit', 100), amount('paidtoprovider', 60), amount('paidtopatient', 40))
        )
      )
    )
    expect([...claims.amounts('paid')]).toEqual([100, 70, 100])
  })

  it('are paid by whom the coverage identifies, in the plan of its class', async () => {
    const store = await load(coverage('part-a', 'Part A'), coverage('part-d', 'Part D'), stay('s', '2025-03-05'), drug)
    const { names, claims } = payerRows(store)
    expect(names).toEqual(['Centers for Medicare and Medicaid Services'])
    expect([...defined(claims)]).toEqual([0, 0])
    expect(coveragePlans(store).names).toEqual(['Part A', 'Part D'])
    expect(coverageKinds(store)).toEqual([
      { medical: true, pharmacy: false },
      { medical: false, pharmacy: true }
    ])
  })

  it('are paid by whom they identify themselves where there is no coverage', async () => {
    expect(payerRows(await load(drug)).names).toEqual(['CMS'])
  })

  it('name the same provider by its National Provider Identifier, although each holds a copy', async () => {
    const store = await load(stay('s1', '2025-03-05'), stay('s2', '2025-06-05'))
    const { codes, keys } = claimProviders(store, store.table('explanation_of_benefit'))
    expect([...codes]).toEqual([0, 0])
    expect(keys.map(identifierLabel)).toEqual(['NPI 1497758544'])
  })

  it('were not made out on the day of the export', async () => {
    const days = Array.from({ length: 12 }, (_, index) => `2025-${String(index + 1).padStart(2, '0')}-05`)
    const exported = await load(...days.map((day, index) => stay(`s${index}`, day)))
    expect(createdTells(exported)).toBe(false)
    expect(knownDay(defined(paidClaims(exported)))(0)).toBe(NO_DAY)
    const adjudicated = await load(...days.map((day, index) => ({ ...stay(`s${index}`, day), created: day })))
    expect(createdTells(adjudicated)).toBe(true)
    expect(knownDay(defined(paidClaims(adjudicated)))(0)).not.toBe(NO_DAY)
  })

  it('of a short time may all have been made out in one week', async () => {
    expect(createdTells(await load(stay('s1', '2025-11-05'), stay('s2', '2025-11-20')))).toBe(true)
  })
})

describe('providers that are named by an identifier', () => {
  it.each([
    ['?identifier=|1497758544', 'NPI 1497758544'],
    ['?identifier=http://hl7.org/fhir/sid/us-npi|1497758544', 'NPI 1497758544'],
    ['Organization?identifier=urn:local|H-12', 'H-12'],
    ['Practitioner/12', undefined]
  ])('are called by it: %s', (key, label) => {
    expect(identifierLabel(key)).toBe(label)
  })
})
