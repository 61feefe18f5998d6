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

/** A narrative of one sentence (FHIR R4, Narrative). */
export function narrative(sentence: string): FhirJson {
  const text = sentence.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml"><p>${text}</p></div>` }
}

/** FNV-1a with a seed, 32 bits. */
function hashOf(text: string, seed: number): number {
  let hash = 0x811c9dc5 ^ seed
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}

/** A UUID that a text always gives (RFC 9562, version 8), so that the same report has the same id. */
export function uuidOf(text: string): string {
  const words = [1, 2, 3, 4].map((seed) => hashOf(text, Math.imul(seed, 0x9e3779b1)).toString(16).padStart(8, '0'))
  const digits = words.join('')
  const variant = '89ab'[Number.parseInt(digits[16]!, 16) & 3]!
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-8${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20)}`
}

/** Leaves out members without a value. */
export function without(object: Readonly<Record<string, FhirJson | undefined>>): FhirObject {
  return Object.fromEntries(
    Object.entries(object).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]))
  )
}
