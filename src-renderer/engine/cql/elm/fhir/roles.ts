import type { FhirJson, FhirObject } from '../values/fhir-element.ts'

/** How a resource is held to have the profile that the logic asks for. */
export type RolePolicy =
  /** By what the resource says: status, `doNotPerform`, category and code. `meta.profile` is not looked at. */
  | 'derive'
  /** By `meta.profile` where it names a profile of QI-Core, US Quality Core or US Core; else as `derive`. */
  | 'trust-profiles'
  /** Not at all: every resource of the type is taken, as engines do that do not look at profiles. */
  | 'any'

/** Elements of a resource that tell its role: resources that agree in them have the same roles. */
export const roleElements = ['meta', 'status', 'category', 'code', 'doNotPerform', 'modifierExtension'] as const

type Test = (resource: FhirObject) => boolean

const loinc = 'http://loinc.org'

/** Whether a coding of a CodeableConcept, or of a list of them, passes a test. */
function someCoding(value: FhirJson | undefined, test: (coding: FhirObject) => boolean): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) {
    for (const item of value) if (someCoding(item as FhirJson, test)) return true
    return false
  }
  const { coding } = value as FhirObject
  return Array.isArray(coding) && (coding as readonly FhirObject[]).some(test)
}

function asText(value: FhirJson | undefined): string {
  return typeof value === 'string' ? value : ''
}

/** Whether a category of one of the codes is given, whatever its system. */
function category(resource: FhirObject, codes: readonly string[]): boolean {
  return someCoding(resource['category'], (coding) => codes.includes(asText(coding['code'])))
}

function hasCategory(resource: FhirObject): boolean {
  return someCoding(resource['category'], () => true)
}

function status(...values: readonly string[]): Test {
  return (resource) => values.includes(asText(resource['status']))
}

const not =
  (test: Test): Test =>
  (resource) =>
    !test(resource)

function loincCode(...codes: readonly string[]): Test {
  return (resource) =>
    someCoding(resource['code'], (coding) => coding['system'] === loinc && codes.includes(asText(coding['code'])))
}

/** `doNotPerform` as an element or, where R4 has none, as the modifier extension of QI-Core. */
const doNotPerform: Test = (resource) => {
  if (resource['doNotPerform'] === true) return true
  const extensions = resource['modifierExtension']
  if (!Array.isArray(extensions)) return false
  return (extensions as readonly FhirObject[]).some(
    (item) => asText(item['url']).endsWith('doNotPerform') && item['valueBoolean'] === true
  )
}

const cancelled = status('cancelled')
const notDone = status('not-done')

/** Any observation that was made. */
const observed = not(cancelled)

function observationOf(...categories: readonly string[]): Test {
  return (resource) => observed(resource) && (!hasCategory(resource) || category(resource, categories))
}

/**
 * What makes a resource one of each profile, by the profile's last name without its family prefix. Profiles that are
 * not listed ask for nothing but the resource type. An element that is missing never keeps a resource out.
 */
const tests: Readonly<Record<string, Test>> = {
  'condition-encounter-diagnosis': (resource) => !hasCategory(resource) || category(resource, ['encounter-diagnosis']),
  'condition-problems-health-concerns': (resource) =>
    !hasCategory(resource) || category(resource, ['problem-list-item', 'health-concern']),
  'observation-lab': observed,
  'observation-clinical-result': observed,
  'observation-screening-assessment': observed,
  'simple-observation': observed,
  observation: observed,
  observationcancelled: cancelled,
  'blood-pressure': (resource) => observed(resource) && loincCode('85354-9')(resource),
  bmi: (resource) => observed(resource) && loincCode('39156-5')(resource),
  'heart-rate': (resource) => observed(resource) && loincCode('8867-4')(resource),
  'respiratory-rate': (resource) => observed(resource) && loincCode('9279-1')(resource),
  'body-temperature': (resource) => observed(resource) && loincCode('8310-5')(resource),
  'body-height': (resource) => observed(resource) && loincCode('8302-2')(resource),
  'body-weight': (resource) => observed(resource) && loincCode('29463-7')(resource),
  'pulse-oximetry': (resource) => observed(resource) && loincCode('2708-6', '59408-5')(resource),
  'vital-signs': observationOf('vital-signs'),
  smokingstatus: (resource) => observed(resource) && loincCode('72166-2', '11367-0', '39240-7')(resource),
  'observation-pregnancystatus': (resource) => observed(resource) && loincCode('82810-3')(resource),
  procedure: not(notDone),
  procedurenotdone: notDone,
  immunization: not(notDone),
  immunizationnotdone: notDone,
  medicationadministration: not(notDone),
  medicationadministrationnotdone: notDone,
  communication: not(notDone),
  communicationnotdone: notDone,
  medicationrequest: not(doNotPerform),
  medicationnotrequested: doNotPerform,
  medicationdispense: not(status('declined')),
  medicationdispensedeclined: status('declined'),
  servicerequest: not(doNotPerform),
  servicenotrequested: doNotPerform,
  devicerequest: not(doNotPerform),
  devicenotrequested: doNotPerform,
  task: not(status('rejected')),
  taskrejected: status('rejected')
}

/** Spellings of profile names that are found in data, with the one that is meant. */
const spellings: Readonly<Record<string, string>> = {
  mednotrequested: 'medicationnotrequested',
  'condition-enounter-diagnosis': 'condition-encounter-diagnosis',
  'enounter-diagnosis': 'condition-encounter-diagnosis',
  'simepl-observation': 'simple-observation'
}

const families = ['qicore-', 'us-quality-core-', 'us-core-']

/** The role that a profile's URL names, the same for QI-Core, US Quality Core and US Core; undefined for others. */
export function roleOf(profile: string): string | undefined {
  let role = roles.get(profile)
  if (role === undefined) {
    role = { name: readRole(profile) }
    if (roles.size < rolesKept) roles.set(profile, role)
  }
  return role.name
}

/** Roles of the profiles met so far: data name the same few again and again. */
const roles = new Map<string, { readonly name: string | undefined }>()
const rolesKept = 1000

function readRole(profile: string): string | undefined {
  const url = profile.split('|')[0]!
  const name = url.slice(url.lastIndexOf('/') + 1).replace(/^StructureDefinition-|\.html$/g, '')
  const family = families.find((prefix) => name.startsWith(prefix))
  if (family === undefined) return undefined
  const role = name.slice(family.length)
  return Object.hasOwn(spellings, role) ? spellings[role] : role
}

const noRoles: readonly string[] = []

function claimedRoles(resource: FhirObject): readonly string[] {
  const meta = resource['meta']
  const profiles = typeof meta === 'object' && meta !== null ? (meta as FhirObject)['profile'] : undefined
  if (!Array.isArray(profiles)) return noRoles
  const claimed: string[] = []
  for (const item of profiles) {
    const role = roleOf(asText(item as FhirJson))
    if (role !== undefined) claimed.push(role)
  }
  return claimed
}

/**
 * Roles of which a resource has one only. A claimed profile decides between them; beyond that, profiles that data carry
 * are not exact enough: a body mass index may say "screening assessment" and still be one.
 */
const alternatives: readonly (readonly string[])[] = [
  ['condition-encounter-diagnosis', 'condition-problems-health-concerns'],
  ['procedure', 'procedurenotdone'],
  ['immunization', 'immunizationnotdone'],
  ['medicationadministration', 'medicationadministrationnotdone'],
  ['communication', 'communicationnotdone'],
  ['medicationrequest', 'medicationnotrequested'],
  ['medicationdispense', 'medicationdispensedeclined'],
  ['servicerequest', 'servicenotrequested'],
  ['devicerequest', 'devicenotrequested'],
  ['task', 'taskrejected']
]

/** Profiles of single vital signs, which ask for a code. */
const vitalSigns: ReadonlySet<string> = new Set([
  'blood-pressure',
  'bmi',
  'heart-rate',
  'respiratory-rate',
  'body-temperature',
  'body-height',
  'body-weight',
  'pulse-oximetry'
])

/** Whether the claimed profiles settle that a resource has a role (true) or has not (false). */
function settledByClaim(
  claimed: readonly string[],
  role: string,
  group: readonly string[] | undefined
): boolean | undefined {
  if (claimed.length === 0) return undefined
  if (role === 'observationcancelled') return claimed.includes(role)
  if (claimed.includes('observationcancelled')) return false
  // What claims to be a simple observation is no vital sign, whatever its codes.
  if (vitalSigns.has(role) && claimed.includes('simple-observation')) return claimed.includes(role)
  return group?.some((item) => claimed.includes(item)) === true ? claimed.includes(role) : undefined
}

/** Tests made so far, by policy and profile; undefined stands for a profile that asks for nothing. */
const made: Readonly<Record<RolePolicy, Map<string, Test | undefined>>> = {
  derive: new Map(),
  'trust-profiles': new Map(),
  any: new Map()
}

/** The test for the profile that a retrieve names; undefined where every resource of the type has it. */
export function roleTest(templateId: string | undefined, policy: RolePolicy): Test | undefined {
  if (templateId === undefined) return undefined
  const known = made[policy]
  if (known.has(templateId)) return known.get(templateId)
  const test = makeTest(templateId, policy)
  if (known.size < rolesKept) known.set(templateId, test)
  return test
}

function makeTest(templateId: string, policy: RolePolicy): Test | undefined {
  const role = roleOf(templateId)
  if (policy === 'any' || role === undefined || !Object.hasOwn(tests, role)) return undefined
  const derived = tests[role]!
  if (policy === 'derive') return derived
  const group = alternatives.find((item) => item.includes(role))
  return (resource) => settledByClaim(claimedRoles(resource), role, group) ?? derived(resource)
}
