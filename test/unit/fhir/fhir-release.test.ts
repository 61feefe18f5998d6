import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { electedRelease, releaseVotes, voteForRelease } from '#engine/base/fhir/fhir-release.ts'
import { firstReleaseOf, isResourceType } from '#engine/base/fhir/resource-types.ts'
import { readNdjson } from '../../support/ndjson-file.ts'
import { testData } from '../../support/test-data.ts'

function releaseOf(...resources: readonly unknown[]) {
  const votes = releaseVotes()
  for (const resource of resources) voteForRelease(resource, votes)
  return { ...votes, elected: electedRelease(votes) }
}

describe('resource types', () => {
  it.each([
    ['Patient', 'R4'],
    ['ExplanationOfBenefit', 'R4'],
    ['EffectEvidenceSynthesis', 'R4'],
    ['Citation', 'R4B'],
    ['SubscriptionTopic', 'R4B'],
    ['GenomicStudy', 'R5'],
    ['DeviceAssociation', 'R5'],
    ['Thing', undefined],
    ['patient', undefined],
    ['', undefined]
  ])('%s came with %s', (type, release) => {
    expect(firstReleaseOf(type)).toBe(release)
    expect(isResourceType(type)).toBe(release !== undefined)
  })
})

describe('the release of resources', () => {
  it('is R4 when nothing tells', () => {
    expect(releaseOf({ resourceType: 'Patient' }, 'text', null, { resourceType: 7 }, {})).toEqual({
      R4: 0,
      R4B: 0,
      R5: 0,
      elected: 'R4'
    })
  })

  it.each([
    [{ resourceType: 'CapabilityStatement', fhirVersion: '4.0.1' }, 'R4'],
    [{ resourceType: 'CapabilityStatement', fhirVersion: '4.3.0' }, 'R4B'],
    [{ resourceType: 'ImplementationGuide', fhirVersion: ['5.0.0'] }, 'R5'],
    [{ resourceType: 'Patient', meta: { profile: ['http://hl7.org/fhir/StructureDefinition/Patient|5.0.0'] } }, 'R5'],
    [{ resourceType: 'Patient', meta: { profile: ['http://hl7.org/fhir/4.3/StructureDefinition/Patient'] } }, 'R4B'],
    [{ resourceType: 'Citation' }, 'R4B'],
    [{ resourceType: 'Transport' }, 'R5'],
    [{ resourceType: 'Encounter', class: { code: 'AMB' } }, 'R4'],
    [{ resourceType: 'Encounter', class: [{ coding: [{ code: 'AMB' }] }] }, 'R5'],
    [{ resourceType: 'Encounter', actualPeriod: {} }, 'R5'],
    [{ resourceType: 'MedicationRequest', medicationReference: {} }, 'R4'],
    [{ resourceType: 'MedicationRequest', medication: { concept: {} } }, 'R5'],
    [{ resourceType: 'Procedure', occurrencePeriod: {} }, 'R5'],
    [{ resourceType: 'AllergyIntolerance', type: 'allergy' }, 'R4'],
    [{ resourceType: 'AllergyIntolerance', type: { text: 'allergy' } }, 'R5']
  ])('is told by %j', (resource, release) => {
    expect(releaseOf(resource).elected).toBe(release)
    expect(releaseOf(resource)[release as 'R4']).toBe(1)
  })

  it('follows the majority between R4 and R5', () => {
    const r5 = { resourceType: 'Encounter', actualPeriod: {} }
    const r4 = { resourceType: 'Encounter', period: {} }
    expect(releaseOf(r5, r4, r4).elected).toBe('R4')
    expect(releaseOf(r5, r5, r4).elected).toBe('R5')
    expect(releaseOf(r4, { resourceType: 'Citation' }).elected).toBe('R4B')
  })

  it('does not take the version of another profile for one of FHIR', () => {
    const profile = ['http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient|5.0.1']
    expect(releaseOf({ resourceType: 'Patient', meta: { profile } })).toMatchObject({ R5: 0, elected: 'R4' })
  })

  const folder = testData('data/uscore-13')
  it.skipIf(folder === undefined)('is R4 for an R4 export', () => {
    const files = ['Encounter', 'MedicationRequest', 'Procedure', 'Device', 'AllergyIntolerance', 'Patient', 'Location']
    const resources = files.flatMap((type) => readNdjson(join(folder!, `${type}.ndjson.gz`)))
    const { R4, R4B, R5, elected } = releaseOf(...resources)
    expect({ R4B, R5, elected }).toEqual({ R4B: 0, R5: 0, elected: 'R4' })
    expect(R4).toBe(1215 + 1745 + 2056 + 16 + 11)
  })
})
