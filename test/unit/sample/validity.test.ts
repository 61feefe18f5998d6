import { beforeAll, describe, expect, it } from 'vitest'
import { createSamplePopulation } from '../../../src-main/sample/population/population.ts'
import { valueAt, readPopulation, text, type Resource } from './ndjson.ts'

const patients = 500
const asOf = '2026-10-31'
let resources: Resource[] = []
const of = (type: string): Resource[] => resources.filter(({ resourceType }) => resourceType === type)
const subjectOf = (resource: Resource): string =>
  text(resource, 'subject', 'reference') ||
  text(resource, 'patient', 'reference') ||
  text(resource, 'beneficiary', 'reference') ||
  text(resource, 'participant', 0, 'actor', 'reference')

/** A visit that was arranged and did not take place, or not yet. */
const isBooking = (resource: Resource): boolean =>
  resource.resourceType === 'Appointment' ||
  (resource.resourceType === 'Encounter' && ['planned', 'cancelled'].includes(text(resource, 'status')))

/** Elements that US Core 6.1 or base FHIR R4 requires, by type. */
const required: Readonly<Record<string, readonly string[]>> = {
  Patient: ['identifier', 'name', 'gender', 'birthDate', 'address'],
  Coverage: ['status', 'beneficiary', 'relationship', 'payor', 'type', 'period'],
  Appointment: ['status', 'start', 'end', 'participant'],
  Encounter: ['status', 'class', 'type', 'subject', 'period'],
  Condition: ['clinicalStatus', 'category', 'code', 'subject'],
  Observation: ['status', 'category', 'code', 'subject', 'effectiveDateTime'],
  DiagnosticReport: ['status', 'category', 'code', 'subject', 'effectiveDateTime', 'issued'],
  Procedure: ['status', 'code', 'subject', 'performedDateTime'],
  MedicationRequest: ['status', 'intent', 'medicationCodeableConcept', 'subject', 'authoredOn', 'requester'],
  Immunization: ['status', 'vaccineCode', 'patient', 'occurrenceDateTime', 'primarySource'],
  AllergyIntolerance: ['clinicalStatus', 'code', 'patient'],
  Device: ['type', 'patient', 'udiCarrier'],
  ExplanationOfBenefit: [
    'status',
    'type',
    'use',
    'patient',
    'created',
    'insurer',
    'provider',
    'outcome',
    'insurance',
    'item',
    'total'
  ],
  Practitioner: ['identifier', 'name'],
  PractitionerRole: ['practitioner', 'organization', 'specialty', 'telecom'],
  Organization: ['active', 'name'],
  Location: ['status', 'name', 'address']
}

function eachReference(value: unknown, visit: (reference: string) => void): void {
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'reference' && typeof inner === 'string') visit(inner)
    else eachReference(inner, visit)
  }
}

function eachDate(value: unknown, visit: (date: string, path: string) => void, path = ''): void {
  if (typeof value === 'string') {
    if (/^\d{4}-\d{2}-\d{2}/.test(value)) visit(value, path)
    return
  }
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) eachDate(inner, visit, `${path}.${key}`)
}

beforeAll(async () => {
  resources = await readPopulation(createSamplePopulation({ patients, asOf }))
})

describe('a sample population', () => {
  it('holds every type, and the elements that US Core requires in every row', () => {
    expect(new Set(resources.map(({ resourceType }) => resourceType))).toEqual(new Set(Object.keys(required)))
    const missing = resources.flatMap((resource) =>
      (required[resource.resourceType] ?? [])
        .filter((element) => resource[element] === undefined)
        .map((element) => `${resource.resourceType}.${element}`)
    )
    expect([...new Set(missing)]).toEqual([])
    expect(
      resources.filter((resource) => !/^\d{4}-\d{2}-\d{2}T22:15:00Z$/.test(text(resource, 'meta', 'lastUpdated')))
    ).toEqual([])
  })

  it('gives every row an id of its own', () => {
    expect(new Set(resources.map(({ id }) => id)).size).toBe(resources.length)
  })

  it('refers only to rows that are there', () => {
    const known = new Set(resources.map(({ resourceType, id }) => `${resourceType}/${id}`))
    const dangling = new Set<string>()
    for (const resource of resources)
      eachReference(
        resource,
        (reference) => known.has(reference) || dangling.add(`${resource.resourceType} to ${reference}`)
      )
    expect([...dangling]).toEqual([])
  })

  it('keeps every date between birth and the as-of day, and valid', () => {
    const births = new Map(of('Patient').map((patient) => [`Patient/${patient.id}`, text(patient, 'birthDate')]))
    const wrong: string[] = []
    for (const resource of resources) {
      if (isBooking(resource)) continue
      const birth = births.get(subjectOf(resource)) ?? '1900-01-01'
      eachDate(resource, (date, path) => {
        const day = date.slice(0, 10)
        const tooLate = day > asOf && !path.endsWith('expirationDate')
        const tooEarly = day < birth && !path.endsWith('manufactureDate')
        if (Number.isNaN(Date.parse(date)) || tooLate || tooEarly)
          wrong.push(`${resource.resourceType}${path} ${date}, born ${birth}`)
      })
    }
    expect(wrong).toEqual([])
  })

  it('ends every life with death: no care, no claim and no onset after it', () => {
    const deaths = new Map(
      of('Patient')
        .filter((patient) => patient['deceasedDateTime'] !== undefined)
        .map((patient) => [`Patient/${patient.id}`, text(patient, 'deceasedDateTime')])
    )
    expect(deaths.size).toBeGreaterThan(10)
    const watched: Readonly<Record<string, readonly (readonly string[])[]>> = {
      Encounter: [
        ['period', 'start'],
        ['period', 'end']
      ],
      Observation: [['effectiveDateTime']],
      Procedure: [['performedDateTime']],
      Immunization: [['occurrenceDateTime']],
      MedicationRequest: [['authoredOn']],
      Condition: [['onsetDateTime'], ['recordedDate']],
      ExplanationOfBenefit: [['billablePeriod', 'start']],
      Coverage: [['period', 'end']]
    }
    for (const resource of resources) {
      const death = deaths.get(subjectOf(resource))
      if (death === undefined) continue
      if (isBooking(resource)) {
        expect(['cancelled', 'fulfilled'], resource.id).toContain(text(resource, 'status'))
        continue
      }
      for (const path of watched[resource.resourceType] ?? []) {
        const date = text(resource, ...path)
        // Dates with a time are compared as such, the others by the day.
        expect(
          date.slice(0, Math.min(date.length, 16)) <= death.slice(0, Math.min(date.length, 16)),
          `${resource.resourceType} ${path.join('.')} ${date} after ${death}`
        ).toBe(true)
      }
    }
  })

  it('arranges visits for many of the living, within nine months, one each', () => {
    const planned = of('Encounter').filter((encounter) => text(encounter, 'status') === 'planned')
    const ahead = planned.filter((encounter) => text(encounter, 'period', 'start').slice(0, 10) > asOf)
    expect(ahead.length).toBeGreaterThan(of('Patient').length * 0.2)
    expect(ahead.length).toBeLessThan(of('Patient').length * 0.7)
    expect(planned.length - ahead.length).toBeLessThan(ahead.length / 5)
    expect(new Set(planned.map(subjectOf)).size).toBe(planned.length)
    for (const encounter of ahead) expect(text(encounter, 'period', 'start') < '2027-08-01').toBe(true)
  })

  it('lets periods end after they start, and conditions after their onset', () => {
    for (const resource of [...of('Encounter'), ...of('Coverage')]) {
      const end = text(resource, 'period', 'end')
      if (end !== '')
        expect(Date.parse(end), resource.id).toBeGreaterThanOrEqual(Date.parse(text(resource, 'period', 'start')))
    }
    for (const condition of of('Condition')) {
      const abated = text(condition, 'abatementDateTime')
      const active = text(condition, 'clinicalStatus', 'coding', 0, 'code') === 'active'
      expect(active, condition.id).toBe(abated === '')
      if (abated !== '') expect(abated >= text(condition, 'onsetDateTime'), condition.id).toBe(true)
      expect(text(condition, 'recordedDate') >= text(condition, 'onsetDateTime'), condition.id).toBe(true)
    }
  })

  it('never has two stays in hospital of one person at the same time', () => {
    const stays = new Map<string, Resource[]>()
    for (const stay of of('Encounter').filter((encounter) => text(encounter, 'class', 'code') === 'IMP')) {
      stays.set(subjectOf(stay), [...(stays.get(subjectOf(stay)) ?? []), stay])
    }
    for (const list of stays.values()) {
      const sorted = list.toSorted((a, b) => text(a, 'period', 'start').localeCompare(text(b, 'period', 'start')))
      sorted
        .slice(1)
        .forEach((stay, i) =>
          expect(text(stay, 'period', 'start').slice(0, 10) >= text(sorted[i], 'period', 'end').slice(0, 10)).toBe(true)
        )
    }
  })

  it('adds claims up: lines to the allowed amount, and pays no more than that', () => {
    for (const claim of of('ExplanationOfBenefit')) {
      const lines = (claim['item'] as unknown[]).reduce<number>(
        (sum, item) => sum + Math.round(Number(valueAt(item, 'net', 'value')) * 100),
        0
      )
      const paid = Math.round(Number(valueAt(claim, 'payment', 'amount', 'value')) * 100)
      const submitted = Math.round(Number(valueAt(claim, 'total', 0, 'amount', 'value')) * 100)
      expect(paid).toBeLessThanOrEqual(lines)
      expect(submitted).toBeGreaterThanOrEqual(lines)
      expect(valueAt(claim, 'total', 1, 'amount', 'value')).toBe(valueAt(claim, 'payment', 'amount', 'value'))
      if (text(claim, 'type', 'coding', 0, 'code') === 'pharmacy')
        expect(Number(valueAt(claim, 'supportingInfo', 0, 'valueQuantity', 'value'))).toBeGreaterThan(0)
    }
  })

  it('bills within the coverage that the claim names', () => {
    const coverages = new Map(of('Coverage').map((coverage) => [`Coverage/${coverage.id}`, coverage]))
    for (const claim of of('ExplanationOfBenefit')) {
      const coverage = coverages.get(text(claim, 'insurance', 0, 'coverage', 'reference'))
      const day = text(claim, 'billablePeriod', 'start')
      const end = text(coverage, 'period', 'end')
      expect(text(coverage, 'beneficiary', 'reference')).toBe(text(claim, 'patient', 'reference'))
      expect(text(coverage, 'period', 'start') <= day && (end === '' || day <= end), claim.id).toBe(true)
      expect(text(coverage, 'payor', 0, 'reference')).toBe(text(claim, 'insurer', 'reference'))
    }
  })

  it('uses no CPT codes and no billing code systems beyond ICD-10-CM and HCPCS level II', () => {
    const systems = new Set<string>()
    for (const resource of resources) {
      for (const [, system] of JSON.stringify(resource).matchAll(/"system":"([^"]+)","code"/g))
        systems.add(system ?? '')
      for (const [, code] of JSON.stringify(resource).matchAll(/HCPCSReleaseCodeSets","code":"([^"]+)"/g))
        expect(code).toMatch(/^[A-Z]\d{4}$/)
    }
    expect([...systems].filter((system) => /ama-assn|cpt/i.test(system))).toEqual([])
  })
})
