import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { readCodeTable } from '#engine/measures/content/read-code-table.ts'
import { ndcCrosswalk } from '../../../src-main/sample/population/codes/ndc.ts'
import { createSamplePopulation } from '../../../src-main/sample/population/population.ts'
import type { GroundTruth } from '../../../src-main/sample/population/ground-truth.ts'
import { valueAt, readPopulation, text, type Resource } from './ndjson.ts'
import { count } from './plainly-read.ts'

const patients = 400
let resources: Resource[] = []
let chart: Resource[] = []
let truths: GroundTruth
const of = (type: string): Resource[] => resources.filter(({ resourceType }) => resourceType === type)
const kindOf = (claim: Resource): string => text(claim, 'type', 'coding', 0, 'code')
const items = (claim: Resource): unknown[] => claim['item'] as unknown[]
const serviceOf = (item: unknown, part: 'system' | 'code'): string => text(item, 'productOrService', 'coding', 0, part)

beforeAll(async () => {
  const population = createSamplePopulation({ patients, view: 'payer' })
  resources = await readPopulation(population)
  truths = await population.truths()
  // Nothing else of the chart is looked at.
  const types = ['Patient', 'Coverage', 'ExplanationOfBenefit'] as const
  chart = await readPopulation(createSamplePopulation({ patients, types }))
})

describe('the payer sample', () => {
  it('holds members, coverage, claims, and who billed', () => {
    const types = ['Coverage', 'ExplanationOfBenefit', 'Organization', 'Patient', 'Practitioner']
    expect([...new Set(resources.map(({ resourceType }) => resourceType))].toSorted()).toEqual(types)
    expect(count(resources, ({ resourceType }) => resourceType)).toEqual(truths.resources)
    const known = new Set(resources.map(({ resourceType, id }) => `${resourceType}/${id}`))
    const references = resources.flatMap((resource) =>
      Array.from(JSON.stringify(resource).matchAll(/"reference":"([A-Z][^"]+)"/g), ([, reference = '']) => reference)
    )
    expect(references.length).toBeGreaterThan(resources.length)
    expect(references.filter((reference) => !known.has(reference))).toEqual([])
  })

  it('is the same people as the chart shows, as far as they have a plan, with the same claims and amounts', () => {
    const ofChart = (type: string): Resource[] => chart.filter(({ resourceType }) => resourceType === type)
    const covered = new Set(ofChart('Coverage').map((coverage) => text(coverage, 'beneficiary', 'reference')))
    expect(of('Patient').map(({ id }) => `Patient/${id}`)).toEqual([...covered])
    expect(of('Patient').length).toBeLessThan(ofChart('Patient').length)
    // As text, which is compared sooner than what it says.
    const essence = (claims: readonly Resource[]): string[] =>
      claims.map((claim) =>
        JSON.stringify([
          claim.id,
          claim['status'],
          claim['identifier'],
          claim['related'],
          claim['total'],
          claim['payment']
        ])
      )
    expect(essence(of('ExplanationOfBenefit'))).toEqual(essence(ofChart('ExplanationOfBenefit')))
  })

  it('codes drugs by NDC of eleven digits, each of which the crosswalk takes to RxNorm', () => {
    const lines = ndcCrosswalk().trim().split('\n').slice(1)
    const rxNorm = new Map(lines.map((line) => [line.split(',')[0] ?? '', line.split(',')[1] ?? '']))
    const dispensed = of('ExplanationOfBenefit').filter((claim) => kindOf(claim) === 'pharmacy')
    expect(dispensed.length).toBeGreaterThan(500)
    for (const claim of dispensed) {
      const [item] = items(claim)
      expect(serviceOf(item, 'system')).toBe('http://hl7.org/fhir/sid/ndc')
      expect(serviceOf(item, 'code')).toMatch(/^\d{11}$/)
      expect(rxNorm.has(serviceOf(item, 'code'))).toBe(true)
      expect(claim['prescription']).toBeUndefined()
    }
    expect(rxNorm.size).toBe(lines.length)
    // The same fill in the chart names the product that the crosswalk gives.
    const inChart = new Map(chart.map((resource) => [resource.id, resource]))
    for (const claim of dispensed.slice(0, 300)) {
      const other = inChart.get(claim.id)
      expect(text(other, 'item', 0, 'productOrService', 'coding', 0, 'code')).toBe(
        rxNorm.get(serviceOf(items(claim)[0], 'code'))
      )
    }
  })

  it('ships the crosswalk as a file that Populus imports', () => {
    const file = readFileSync('docs/examples/payer-sample-ndc-to-rxnorm.csv', 'utf8')
    expect(file).toBe(ndcCrosswalk())
    const rows = file
      .trim()
      .split('\n')
      .map((line) => line.split(','))
    const { crosswalks, notes } = readCodeTable([{ name: 'crosswalk', rows }])
    expect(Object.keys(crosswalks[0]?.codes ?? {})).toHaveLength(rows.length - 1)
    expect(notes).toEqual([])
  })

  it('bills stays by revenue code with ICD-10-PCS, visits by place of service, and uses no CPT', () => {
    const claims = of('ExplanationOfBenefit')
    const stays = claims.filter((claim) => text(claim, 'subType', 'coding', 0, 'code') === 'inpatient')
    expect(stays.length).toBeGreaterThan(20)
    for (const stay of stays) {
      for (const item of items(stay)) expect(text(item, 'revenue', 'coding', 0, 'code')).toMatch(/^\d{4}$/)
      expect(text(stay, 'diagnosis', 0, 'type', 0, 'coding', 0, 'code')).toBe('principal')
      expect(text(stay, 'diagnosis', 0, 'onAdmission', 'coding', 0, 'code')).toBe('Y')
    }
    expect(
      stays.some((stay) =>
        /^[0-9A-Z]{7}$/.test(text(stay, 'procedure', 0, 'procedureCodeableConcept', 'coding', 0, 'code'))
      )
    ).toBe(true)
    for (const claim of claims.filter((each) => kindOf(each) === 'professional'))
      expect(text(claim, 'item', 0, 'locationCodeableConcept', 'coding', 0, 'code')).toMatch(/^\d{2}$/)
    const systems = new Set(claims.flatMap((claim) => items(claim).map((item) => serviceOf(item, 'system'))))
    expect([...systems].toSorted()).toEqual(
      [
        'http://hl7.org/fhir/sid/ndc',
        'http://terminology.hl7.org/CodeSystem/data-absent-reason',
        'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets',
        'urn:oid:2.16.840.1.113883.19.5.97'
      ].toSorted()
    )
    const hcpcs = claims
      .flatMap(items)
      .filter((item) => serviceOf(item, 'system').endsWith('HCPCSReleaseCodeSets'))
      .map((item) => serviceOf(item, 'code'))
    expect(hcpcs.filter((code) => !/^[A-Z]\d{4}$/.test(code))).toEqual([])
    expect(claims.filter((claim) => claim['careTeam'] === undefined)).toEqual([])
    const cents = (value: unknown): number => Math.round(Number(valueAt(value, 'amount', 'value')) * 100)
    const differing = claims.filter(
      (claim) =>
        items(claim).reduce<number>((sum, item) => sum + cents(valueAt(item, 'adjudication', 2)), 0) !==
        cents(claim['payment'])
    )
    expect(differing).toEqual([])
  })
})
