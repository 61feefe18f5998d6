/** Code systems as value set downloads name them: by short name or OID, with their FHIR address (FHIR R4 §4.3). */
const systems: readonly (readonly [url: string, oid: string, ...names: string[]])[] = [
  ['http://snomed.info/sct', '2.16.840.1.113883.6.96', 'SNOMEDCT', 'SNOMED CT', 'SNOMED-CT', 'SNOMEDCT_US'],
  ['http://loinc.org', '2.16.840.1.113883.6.1', 'LOINC'],
  ['http://hl7.org/fhir/sid/icd-10-cm', '2.16.840.1.113883.6.90', 'ICD10CM', 'ICD-10-CM'],
  ['http://www.cms.gov/Medicare/Coding/ICD10', '2.16.840.1.113883.6.4', 'ICD10PCS', 'ICD-10-PCS'],
  ['http://hl7.org/fhir/sid/icd-9-cm', '2.16.840.1.113883.6.103', 'ICD9CM', 'ICD-9-CM'],
  ['http://www.nlm.nih.gov/research/umls/rxnorm', '2.16.840.1.113883.6.88', 'RXNORM', 'RxNorm'],
  ['http://www.ama-assn.org/go/cpt', '2.16.840.1.113883.6.12', 'CPT', 'CPT-4'],
  [
    'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets',
    '2.16.840.1.113883.6.285',
    'HCPCS',
    'HCPCS Level II',
    'HCPCS II'
  ],
  ['http://hl7.org/fhir/sid/cvx', '2.16.840.1.113883.12.292', 'CVX'],
  ['http://hl7.org/fhir/sid/ndc', '2.16.840.1.113883.6.69', 'NDC'],
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

const known = new Map(
  systems.flatMap(([url, oid, ...names]) => [oid, url, ...names].map((item) => [item.toLowerCase(), url] as const))
)

/** The address of a code system that is named by its OID, its address or a usual short name; undefined for any other. */
export function codeSystemUrl(named: string): string | undefined {
  const name = named.trim().toLowerCase()
  const found = known.get(name.replace(/^urn:oid:/, '')) ?? known.get(name)
  if (found !== undefined) return found
  return /^(https?:\/\/|urn:)/.test(name) ? named.trim() : undefined
}
