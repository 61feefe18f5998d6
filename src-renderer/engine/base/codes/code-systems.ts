import { engineBaseMessages as m } from '#messages/engine/base.ts'
import { defined } from '#shared/language/defined.ts'

/** Address of RxNorm. */
export const rxNorm = 'http://www.nlm.nih.gov/research/umls/rxnorm'
const cvx = 'http://hl7.org/fhir/sid/cvx'
/** Address of the National Drug Code. */
export const ndc = 'http://hl7.org/fhir/sid/ndc'

/** Code systems with the name that people read first, their OID, and other names that downloads use (FHIR R4 §4.3). */
const systems: readonly (readonly [url: string, oid: string, ...names: string[]])[] = [
  ['http://snomed.info/sct', '2.16.840.1.113883.6.96', 'SNOMED CT', 'SNOMEDCT', 'SNOMED-CT', 'SNOMEDCT_US'],
  ['http://loinc.org', '2.16.840.1.113883.6.1', 'LOINC'],
  ['http://hl7.org/fhir/sid/icd-10-cm', '2.16.840.1.113883.6.90', 'ICD-10-CM', 'ICD10CM', 'ICD10'],
  ['http://www.cms.gov/Medicare/Coding/ICD10', '2.16.840.1.113883.6.4', 'ICD-10-PCS', 'ICD10PCS'],
  ['http://hl7.org/fhir/sid/icd-9-cm', '2.16.840.1.113883.6.103', 'ICD-9-CM', 'ICD9CM', 'ICD9'],
  [rxNorm, '2.16.840.1.113883.6.88', 'RxNorm', 'RXCUI'],
  ['http://www.ama-assn.org/go/cpt', '2.16.840.1.113883.6.12', 'CPT', 'CPT-4', 'CPT4'],
  [
    'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets',
    '2.16.840.1.113883.6.285',
    'HCPCS',
    'HCPCS Level II',
    'HCPCS II'
  ],
  [cvx, '2.16.840.1.113883.12.292', 'CVX'],
  [ndc, '2.16.840.1.113883.6.69', 'NDC'],
  ['http://www.ada.org/cdt', '2.16.840.1.113883.6.13', 'CDT'],
  ['http://unitsofmeasure.org', '2.16.840.1.113883.6.8', 'UCUM'],
  ['http://hl7.org/fhir/administrative-gender', '2.16.840.1.113883.4.642.4.2', 'AdministrativeGender (FHIR)'],
  ['http://terminology.hl7.org/CodeSystem/v3-AdministrativeGender', '2.16.840.1.113883.5.1', 'AdministrativeGender'],
  ['http://terminology.hl7.org/CodeSystem/v3-ActCode', '2.16.840.1.113883.5.4', 'ActCode'],
  ['http://terminology.hl7.org/CodeSystem/v3-ActMood', '2.16.840.1.113883.5.1001', 'ActMood'],
  ['http://terminology.hl7.org/CodeSystem/v3-RoleCode', '2.16.840.1.113883.5.111', 'RoleCode'],
  ['urn:oid:2.16.840.1.113883.6.238', '2.16.840.1.113883.6.238', 'CDCREC', 'Race & Ethnicity - CDC'],
  ['https://nahdo.org/sopt', '2.16.840.1.113883.3.221.5', 'SOP', 'SOPT', 'Source of Payment Typology'],
  ['https://www.cdc.gov/nhsn/cdaportal/terminology/codesystem/hsloc.html', '2.16.840.1.113883.6.259', 'HSLOC'],
  ['http://terminology.hl7.org/CodeSystem/discharge-disposition', '2.16.840.1.113883.12.112', 'DischargeDisposition'],
  ['http://nucc.org/provider-taxonomy', '2.16.840.1.113883.6.101', 'NUCCPT', 'Healthcare Provider Taxonomy']
]

const names = new Map(
  systems.flatMap(([url, oid, name]) => [url, `urn:oid:${oid}`].map((item) => [item, defined(name)] as const))
)

const known = new Map(
  systems.flatMap(([url, oid, ...all]) => [oid, url, ...all].map((item) => [item.toLowerCase(), url] as const))
)

/** The address of a code system that is named by its OID, its address or a usual short name; undefined for any other. */
export function codeSystemUrl(named: string): string | undefined {
  const name = named.trim().toLowerCase()
  const found = known.get(name.replace(/^urn:oid:/, '')) ?? known.get(name)
  if (found !== undefined) return found
  return /^(https?:\/\/|urn:)/.test(name) ? named.trim() : undefined
}

const cpt = 'http://www.ama-assn.org/go/cpt'
const hcpcs = 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets'
/** Other addresses of HCPCS that claims use. */
const hcpcsAddresses: ReadonlySet<string> = new Set([
  'https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets',
  'https://www.cms.gov/medicare/coding/medhcpcsgeninfo',
  'https://bluebutton.cms.gov/resources/codesystem/hcpcs'
])

/** The address that stands for a code system, whichever of its addresses the data use: `urn:oid:…` as `http://…`. */
export function canonicalSystem(system: string): string {
  if (system.startsWith('urn:oid:')) return known.get(system.slice('urn:oid:'.length)) ?? system
  return hcpcsAddresses.has(system) ? hcpcs : system
}

/**
 * What a code system is compared by. HCPCS has CPT as its first level, so that claims and EHRs write either for the other, and the two have no
 * code in common: they are compared as one.
 */
export function comparableSystem(system: string): string {
  const canonical = canonicalSystem(system)
  return canonical === hcpcs ? cpt : canonical
}

/** Systems whose codes say why there is no code. */
const withoutCode: ReadonlySet<string> = new Set([
  'http://terminology.hl7.org/CodeSystem/data-absent-reason',
  'http://terminology.hl7.org/CodeSystem/v3-NullFlavor'
])

/** Whether the codes of a system say why there is no code. */
export function saysWhyNoCode(system: string): boolean {
  return withoutCode.has(system)
}

/** The short name of a code system; its address where there is none. */
export function codeSystemName(system: string): string {
  return names.get(system) ?? (system === '' ? m.noCodeSystem : system)
}

const drugSystems: ReadonlySet<string> = new Set([ndc, rxNorm])
/** CPT and HCPCS, by the addresses that claims use. */
const procedureSystems: ReadonlySet<string> = new Set([cpt, hcpcs])

/** Whether a system is one of drug codes, NDC or RxNorm, by whichever of its addresses. */
export function isDrugSystem(system: string): boolean {
  return drugSystems.has(canonicalSystem(system))
}

/** Whether a system is the one of vaccines, by whichever of its addresses. */
export function isVaccineSystem(system: string): boolean {
  return canonicalSystem(system) === cvx
}

/** Whether a system is CPT or HCPCS, by whichever of its addresses. */
export function isProcedureSystem(system: string): boolean {
  return procedureSystems.has(canonicalSystem(system))
}
