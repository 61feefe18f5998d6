import { engineMeasuresMessages as m } from '#messages/engine/measures.ts'
import { commonTypes } from './common-resources.ts'

/** Where the records of a measure come from, where not all of them count. */
export type EvidenceSource = 'chart' | 'claims'

const claimTypes: ReadonlySet<string> = new Set(['Claim', 'ClaimResponse', 'ExplanationOfBenefit'])
/** Who somebody is, and under which coverage, is known to both. */
const personTypes: ReadonlySet<string> = new Set(['Patient', 'Coverage', 'RelatedPerson'])

/** Whether records of a FHIR type belong to a source. */
export function isOfSource(type: string, source: EvidenceSource): boolean {
  if (personTypes.has(type) || commonTypes.has(type)) return true
  return claimTypes.has(type) === (source === 'claims')
}

/** The rule in words, for definitions. */
export const evidenceSourceRule = m.claimsAreTheResourcesExplanationOfBenefitClaim
