import { describe, expect, it } from 'vitest'
import { populationOf } from '#engine/population/selection/population.ts'
import { hccPopulation, noImports, type HccPopulation } from '#engine/risk/hcc/hcc-population.ts'
import { recaptureRows } from '#engine/risk/hcc/recapture.ts'
import { suspectRows } from '#engine/risk/hcc/suspects.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { hccModel, shippedRisk } from '../../support/risk-definitions.ts'
import { day, type PlainRow, type PlainTables } from '../selection/plain-store.ts'
import { coverage, storeOf, visitClaim } from './hcc-people.ts'

const v28 = hccModel('V28')
const asOf = day('2026-10-31')
const people: PlainTables = {
  patient: [{ id: 'a', birth_date: '1950-03-01', gender: 'female' }],
  coverage: [coverage('a', '1', '2015-03-01')]
}

const scored = (year: number, ...parts: readonly PlainTables[]): HccPopulation =>
  hccPopulation(storeOf(people, ...parts), v28, year, asOf)
const hccs = (population: HccPopulation): readonly number[] => population.members[0]!.score.hccs

describe('members', () => {
  const member = (patient: PlainRow, ...coverages: readonly PlainRow[]) =>
    hccPopulation(storeOf({ patient: [{ id: 'a', ...patient }], coverage: coverages }), v28, 2025, asOf)

  it('are those with Medicare on the date', () => {
    const outside = member({ birth_date: '1950-03-01', gender: 'male' }, coverage('a', '5', '2015-01-01'))
    expect(outside.members).toEqual([])
    expect(outside.notScored.get('no-medicare')).toEqual([0])
  })

  it('are not told from coverage from 65 on whose name does not say what it is', () => {
    const named = { ...coverage('a', '1', '2015-01-01'), type: undefined, payor_name: 'Keystone Valley Mutual' }
    const old = member({ birth_date: '1950-03-01', gender: 'male' }, named)
    expect(old.notScored.get('unknown-line')).toEqual([0])
    const changed = { ...named, period_end: '2025-06-30' }
    const now = member({ birth_date: '1950-03-01', gender: 'male' }, changed, coverage('a', '1', '2025-07-01'))
    expect(now.members[0]!.score.segment).toBe('CNA')
    expect(now.members[0]!.assumed).toContain('in Medicare for the whole service year')
  })

  it('are aged at 65 on February 1 of the payment year, else disabled', () => {
    const segment = (birth_date: string, from: string): string =>
      member({ birth_date, gender: 'male' }, coverage('a', '1', from)).members[0]!.score.segment
    expect(segment('1961-02-01', '2020-01-01')).toBe('CNA')
    expect(segment('1961-02-02', '2020-01-01')).toBe('CND')
  })

  it('were entitled by disability where Medicare began before the month of the 65th birthday', () => {
    const orec = (from: string): string =>
      member({ birth_date: '1950-03-15', gender: 'male' }, coverage('a', '1', from)).members[0]!.person.orec
    expect(orec('2015-02-01')).toBe('1')
    expect(orec('2015-03-01')).toBe('0')
  })

  it('reach 65 in the month before a birthday on its first day', () => {
    const orec = (from: string): string =>
      member({ birth_date: '1950-03-01', gender: 'male' }, coverage('a', '1', from)).members[0]!.person.orec
    expect(orec('2015-01-01')).toBe('1')
    expect(orec('2015-02-01')).toBe('0')
  })

  it('were entitled by age where Medicare began at 65 after February 1 of the payment year', () => {
    const factors = (from: string): readonly string[] =>
      member({ birth_date: '1961-05-10', gender: 'female' }, coverage('a', '1', from)).members[0]!.score.factors.map(
        ({ id }) => id
      )
    expect(factors('2026-05-01')).toEqual(['NMCAID_NORIGDIS_NEF65'])
    expect(factors('2026-04-01')).toEqual(['NMCAID_NORIGDIS_NEF60_64'])
  })

  it('are dual with Medicaid, and new with fewer than twelve months', () => {
    const both = [coverage('a', '1', '2015-03-01'), coverage('a', '2', '2020-01-01')]
    expect(member({ birth_date: '1950-03-01', gender: 'male' }, ...both).members[0]!.score.segment).toBe('CFA')
    const plan = coverage('a', '14', '2015-03-01')
    expect(member({ birth_date: '1950-03-01', gender: 'male' }, plan).members[0]!.score.segment).toBe('CFA')
    const late = member({ birth_date: '1950-03-01', gender: 'male' }, coverage('a', '1', '2025-02-01'))
    expect(late.members[0]!.score.segment).toBe('NE')
    const full = member({ birth_date: '1950-03-01', gender: 'male' }, coverage('a', '1', '2025-01-31'))
    expect(full.members[0]!.score.segment).toBe('CNA')
  })

  it('take what an import tells over what is assumed', () => {
    const status = new Map([[0, { dual: 'partial' as const, orec: '1' as const }]])
    const { members } = hccPopulation(storeOf(people), v28, 2025, asOf, { ...noImports, status })
    expect(members[0]!.score.segment).toBe('CPA')
    expect(members[0]!.assumed).toEqual(['lives in the community'])
  })

  it('without sex or date of birth have no score', () => {
    expect(member({ gender: 'male' }, coverage('a', '1', '2015-01-01')).notScored.get('no-birth-date')).toEqual([0])
    expect(member({ birth_date: '1950-03-01' }, coverage('a', '1', '2015-01-01')).notScored.get('no-sex')).toEqual([0])
  })
})

describe('diagnoses', () => {
  it('count in their service year alone', () => {
    const claims = [visitClaim('a', '2025-12-31', ['I50.22']), visitClaim('a', '2026-01-01', ['E11.9'])]
    expect(hccs(scored(2025, ...claims))).toEqual([226])
    expect(hccs(scored(2026, ...claims))).toEqual([38])
  })

  it('of a stay over the turn of the year count in the year of its last day', () => {
    const { explanation_of_benefit: [claim] = [], ...parts } = visitClaim('a', '2025-12-28', ['I50.22'])
    const stay = { ...parts, explanation_of_benefit: [{ ...claim, billable_end: '2026-01-03', bill_type: '111' }] }
    expect(hccs(scored(2025, stay))).toEqual([])
    expect(hccs(scored(2026, stay))).toEqual([226])
  })

  it('do not count from claims for nothing but services that look for a disease', () => {
    expect(hccs(scored(2025, visitClaim('a', '2025-05-01', ['I50.22'], { place_code: '81' })))).toEqual([])
  })

  it('count only with an eligible procedure where a list is imported', () => {
    const store = storeOf(people, visitClaim('a', '2025-05-01', ['I50.22']))
    const listed = (...codes: string[]): readonly number[] =>
      hccs(hccPopulation(store, v28, 2025, asOf, { ...noImports, procedures: new Set(codes) }))
    expect(listed('G0439')).toEqual([226])
    expect(listed('G0438')).toEqual([])
  })

  it('come from encounters of the chart where there are no claims', () => {
    const chart: PlainTables = {
      encounter: [{ id: 'v', patient_id: 'a', status: 'finished', period_start: '2025-05-01' }],
      condition: [
        {
          id: 'c',
          patient_id: 'a',
          encounter_id: 'v',
          recorded_date: '2025-05-01',
          code: 'http://hl7.org/fhir/sid/icd-10-cm|I50.22'
        },
        { id: 'd', patient_id: 'a', recorded_date: '2025-05-01', code: 'http://hl7.org/fhir/sid/icd-10-cm|E11.9' }
      ]
    }
    const population = scored(2025, chart)
    expect(population.basis).toBe('chart')
    expect(hccs(population)).toEqual([226])
  })
})

describe('recapture', () => {
  const open = (...parts: readonly PlainTables[]): string[] =>
    recaptureRows(scored(2025, ...parts), scored(2026, ...parts)).map(
      ({ hcc, evidence }) => `${hcc} ${evidence.map(({ code }) => code).join()}`
    )

  it('lists what was documented last year and is not this year, with its codes', () => {
    expect(open(visitClaim('a', '2025-04-01', ['I50.22', 'E11.9']), visitClaim('a', '2026-04-01', ['E11.9']))).toEqual([
      '226 I5022'
    ])
  })

  it('leaves out what a category above has taken over', () => {
    expect(open(visitClaim('a', '2025-04-01', ['E11.9']), visitClaim('a', '2026-04-01', ['E11.22']))).toEqual([])
  })

  it('lists a severe form that is now documented as a mild one', () => {
    expect(open(visitClaim('a', '2025-04-01', ['E11.22']), visitClaim('a', '2026-04-01', ['E11.9']))).toEqual([
      '37 E1122'
    ])
  })
})

describe('evidence without a diagnosis', () => {
  const a1c = (on: string, value: number): PlainTables => ({
    observation: [
      { id: on, patient_id: 'a', status: 'final', code: 'http://loinc.org|4548-4', effective: on, value, unit: '%' }
    ]
  })
  const drug = (display: string): PlainTables => ({
    medication_request: [
      {
        id: 'm',
        patient_id: 'a',
        status: 'active',
        intent: 'order',
        authored_on: '2026-05-01',
        code: `http://www.nlm.nih.gov/research/umls/rxnorm|1|${display}`
      }
    ]
  })
  const found = (...parts: readonly PlainTables[]): string[] => {
    const store = storeOf(people, visitClaim('a', '2026-02-01', ['Z00.00']), ...parts)
    const [now, before] = [hccPopulation(store, v28, 2026, asOf), hccPopulation(store, v28, 2025, asOf)]
    const rows = suspectRows(populationOf(store, shippedRegistries), shippedRisk.suspects[0]!, now, before, asOf)
    return rows.flatMap(({ hcc, findings }) => findings.map(({ text }) => `HCC${hcc} ${text}`))
  }

  it('takes two results in a row, the latest first', () => {
    expect(found(a1c('2026-01-01', 6.8), a1c('2026-05-01', 7.1))).toEqual([
      'HCC38 Hemoglobin A1c 7.1 %',
      'HCC38 Hemoglobin A1c 6.8 %'
    ])
    expect(found(a1c('2026-05-01', 7.1))).toEqual([])
    expect(found(a1c('2026-01-01', 7.1), a1c('2026-05-01', 6.4))).toEqual([])
  })

  it('looks at results of 24 months, which begin on November 1 where they end on October 31', () => {
    expect(found(a1c('2024-11-01', 6.8), a1c('2026-05-01', 7.1))).toHaveLength(2)
    expect(found(a1c('2024-10-31', 6.8), a1c('2026-05-01', 7.1))).toEqual([])
  })

  it('takes a drug by the name of its ingredient', () => {
    expect(found(drug('insulin glargine 100 UNT/ML Injectable Solution'))).toEqual([
      'HCC38 Drug for diabetes: insulin glargine 100 UNT/ML Injectable Solution'
    ])
    expect(found(drug('metformin hydrochloride 500 MG Oral Tablet'))).toEqual([])
  })

  it('leaves out people with a diagnosis of the disease, however it is coded', () => {
    const results = [a1c('2026-01-01', 6.8), a1c('2026-05-01', 7.1)]
    expect(found(...results, visitClaim('a', '2025-03-01', ['E11.22']))).toEqual([])
    const snomed = { id: 'c', patient_id: 'a', recorded_date: '2020-01-01', code: 'http://snomed.info/sct|44054006' }
    expect(found(...results, { condition: [snomed] })).toEqual([])
  })
})
