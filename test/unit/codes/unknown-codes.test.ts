import { describe, expect, it } from 'vitest'
import { ndc, rxNorm } from '#engine/base/codes/code-systems.ts'
import { ListSuggestions } from '#engine/measures/content/suggest-lists.ts'
import { unknownCodes, type UnknownKind } from '#engine/measures/content/unknown-codes.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { plainStore, type PlainTables } from '../selection/plain-store.ts'

const statins = {
  id: 'https://populus.example/ValueSet/statins',
  title: 'Statins',
  systems: [rxNorm],
  displays: ['atorvastatin 10 MG Oral Tablet', 'simvastatin 20 MG Oral Tablet']
}
const metformin = {
  id: 'metformin',
  title: 'Metformin',
  systems: [rxNorm],
  displays: ['metformin hydrochloride 500 MG']
}
const mammography = {
  id: 'mammography',
  title: 'Mammography',
  systems: ['http://loinc.org'],
  displays: ['MG Breast Screening', 'Mammogram, both sides']
}
const suggestions = new ListSuggestions([statins, metformin, mammography])

describe('a list for a code', () => {
  it.each([
    ['Lipitor (atorvastatin calcium) 10 mg tablet', 'drugs', statins.id],
    ['METFORMIN HCL ER 500 MG TABLET', 'drugs', 'metformin'],
    ['Screening mammography, bilateral', 'procedures', 'mammography']
  ] as const)('is suggested by the ingredient or the subject: %s', (display, kind, list) => {
    expect(suggestions.of(display, kind)[0]).toBe(list)
  })

  it('is not suggested by a word of many, by what every panel or visit is called, nor by a few texts of a long list', () => {
    const lists = new ListSuggestions([
      { id: 'bp', title: 'Blood pressure panel', systems: ['http://loinc.org'], displays: ['Blood pressure panel'] },
      {
        id: 'planned',
        title: 'Procedures that may be planned',
        systems: ['http://www.cms.gov/Medicare/Coding/ICD10'],
        displays: [
          'Replacement of tomography device',
          ...Array.from({ length: 999 }, (_, i) => `Resection of part ${i}`)
        ]
      }
    ])
    for (const display of ['Basic metabolic panel', 'Lipid panel', 'Diagnostic imaging', 'Computed tomography'])
      expect(lists.of(display, 'procedures')).toEqual([])
    expect(lists.of('Pressure of the left ventricle during catheterization', 'procedures')).toEqual([])
    expect(lists.of('Blood pressure', 'procedures')).toEqual(['bp'])
    expect(lists.of('Resection of colon', 'procedures')).toEqual(['planned'])
  })

  it('is not suggested by how a medicine is given, nor for another kind of record', () => {
    expect(suggestions.of('lisinopril 10 MG Oral Tablet', 'drugs')).toEqual([])
    expect(suggestions.of('atorvastatin 10 MG', 'procedures')).toEqual([])
    expect(suggestions.of('', 'drugs')).toEqual([])
  })
})

const fill = (id: string, code: string) => ({ id, explanation_of_benefit_id: 'e', patient_id: 'a', code })
const tables: PlainTables = {
  patient: [{ id: 'a', birth_date: '1960-01-01' }],
  condition: [
    { id: 'c1', patient_id: 'a', code: 'http://hl7.org/fhir/sid/icd-10-cm|E11.9|Diabetes' },
    { id: 'c2', patient_id: 'a', code: 'urn:oid:2.16.840.1.113883.6.90|E1165|Diabetes' },
    {
      id: 'c3',
      patient_id: 'a',
      code: 'urn:local|X|Something',
      codings: ['urn:local|X|Something', 'http://snomed.info/sct|44054006|Diabetes']
    },
    { id: 'c4', patient_id: 'a', code: 'urn:local|Y|Else' }
  ],
  explanation_of_benefit: [{ id: 'e', patient_id: 'a', status: 'active' }],
  explanation_of_benefit_item: [
    fill('i1', `${ndc}|00071015523|Lipitor (atorvastatin) 10 mg`),
    fill('i2', `${ndc}|00071015523|Lipitor (atorvastatin) 10 mg`),
    fill('i3', `${rxNorm}|617310|atorvastatin`),
    fill('i4', 'http://www.ama-assn.org/go/cpt|77067|Screening mammography')
  ]
}

function kinds(): ReadonlyMap<string, UnknownKind> {
  const valueSets = [{ url: statins.id, name: 'Statins', codes: new Map([[rxNorm, new Set(['617310'])]]) }]
  const found = unknownCodes(plainStore(tables), { valueSets, registries: shippedRegistries }, suggestions)
  return new Map(found.map((entry) => [entry.kind, entry]))
}

describe('codes that no list knows', () => {
  it('are ranked by the people who have them, each counted once', () => {
    const local = (code: string) => `urn:local|${code}|${code}`
    const row = (id: string, patient: string, code: string) => ({ id, patient_id: patient, code: local(code) })
    const store = plainStore({
      patient: [{ id: 'a' }, { id: 'b' }],
      condition: [row('1', 'a', 'X'), row('2', 'a', 'X'), row('3', 'a', 'X'), row('4', 'a', 'Y'), row('5', 'b', 'Y')],
      explanation_of_benefit: [{ id: 'e', patient_id: 'a' }],
      explanation_of_benefit_diagnosis: [{ ...row('6', 'a', 'Y'), explanation_of_benefit_id: 'e' }]
    })
    const [found] = unknownCodes(store, { valueSets: [], registries: [] }, suggestions)
    expect(found!.codes.map(({ code, people, records }) => [code, people, records])).toEqual([
      ['Y', 2, 3],
      ['X', 1, 3]
    ])
  })

  it('are counted by kind and system, whatever address the system has', () => {
    expect(kinds().get('diagnoses')).toMatchObject({ records: 4, unknown: 1 })
    expect(kinds().get('diagnoses')?.systems).toContainEqual({
      system: 'http://hl7.org/fhir/sid/icd-10-cm',
      records: 2,
      unknown: 0,
      codes: 0
    })
    expect(kinds().get('drugs')?.systems[0]).toEqual({ system: ndc, records: 2, unknown: 2, codes: 1 })
    expect(kinds().has('immunizations')).toBe(false)
  })

  it('come with their display, records and a suggested list; one known coding is enough for a record', () => {
    expect(
      kinds()
        .get('diagnoses')
        ?.codes.map(({ code }) => code)
    ).toEqual(['Y'])
    expect(kinds().get('drugs')?.codes).toEqual([
      {
        system: ndc,
        code: '00071015523',
        display: 'Lipitor (atorvastatin) 10 mg',
        types: ['ExplanationOfBenefit'],
        records: 2,
        people: 1,
        suggested: [statins.id]
      }
    ])
    expect(kinds().get('procedures')?.codes[0]?.suggested).toEqual(['mammography'])
  })
})
