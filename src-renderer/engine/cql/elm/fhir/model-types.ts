import { isResourceType } from '../../../base/fhir/resource-types.ts'
import { bareName } from '../library/qualified-name.ts'

const fhirNamespace = '{http://hl7.org/fhir}'

/** Classes of QI-Core, US Quality Core and US Core whose names do not hold the name of their resource type. */
const named: Readonly<Record<string, string>> = {
  ServiceNotRequested: 'ServiceRequest',
  MedicationNotRequested: 'MedicationRequest',
  DeviceNotRequested: 'DeviceRequest',
  BloodPressure: 'Observation',
  BMI: 'Observation',
  BodyHeight: 'Observation',
  BodyTemperature: 'Observation',
  BodyWeight: 'Observation',
  HeadCircumference: 'Observation',
  HeadOccipitalFrontalCircumferencePercentile: 'Observation',
  HeartRate: 'Observation',
  PediatricBMIForAge: 'Observation',
  PediatricWeightForHeight: 'Observation',
  PulseOximetry: 'Observation',
  RespiratoryRate: 'Observation',
  SmokingStatus: 'Observation',
  TreatmentInterventionPreference: 'Observation',
  CareExperiencePreference: 'Observation',
  VitalSigns: 'Observation',
  ImplantableDevice: 'Device'
}

/** Classes that QI-Core gives to elements that stand in extensions. The logic reads the extension's value in their place. */
const ofExtensions = /^(?:NotDone|DoNotPerform)[A-Z]\w*$|^\w+Extension$/

/** Whether a qualified name of ELM means an element that is the value of an extension, of whatever type that is. */
export function isExtensionClass(qualified: string): boolean {
  return ofExtensions.test(bareName(qualified))
}

const found = new Map<string, string>()
const maxFound = 1000

/** The part of a class's name that names a resource type: the longest, in the order of the words. */
function typeWithin(name: string): string | undefined {
  const words = name.match(/[A-Z][a-z0-9]*/g) ?? []
  for (let length = words.length; length > 0; length--) {
    for (let first = 0; first + length <= words.length; first++) {
      const part = words.slice(first, first + length).join('')
      if (isResourceType(part)) return part
    }
  }
  return undefined
}

/**
 * The FHIR type that a qualified name of ELM means. Models that name their classes by profile (`USCore`'s
 * `LaboratoryResultObservationProfile`) mean the resource type of the profile.
 */
export function resourceTypeOf(qualified: string): string {
  const name = bareName(qualified)
  if (qualified.startsWith(fhirNamespace) || qualified === name || isResourceType(name)) return name
  let type = found.get(qualified)
  if (type === undefined) {
    const short = name.replace(/Profile$/, '')
    type = Object.hasOwn(named, short) ? named[short]! : (typeWithin(short) ?? name)
    if (found.size < maxFound) found.set(qualified, type)
  }
  return type
}
