import { updatedText, type SampleDay } from '../base/calendar.ts'

/** Start of every resource: type, id, when the source stored it, and its US Core profile. */
export function head(type: string, id: string, stored: SampleDay, profile: string): string {
  return `{"resourceType":"${type}","id":"${id}","meta":{"lastUpdated":"${updatedText(stored)}","profile":["${profile}"]}`
}

/** A US Core profile by the last part of its address. */
export const usCore = (name: string): string => `http://hl7.org/fhir/us/core/StructureDefinition/us-core-${name}`

/** A code system of HL7 terminology by the last part of its address. */
export const hl7 = (name: string): string => `http://terminology.hl7.org/CodeSystem/${name}`

/** A CodeableConcept with one coding and no display. */
export const codeOnly = (system: string, code: string): string => `{"coding":[{"system":"${system}","code":"${code}"}]}`

/** A Reference without display. */
export const reference = (type: string, id: string): string => `{"reference":"${type}/${id}"}`

/** US dollars from cents. */
export const money = (cents: number): string => `{"value":${cents / 100},"currency":"USD"}`

/** A profile of CARIN Blue Button by the last part of its address. */
export const c4bb = (name: string): string => `http://hl7.org/fhir/us/carin-bb/StructureDefinition/C4BB-${name}`
