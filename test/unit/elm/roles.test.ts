import { describe, expect, it } from 'vitest'
import { roleOf, roleTest } from '#engine/cql/elm/fhir/roles.ts'

const qicore = (name: string): string => `http://hl7.org/fhir/us/qicore/StructureDefinition/qicore-${name}`
const usQuality = (name: string): string =>
  `http://fhir.org/guides/astp/us-quality-core/StructureDefinition/us-quality-core-${name}`

describe('roles', () => {
  it('are the same for all profile families', () => {
    expect(roleOf(qicore('procedurenotdone'))).toBe('procedurenotdone')
    expect(roleOf(`${usQuality('procedurenotdone')}|1.0`)).toBe('procedurenotdone')
    expect(roleOf('http://hl7.org/fhir/us/core/StructureDefinition/us-core-blood-pressure')).toBe('blood-pressure')
    expect(roleOf('http://hl7.org/fhir/StructureDefinition/Observation')).toBeUndefined()
  })

  it('tell done from not done by the data', () => {
    const done = roleTest(qicore('medicationrequest'), 'derive')!
    const notDone = roleTest(qicore('medicationnotrequested'), 'derive')!
    const request = { resourceType: 'MedicationRequest', status: 'active' }
    expect([done(request), notDone(request)]).toEqual([true, false])
    const refused = { ...request, doNotPerform: true }
    expect([done(refused), notDone(refused)]).toEqual([false, true])
  })

  it('take a condition without a category for either kind', () => {
    const bare = { resourceType: 'Condition' }
    const problem = { ...bare, category: [{ coding: [{ code: 'problem-list-item' }] }] }
    const diagnosis = roleTest(qicore('condition-encounter-diagnosis'), 'derive')!
    const concern = roleTest(qicore('condition-problems-health-concerns'), 'derive')!
    expect([diagnosis(bare), concern(bare), diagnosis(problem), concern(problem)]).toEqual([true, true, false, true])
  })

  it('follow claimed profiles where these decide, and only with the switch', () => {
    const claims = { resourceType: 'MedicationRequest', meta: { profile: [usQuality('medicationnotrequested')] } }
    expect(roleTest(qicore('medicationnotrequested'), 'trust-profiles')!(claims)).toBe(true)
    expect(roleTest(qicore('medicationnotrequested'), 'derive')!(claims)).toBe(false)
  })

  it('know a blood pressure by its code, whatever kind of observation it claims to be', () => {
    const test = roleTest('http://hl7.org/fhir/us/core/StructureDefinition/us-core-blood-pressure', 'trust-profiles')!
    const pressure = {
      resourceType: 'Observation',
      status: 'final',
      meta: { profile: [usQuality('observation-screening-assessment')] },
      code: { coding: [{ system: 'http://loinc.org', code: '85354-9' }] }
    }
    expect(test(pressure)).toBe(true)
    expect(test({ ...pressure, status: 'cancelled' })).toBe(false)
  })

  it('take what claims to be a simple observation for no vital sign, whatever its code', () => {
    const bmi = {
      resourceType: 'Observation',
      status: 'final',
      meta: { profile: [usQuality('simple-observation')] },
      code: { coding: [{ system: 'http://loinc.org', code: '39156-5' }] }
    }
    const profile = 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-bmi'
    expect(roleTest(profile, 'trust-profiles')!(bmi)).toBe(false)
    expect(roleTest(profile, 'trust-profiles')!({ ...bmi, meta: {} })).toBe(true)
    expect(roleTest(profile, 'derive')!(bmi)).toBe(true)
  })
})
