/** Code systems of the sample population, by the URIs that FHIR gives them. */
export const snomedSystem = 'http://snomed.info/sct'
export const icd10 = 'http://hl7.org/fhir/sid/icd-10-cm'
export const loinc = 'http://loinc.org'
export const rxnorm = 'http://www.nlm.nih.gov/research/umls/rxnorm'
export const cvx = 'http://hl7.org/fhir/sid/cvx'
export const hcpcs = 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets'

/** A FHIR CodeableConcept that is ready to be written. */
export interface SampleConcept {
  /** The code of the first coding. */
  readonly code: string
  readonly display: string
  /** The CodeableConcept as JSON text. */
  readonly json: string
  /** The first coding alone as JSON text. */
  readonly coding: string
}

/** @param codings system and code, the main one first; all share the display, which is our own short wording */
export function sampleConcept(
  display: string,
  ...codings: readonly (readonly [system: string, code: string])[]
): SampleConcept {
  const texts = codings.map(([system, code]) => JSON.stringify({ system, code, display }))
  return {
    code: codings[0]?.[1] ?? '',
    display,
    json: `{"coding":[${texts.join(',')}]}`,
    coding: texts[0] ?? ''
  }
}
