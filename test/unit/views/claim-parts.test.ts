import { describe, expect, it } from 'vitest'
import { loadFiles } from '../../support/load-store.ts'
import { rowsOf } from '../../support/rows-of.ts'

const concept = (system: string, code: string, display?: string) => ({ coding: [{ system, code, display }] })
const c4bb = 'http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBAdjudication'
const hl7 = 'http://terminology.hl7.org/CodeSystem/adjudication'
const amount = (system: string, code: string, value: number) => ({
  category: concept(system, code),
  amount: { value, currency: 'USD' }
})

/** A claim as CARIN Blue Button gives it; the codes are invented where a list is licensed. */
const claim = {
  resourceType: 'ExplanationOfBenefit',
  id: 'e1',
  status: 'active',
  type: {
    coding: [
      { system: 'http://terminology.hl7.org/CodeSystem/claim-type', code: 'institutional' },
      { system: 'https://bluebutton.cms.gov/resources/variables/nch_clm_type_cd', code: '60' }
    ]
  },
  subType: concept('http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBInstitutionalClaimSubType', 'inpatient'),
  use: 'claim',
  outcome: 'complete',
  patient: { reference: 'Patient/p1' },
  billablePeriod: { start: '2024-03-01', end: '2024-03-04' },
  created: '2024-03-20',
  supportingInfo: [
    {
      sequence: 1,
      category: concept('http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBSupportingInfoType', 'typeofbill'),
      code: concept('https://www.nubc.org/CodeSystem/TypeOfBill', '0111')
    }
  ],
  careTeam: [
    {
      sequence: 1,
      provider: { reference: 'Practitioner/d1' },
      responsible: true,
      role: concept('http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBClaimCareTeamRole', 'attending')
    },
    { sequence: 2, provider: { reference: 'Organization/o1' } }
  ],
  diagnosis: [
    {
      sequence: 1,
      diagnosisCodeableConcept: {
        coding: [
          { system: 'http://snomed.info/sct', code: '44054006' },
          { system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'E11.9', display: 'Type 2 diabetes' }
        ]
      },
      type: [concept('http://terminology.hl7.org/CodeSystem/ex-diagnosistype', 'principal')],
      onAdmission: concept('https://www.nubc.org/CodeSystem/PresentOnAdmissionIndicator', 'Y')
    },
    { sequence: 2, diagnosisReference: { reference: 'Condition/c1' } }
  ],
  procedure: [
    {
      sequence: 1,
      date: '2024-03-02',
      type: [concept('http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBClaimProcedureType', 'principal')],
      procedureCodeableConcept: concept('http://www.cms.gov/Medicare/Coding/ICD10', '0SR90J9')
    }
  ],
  item: [
    {
      sequence: 1,
      diagnosisSequence: [2, 1],
      productOrService: {
        coding: [
          { system: 'http://example.org/own', code: 'X' },
          { system: 'https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets', code: 'G0439' }
        ]
      },
      modifier: [
        concept('https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets', 'GT'),
        concept('https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets', 'LT')
      ],
      revenue: {
        coding: ['0510', '0450'].map((code) => ({ system: 'https://www.nubc.org/CodeSystem/RevenueCodes', code }))
      },
      quantity: { value: 2, unit: 'UN' },
      servicedPeriod: { start: '2024-03-01', end: '2024-03-02' },
      locationCodeableConcept: {
        coding: [
          { system: 'https://www.cms.gov/place-of-service-codes', code: '21' },
          { system: 'http://example.org/places', code: 'ward' }
        ]
      },
      detail: [
        {
          sequence: 1,
          productOrService: concept('http://hl7.org/fhir/sid/ndc', '00000000001'),
          modifier: [concept('https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets', 'JW')],
          revenue: concept('https://www.nubc.org/CodeSystem/RevenueCodes', '0636'),
          subDetail: [{ sequence: 1, productOrService: concept('http://example.org/own', 'Y', 'Part') }]
        }
      ],
      adjudication: [
        amount(hl7, 'submitted', 200),
        amount(hl7, 'eligible', 120),
        amount(hl7, 'benefit', 90),
        amount(hl7, 'deductible', 10),
        amount(hl7, 'copay', 5),
        amount(c4bb, 'coinsurance', 15),
        amount(c4bb, 'memberliability', 30)
      ]
    }
  ]
}

// In R5 the specialty says what the qualification said.
const r5 = {
  ...claim,
  id: 'e5',
  careTeam: [
    { sequence: 1, provider: { reference: 'Practitioner/d1' }, specialty: concept('http://nucc.org/s', '207Q') }
  ]
}
const marks = [
  { resourceType: 'Encounter', id: 'x1', status: 'completed', actualPeriod: { start: '2024-01-01' } },
  { resourceType: 'Encounter', id: 'x2', status: 'completed', actualPeriod: { start: '2024-01-01' } }
]

describe.each([
  ['ExplanationOfBenefit', 'explanation_of_benefit'],
  ['Claim', 'claim']
])('the parts of %s', (resourceType, table) => {
  const load = () =>
    loadFiles([
      {
        name: 'r4.ndjson',
        content: [
          { resourceType: 'Patient', id: 'p1' },
          { ...claim, resourceType }
        ]
      },
      { name: 'r5.ndjson', content: [...marks, { ...r5, resourceType }] }
    ])

  it('are rows with all that the claim says of them, in R4 and R5', async () => {
    const store = await load()
    const key = `${table}_id`
    const of = (part: string, id = 'e1') => rowsOf(store, part).filter((row) => row[part === table ? 'id' : key] === id)
    for (const id of ['e1', 'e5']) {
      expect(of(table, id)).toMatchObject([{ subtype_code: 'inpatient', bill_type: '0111' }])
      expect(of(`${table}_diagnosis`, id)).toMatchObject([
        {
          patient_id: 'p1',
          sequence: 1,
          system: 'http://hl7.org/fhir/sid/icd-10-cm',
          code: 'E11.9',
          display: 'Type 2 diabetes',
          type_code: 'principal',
          on_admission: 'Y'
        },
        { sequence: 2, code: null, condition_id: 'c1', type_code: null }
      ])
      expect(of(`${table}_procedure`, id)).toMatchObject([
        { sequence: 1, code: '0SR90J9', type_code: 'principal', date: '2024-03-02' }
      ])
      expect(of(`${table}_item`, id)).toMatchObject([
        {
          sequence: 1,
          diagnosis_sequence: 2,
          code: 'X',
          procedure_code: 'G0439',
          modifier: 'GT',
          ndc: '00000000001',
          revenue_code: '0510',
          place_code: '21',
          quantity: 2,
          unit: 'UN',
          serviced_start: '2024-03-01',
          serviced_end: '2024-03-02'
        }
      ])
      const codes = of(`${table}_item_code`, id)
      expect(codes.map(({ element, position, code }) => [element, position, code])).toEqual([
        ['product', 2, 'G0439'],
        ['modifier', 1, 'GT'],
        ['modifier', 2, 'LT'],
        ['revenue', 2, '0450'],
        ['location', 2, 'ward'],
        ['detail', 1, '00000000001'],
        ['detail-modifier', 1, 'JW'],
        ['detail-revenue', 1, '0636'],
        ['sub-detail', 1, 'Y']
      ])
      expect(codes.every(({ patient_id, sequence }) => patient_id === 'p1' && sequence === 1)).toBe(true)
      expect(codes.at(-1)).toMatchObject({ system: 'http://example.org/own', display: 'Part' })
    }
    expect(of(`${table}_care_team`)).toMatchObject([
      { sequence: 1, provider_id: 'd1', role_code: 'attending', responsible: 1 },
      { sequence: 2, provider_id: 'o1', role_code: null, responsible: null }
    ])
    expect(of(`${table}_care_team`, 'e5')).toMatchObject([{ qualification_code: '207Q' }])
  })

  it('cost nothing where there are no claims', async () => {
    const store = await loadFiles([{ name: 'a.ndjson', content: [{ resourceType: 'Patient', id: 'p1' }] }])
    for (const part of ['diagnosis', 'procedure', 'care_team', 'item', 'item_code']) {
      expect(store.tables.get(`${table}_${part}`)?.rows ?? 0).toBe(0)
    }
  })
})

describe('the amounts of a line', () => {
  it('are told apart by category', async () => {
    const store = await loadFiles([{ name: 'a.ndjson', content: [{ resourceType: 'Patient', id: 'p1' }, claim] }])
    expect(rowsOf(store, 'explanation_of_benefit_item')).toMatchObject([
      {
        submitted: 200,
        allowed: 120,
        paid: 90,
        deductible: 10,
        copay: 5,
        coinsurance: 15,
        member_liability: 30,
        denial_reason: null
      }
    ])
    expect(rowsOf(store, 'explanation_of_benefit')).toMatchObject([{ medicare_type: '60' }])
  })
})
