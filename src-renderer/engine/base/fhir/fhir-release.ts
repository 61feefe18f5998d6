import { firstReleaseOf, type FhirRelease } from './resource-types.ts'

/** How many resources spoke for each release. Plain numbers, so that workers can send and add them. */
export type ReleaseVotes = Record<FhirRelease, number>

/** JSON form of an element that tells the release. */
export type MarkShape = 'any' | 'array' | 'object' | 'text'

/** Elements, by resource type, that one side of the R4 / R5 border has and the other has not, or has in another shape. */
export const releaseMarks: Readonly<
  Record<string, { readonly R4?: Record<string, MarkShape>; readonly R5?: Record<string, MarkShape> }>
> = {
  AllergyIntolerance: { R4: { type: 'text' }, R5: { type: 'object', participant: 'any' } },
  CarePlan: { R4: { author: 'any' }, R5: { custodian: 'any' } },
  Claim: { R5: { encounter: 'any', traceNumber: 'any' } },
  Coverage: { R4: { payor: 'any' }, R5: { insurer: 'any', kind: 'any', paymentBy: 'any' } },
  Device: { R4: { deviceName: 'any', type: 'object' }, R5: { name: 'array', type: 'array' } },
  DocumentReference: { R4: { context: 'object' }, R5: { context: 'array', period: 'any', modality: 'any' } },
  Encounter: {
    R4: { class: 'object', period: 'any', hospitalization: 'any' },
    R5: { class: 'array', actualPeriod: 'any', admission: 'any' }
  },
  Immunization: { R4: { reportOrigin: 'any' }, R5: { administeredProduct: 'any', informationSource: 'any' } },
  MedicationAdministration: {
    R4: { medicationCodeableConcept: 'any', medicationReference: 'any' },
    R5: { medication: 'object' }
  },
  MedicationDispense: {
    R4: { medicationCodeableConcept: 'any', medicationReference: 'any' },
    R5: { medication: 'object' }
  },
  MedicationRequest: {
    R4: { medicationCodeableConcept: 'any', medicationReference: 'any' },
    R5: { medication: 'object' }
  },
  MedicationStatement: {
    R4: { medicationCodeableConcept: 'any', medicationReference: 'any' },
    R5: { medication: 'object' }
  },
  Procedure: {
    R4: { performedDateTime: 'any', performedPeriod: 'any', performedString: 'any' },
    R5: { occurrenceDateTime: 'any', occurrencePeriod: 'any', occurrenceString: 'any' }
  }
}

/** No votes yet. */
export function releaseVotes(): ReleaseVotes {
  return { R4: 0, R4B: 0, R5: 0 }
}

/**
 * Counts what one resource tells about its FHIR release: a declared `fhirVersion`, the version in a core profile's URL,
 * a resource type that only later releases have, or elements whose shape changed between R4 and R5. Most tell nothing.
 */
export function voteForRelease(resource: unknown, votes: ReleaseVotes): void {
  if (typeof resource !== 'object' || resource === null) return
  const elements = resource as Readonly<Record<string, unknown>>
  const vote = declared(elements) ?? shaped(elements)
  if (vote !== undefined) votes[vote]++
}

/** The release that the votes speak for. R4 when nothing speaks against it. */
export function electedRelease(votes: Readonly<ReleaseVotes>): FhirRelease {
  if (votes.R5 > votes.R4) return 'R5'
  return votes.R4B > 0 ? 'R4B' : 'R4'
}

function declared(resource: Readonly<Record<string, unknown>>): FhirRelease | undefined {
  const version = resource['fhirVersion']
  for (const text of Array.isArray(version) ? version : [version]) {
    const release = releaseOfVersion(text)
    if (release !== undefined) return release
  }
  const meta = resource['meta']
  const profiles = typeof meta === 'object' && meta !== null && 'profile' in meta ? meta.profile : undefined
  for (const profile of Array.isArray(profiles) ? profiles : []) {
    if (typeof profile !== 'string' || !profile.startsWith('http://hl7.org/fhir/')) continue
    const match = /^http:\/\/hl7\.org\/fhir\/(?:([\d.]+)\/)?StructureDefinition\/[A-Za-z]+(?:\|(.+))?$/.exec(profile)
    const release = releaseOfVersion(match?.[1] ?? match?.[2])
    if (release !== undefined) return release
  }
  return undefined
}

function releaseOfVersion(version: unknown): FhirRelease | undefined {
  if (typeof version !== 'string') return undefined
  if (/^4\.0(\.|$)/.test(version)) return 'R4'
  if (/^4\.[13](\.|$)/.test(version)) return 'R4B'
  return /^5\.0(\.|$)/.test(version) ? 'R5' : undefined
}

function shaped(resource: Readonly<Record<string, unknown>>): FhirRelease | undefined {
  const type = resource['resourceType']
  if (typeof type !== 'string') return undefined
  const first = firstReleaseOf(type)
  if (first !== 'R4') return first
  const mark = releaseMarks[type]
  if (mark === undefined) return undefined
  const r4 = mark.R4 !== undefined && has(resource, mark.R4)
  const r5 = mark.R5 !== undefined && has(resource, mark.R5)
  return r4 === r5 ? undefined : r5 ? 'R5' : 'R4'
}

function has(resource: Readonly<Record<string, unknown>>, elements: Readonly<Record<string, MarkShape>>): boolean {
  for (const [name, shape] of Object.entries(elements)) {
    const value = resource[name]
    if (value === undefined || value === null) continue
    if (shape === 'any') return true
    const actual: MarkShape = Array.isArray(value) ? 'array' : typeof value === 'object' ? 'object' : 'text'
    if (actual === shape) return true
  }
  return false
}
