import type { FhirJson, FhirObject } from '../cql/elm/values/fhir-element.ts'

/** Canonical addresses of HL7's "Data Exchange for Quality Measures", STU 1 (hl7.org/fhir/uv/deqm, 1.0.0), for FHIR R4. */
const base = 'http://hl7.org/fhir/uv/deqm'

/** Profiles and extensions of the Data Exchange for Quality Measures implementation guide, by their URLs. */
export const deqm = {
  individual: `${base}/StructureDefinition/deqm-individualmeasurereport`,
  summary: `${base}/StructureDefinition/deqm-summarymeasurereport`,
  gapsBundle: `${base}/StructureDefinition/deqm-gapsincarebundle`,
  gapsComposition: `${base}/StructureDefinition/deqm-gapsincarecomposition`,
  gapsDetectedIssue: `${base}/StructureDefinition/deqm-gapsincaredetectedissue`,
  gapStatus: `${base}/StructureDefinition/deqm-gapStatus`,
  gapStatusCodes: `${base}/CodeSystem/deqm-gaps-status`,
  scoring: `${base}/StructureDefinition/deqm-measureScoring`,
  groupLink: 'http://hl7.org/fhir/5.0/StructureDefinition/extension-MeasureReport.group.linkId',
  populationLink: 'http://hl7.org/fhir/5.0/StructureDefinition/extension-MeasureReport.group.population.linkId'
} as const

/** The four statuses that a gap can be reported with. */
export const gapStatusCodes = ['open-gap', 'closed-gap', 'prospective-gap', 'not-applicable'] as const
export type GapStatusCode = (typeof gapStatusCodes)[number]

/** A CodeableConcept of one coding. */
export function codeableConcept(system: string, code: string, display?: string): FhirJson {
  return { coding: [{ system, code, ...(display === undefined ? {} : { display }) }] }
}

/** Extension that says why an element has no value (FHIR R4, data-absent-reason). */
export const absentReason = 'http://hl7.org/fhir/StructureDefinition/data-absent-reason'

/** Stands for an organization that nobody named. */
export const unknownReference: FhirJson = { extension: [{ url: absentReason, valueCode: 'unknown' }] }

/** A narrative of one sentence (FHIR R4, Narrative). */
export function narrative(sentence: string): FhirJson {
  const text = sentence.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml"><p>${text}</p></div>` }
}

/** Leaves out members without a value. */
export function without(object: Readonly<Record<string, FhirJson | undefined>>): FhirObject {
  return Object.fromEntries(
    Object.entries(object).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]))
  )
}
