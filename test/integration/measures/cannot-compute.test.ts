import { describe, expect, it } from 'vitest'
import { cannotCompute, undecidableRates } from '#engine/measures/requirements/cannot-compute.ts'
import { packContent, runOver } from '../../support/measure-input.ts'
import { plainStore, type PlainRow, type PlainTables } from '../../unit/selection/plain-store.ts'

const person: PlainRow = { id: 'a', birth_date: '1960-01-01', gender: 'female' }

/** A visit, without which most measures leave a person out. */
const visit: PlainRow = {
  id: 'v',
  patient_id: 'a',
  status: 'finished',
  class: 'http://terminology.hl7.org/CodeSystem/v3-ActCode|AMB|',
  start: '2025-05-01'
}

/** Why the first rate of a built-in measure cannot be computed from some tables. */
function reasonOf(id: string, tables: PlainTables): string | undefined {
  const [{ content }] = packContent([id]) as [ReturnType<typeof packContent>[number]]
  const [measure] = content.measures
  return cannotCompute(measure!, content, plainStore({ patient: [person], encounter: [visit], ...tables }))[
    measure!.groups[0]!.id
  ]
}

const observation = (code: string): PlainRow => ({
  id: `o-${code}`,
  patient_id: 'a',
  status: 'final',
  code: `http://loinc.org|${code}|`,
  effective: '2026-02-01'
})
const diabetes: PlainRow = {
  id: 'd',
  patient_id: 'a',
  code: 'http://snomed.info/sct|44054006|Diabetes',
  onset: '2020-01-01'
}

describe('a measure whose evidence is nowhere in the data', () => {
  it('cannot be computed without a record of its numerator, whatever else there is', () => {
    expect(reasonOf('breast-cancer-screening', { observation: [observation('4548-4')] })).toBe(
      'no record of mammography in these data'
    )
    expect(reasonOf('breast-cancer-screening', { observation: [observation('24606-6')] })).toBeUndefined()
  })

  it('is not perfect where less is better, and not zero', () => {
    const without = { condition: [diabetes], observation: [observation('2160-0')] }
    expect(reasonOf('hba1c-poor-control', without)).toMatch(/^no record of .*glycated .* in these data$/)
    expect(reasonOf('hba1c-control', without)).toMatch(/glycated/)
    expect(reasonOf('hba1c-poor-control', { ...without, observation: [observation('4548-4')] })).toBeUndefined()
  })

  it('is not zero where the reading that it looks for is an element of a tuple', () => {
    const hypertension = { ...diabetes, code: 'http://snomed.info/sct|59621000|Essential hypertension' }
    const without = { condition: [hypertension], observation: [observation('2160-0')] }
    expect(reasonOf('blood-pressure-control', without)).toMatch(/blood pressure/)
    expect(
      reasonOf('blood-pressure-control', {
        ...without,
        observation: [observation('8480-6'), { ...observation('8462-4'), id: 'diastolic' }]
      }) ?? ''
    ).not.toMatch(/blood pressure/)
  })

  it('cannot be computed without anybody whom it could be about', () => {
    expect(reasonOf('hba1c-control', { observation: [observation('4548-4')] })).toMatch(/diabetes/i)
  })
})

/** A payer's data: lines of claims with the codes that US claims have, and no chart. */
function claims(...lines: readonly string[]): PlainTables {
  const claim = { patient_id: 'a', status: 'active' }
  return {
    coverage: [{ id: 'c', patient_id: 'a', status: 'active' }],
    explanation_of_benefit: lines.map((_, index) => ({ ...claim, id: `e${index}`, created: '2025-03-01' })),
    explanation_of_benefit_item: lines.map((code, index) => ({
      id: `i${index}`,
      explanation_of_benefit_id: `e${index}`,
      patient_id: 'a',
      code,
      serviced_start: '2025-03-01'
    }))
  }
}
const fill = 'http://hl7.org/fhir/sid/ndc|00378400301|alprazolam 0.5 MG Oral Tablet'
const rxNormFill = 'http://www.nlm.nih.gov/research/umls/rxnorm|308047|alprazolam 0.25 MG Oral Tablet'
const mammogram = 'http://www.ama-assn.org/go/cpt|77067|Screening mammography'

describe('a measure of data that have claims and no chart', () => {
  it('is not perfect where fills are in codes that no list knows, and says which', () => {
    expect(reasonOf('high-risk-medication', claims(fill, fill, mammogram))).toBe(
      'these data use codes that no installed list knows (NDC, 2 records)'
    )
    for (const id of ['adherence-diabetes', 'adherence-ras-antagonists', 'adherence-statins']) {
      expect(reasonOf(id, claims(fill)), id).toMatch(/codes that no installed list knows \(NDC, 1 record\)/)
    }
  })

  it('is not perfect without any fill', () => {
    expect(reasonOf('high-risk-medication', claims(mammogram))).toMatch(/^no record of .*hypnotics.* in these data/i)
  })

  it('is computed where one fill can be read', () => {
    expect(reasonOf('high-risk-medication', claims(fill, rxNormFill))).toBeUndefined()
  })

  it.each([
    ['breast-cancer-screening', /mammography/],
    ['colorectal-cancer-screening', /colonoscopy|stool/],
    ['influenza-immunisation', /influenza vaccine/]
  ])('is not zero without a record: %s', (id, reason) => {
    expect(
      reasonOf(
        id,
        claims(fill, 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets|G0463|Hospital outpatient clinic visit')
      )
    ).toMatch(reason)
  })

  it('tells for which kinds of record codes could be mapped', () => {
    const [{ content }] = packContent(['high-risk-medication']) as [ReturnType<typeof packContent>[number]]
    const [measure] = content.measures
    const undecidable = undecidableRates(measure!, content, plainStore({ patient: [person], ...claims(fill) }))
    expect(Object.values(undecidable)[0]?.unread).toEqual(['drugs'])
  })

  it('is computed where somebody was found, whatever the tables say', () => {
    const [pack] = packContent(['high-risk-medication']) as [ReturnType<typeof packContent>[number]]
    const [measure] = pack.content.measures
    const store = plainStore({ patient: [person, { ...person, id: 'b' }], ...claims(fill) })
    const line = (index: number): Record<string, unknown> => ({
      serviced: undefined,
      servicedDate: `2025-0${index}-01`,
      productOrService: { coding: [{ system: fill.split('|')[0], code: '1' }, rxNormCoding] }
    })
    const rxNormCoding = { system: rxNormFill.split('|')[0], code: '308047' }
    const claim = {
      resourceType: 'ExplanationOfBenefit',
      id: 'e',
      status: 'active',
      type: { coding: [{ code: 'pharmacy' }] },
      item: [line(2), line(3)]
    }
    const patient = (id: string): Record<string, unknown> => ({
      resourceType: 'Patient',
      id,
      gender: 'female',
      birthDate: '1950-01-01'
    })
    const people = [
      { id: 'a', resources: [patient('a'), claim] },
      { id: 'b', resources: [patient('b')] }
    ]
    const period = { start: '2025-01-01', end: '2025-12-31' }
    const ordinals = new Map([
      ['a', 0],
      ['b', 1]
    ])
    const run = runOver(pack, 's', people as Parameters<typeof runOver>[2], ordinals, period)
    const { id } = measure!.groups[0]!
    expect(cannotCompute(measure!, pack.content, store)).toHaveProperty(id)
    expect(
      cannotCompute(measure!, pack.content, store, { groups: run.groups, period: run.key.period })
    ).not.toHaveProperty(id)
  })
})

describe('a rate that is zero', () => {
  it('stays zero where records of the kind have codes of its lists, for somebody else', () => {
    const other = { ...observation('24606-6'), patient_id: 'b' }
    expect(
      reasonOf('breast-cancer-screening', { patient: [person, { id: 'b', gender: 'male' }], observation: [other] })
    ).toBeUndefined()
  })
})

describe('a rate of stays or emergency visits', () => {
  const local = 'urn:oid:1.2.840.114350.1.72.1.7.7.10.696784.13260'
  const encounters = (classes: readonly string[]): PlainRow[] =>
    classes.map((kind, index) => ({
      id: `e${index}`,
      patient_id: 'a',
      status: 'finished',
      class: kind,
      period_start: `2025-0${index + 1}-10`,
      period_end: `2025-0${index + 1}-12`
    }))
  const reasonWith = (id: string, classes: readonly string[]) => reasonOf(id, { encounter: encounters(classes) })
  const hidden =
    "50% of the encounters have a class that is none of HL7's ActEncounterCode, such as “Hospital Encounter”, so hospital stays cannot be identified; ask the source to map its classes"

  it.each(['all-cause-readmission', 'follow-up-after-hospitalisation'])(
    '%s cannot be computed where the classes of encounters do not tell what is a stay',
    (id) => {
      const office = `${local}|1|Office Visit`
      expect(reasonWith(id, [office, `${local}|2|Hospital Encounter`])).toBe(hidden)
      expect(reasonWith(id, [`${local}|3|Inpatient`, `${local}|2|Hospital Encounter`])).toBe(hidden)
      expect(reasonWith(id, [office, `${local}|3|Inpatient`, `${local}|2|Hospital Encounter`])).toBeUndefined()
      expect(reasonWith(id, [office, `${local}|3|Inpatient`])).toBeUndefined()
      expect(reasonWith(id, [office])).toBeUndefined()
    }
  )

  it('tells other rates by the same encounters', () => {
    const classes = [`${local}|1|Office Visit`, `${local}|2|Hospital Encounter`]
    expect(reasonOf('hba1c-control', { condition: [diabetes], observation: [observation('4548-4')] })).toBeUndefined()
    expect(
      reasonOf('hba1c-control', {
        condition: [diabetes],
        observation: [observation('4548-4')],
        encounter: encounters(classes)
      })
    ).toBeUndefined()
  })
})

describe('a period that the data do not reach', () => {
  const [{ content }] = packContent(['breast-cancer-screening']) as [ReturnType<typeof packContent>[number]]
  const [measure] = content.measures
  const mammography = { ...observation('24606-6'), effective: '2020-05-06' }
  const reasons = (year: number, more: PlainTables = {}): readonly string[] => {
    const store = plainStore({
      patient: [person],
      // A coverage that goes on, and a visit that is booked, say nothing of what happened.
      coverage: [{ id: 'c', patient_id: 'a', status: 'active', period_start: '2026-01-01' }],
      appointment: [{ id: 'b', patient_id: 'a', status: 'booked', start: '2026-02-01' }],
      encounter: [{ ...visit, start: undefined, period_start: '2019-03-01' }],
      observation: [mammography],
      ...more
    })
    const period = { start: `${year}-01-01`, end: `${year}-12-31` }
    return Object.values(cannotCompute(measure!, content, store, { groups: [], period }))
  }

  it('is not zero where all records are from before it', () => {
    expect(reasons(2021)).toEqual(
      measure!.groups.map(() => 'the last record in these data is of May 6, 2020, before the measurement period begins')
    )
    expect(reasons(2020)).toEqual([])
  })

  it('is not zero where all records are from after it', () => {
    expect(reasons(2018)).toEqual(
      measure!.groups.map(() => 'the first record in these data is of Mar 1, 2019, after the measurement period ends')
    )
    expect(reasons(2019)).toEqual([])
  })

  it('is not known where no record is dated', () => {
    const undated = {
      encounter: [{ ...visit, start: undefined }],
      observation: [{ ...mammography, effective: undefined }]
    }
    expect(reasons(2021, undated)).toEqual([])
  })

  it('is reached by a record of any kind', () => {
    const condition = [{ ...diabetes, onset: undefined, recorded_date: '2021-06-01' }]
    expect(reasons(2021, { condition })).toEqual([])
  })
})
