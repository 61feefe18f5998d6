import { describe, expect, it } from 'vitest'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import { packMeasures } from '../../conformance/pack-content.ts'
import { packComparer, syntheaRecords, type PatientRecords } from '../../conformance/pack-records.ts'
import { peerEngine } from '../../conformance/peer-engine.ts'
import { budgeted } from '../../support/test-budget.ts'

const peer = await peerEngine()
const records = syntheaRecords()
const measures = packMeasures().map((measure) => [measure.id, measure] as const)

function isClaim({ resourceType }: FhirObject): boolean {
  return resourceType === 'ExplanationOfBenefit' || resourceType === 'Claim'
}

/** Patients compared by the chart, of 100, and with their claims. */
const [byChart, withClaims] = [budgeted(20), budgeted(4)]

/** Some patients, without claims: over a year of them the reference engine takes a second or more for each patient. */
function chart(patients: readonly PatientRecords[]): readonly PatientRecords[] {
  return patients
    .filter((_, index) => index % 5 === 0)
    .slice(0, byChart)
    .map(({ id, resources }) => ({ id, resources: resources.filter((resource) => !isClaim(resource)) }))
}

/** The patients with the fewest claims, with all that they have. */
function claims(patients: readonly PatientRecords[]): readonly PatientRecords[] {
  return patients
    .map((patient) => ({ patient, count: patient.resources.filter(isClaim).length }))
    .filter(({ count }) => count > 0)
    .sort((left, right) => left.count - right.count)
    .slice(0, withClaims)
    .map(({ patient }) => patient)
}

// All of them, with their claims, and 2,000 people of the sample population take hours: see test/conformance/pack-records.ts.
describe.skipIf(peer === undefined || records === undefined)('the reference engine agrees on Synthea records', () => {
  const compare = packComparer(peer!, records!)

  it.each(measures)('%s, by the chart', async (_id, measure) => {
    const { patients, differences } = await compare(measure, chart)
    expect(patients).toBe(byChart)
    expect(differences).toEqual([])
  })

  it.each(measures)('%s, with claims', async (_id, measure) => {
    const { differences } = await compare(measure, claims)
    expect(differences).toEqual([])
  })
})
