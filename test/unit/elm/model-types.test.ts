import { expect, it } from 'vitest'
import { isExtensionClass, resourceTypeOf } from '#engine/cql/elm/fhir/model-types.ts'

it('classes of models that are named by profile mean their resource type', () => {
  const usCore = (name: string): string => resourceTypeOf(`{http://hl7.org/fhir/us/core}${name}`)
  expect(usCore('PatientProfile')).toBe('Patient')
  expect(usCore('ConditionProblemsHealthConcernsProfile')).toBe('Condition')
  expect(usCore('LaboratoryResultObservationProfile')).toBe('Observation')
  expect(usCore('SmokingStatusProfile')).toBe('Observation')
  expect(usCore('MedicationRequestProfile')).toBe('MedicationRequest')
  expect(usCore('DiagnosticReportProfileLaboratoryReporting')).toBe('DiagnosticReport')
  expect(resourceTypeOf('{http://hl7.org/fhir/us/qicore}ServiceNotRequested')).toBe('ServiceRequest')
  expect(resourceTypeOf('{http://hl7.org/fhir/us/qicore}ProcedureNotDone')).toBe('Procedure')
})

it('names of FHIR stay as they are', () => {
  expect(resourceTypeOf('{http://hl7.org/fhir}Encounter')).toBe('Encounter')
  expect(resourceTypeOf('{http://hl7.org/fhir}Encounter.Location')).toBe('Encounter.Location')
  expect(resourceTypeOf('{http://example.org}Thing')).toBe('Thing')
})

it('classes of elements that stand in extensions are told from types of FHIR', () => {
  const fhir = (name: string): boolean => isExtensionClass(`{http://hl7.org/fhir}${name}`)
  expect(['NotDoneRecorded', 'DoNotPerformReason', 'DiagnosisPresentOnAdmissionExtension'].map(fhir)).toEqual([
    true,
    true,
    true
  ])
  expect(['Extension', 'Observation', 'dateTime', 'CodeableConcept'].map(fhir)).toEqual([false, false, false, false])
})
