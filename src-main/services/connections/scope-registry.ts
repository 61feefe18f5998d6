import type { ConnectionSettings, ScopeNeed } from '#shared/connection.ts'
import { absentTypes, type TypeSources } from '#shared/offered-types.ts'

/**
 * Who needs which resource types: the titles of screens and features with the types that they read. Imported measures may
 * read more; the screen of measure content says so, and the types can be chosen.
 */
const needs: Readonly<Record<string, readonly string[]>> = {
  Overview: ['Patient', 'Encounter', 'Condition', 'Coverage', 'Observation'],
  Registries: ['Patient', 'Condition', 'Observation', 'ExplanationOfBenefit'],
  Measures: [
    'Patient',
    'Condition',
    'Observation',
    'Encounter',
    'Procedure',
    'MedicationRequest',
    'MedicationDispense',
    'Immunization',
    'DiagnosticReport',
    'Coverage',
    'AllergyIntolerance',
    'Medication',
    'ExplanationOfBenefit'
  ],
  'Care gaps': ['Patient', 'Appointment', 'Practitioner', 'PractitionerRole', 'Organization', 'Location'],
  'Medication adherence': [
    'Patient',
    'MedicationRequest',
    'MedicationDispense',
    'Medication',
    'Coverage',
    'ExplanationOfBenefit'
  ],
  'Cohorts and risk': [
    'Patient',
    'Condition',
    'Encounter',
    'ExplanationOfBenefit',
    'Claim',
    'Immunization',
    'MedicationRequest',
    'Observation',
    'Procedure'
  ],
  'Cost and use': ['Patient', 'ExplanationOfBenefit', 'Claim', 'Coverage', 'Encounter'],
  Patients: [
    'Patient',
    'Practitioner',
    'Organization',
    'Location',
    'Condition',
    'Observation',
    'Encounter',
    'MedicationRequest',
    'MedicationDispense',
    'Procedure',
    'Immunization',
    'AllergyIntolerance',
    'DiagnosticReport',
    'DocumentReference',
    'CarePlan'
  ]
}

/** What each resource type is needed for, the types in alphabetical order. */
export function scopeNeeds(): ScopeNeed[] {
  const byType = new Map<string, string[]>()
  for (const [title, types] of Object.entries(needs))
    for (const type of types) byType.set(type, [...(byType.get(type) ?? []), title])
  return [...byType]
    .map(([type, neededBy]) => ({ type, neededBy }))
    .sort((a, b) => (a.type < b.type ? -1 : a.type > b.type ? 1 : 0))
}

/** The least that the screens need: nothing else is asked for unless a person chooses more. */
const neededTypes: readonly string[] = scopeNeeds().map(({ type }) => type)

/** The types that a connection wants; none means everything. */
function wantedTypes({ types }: ConnectionSettings): string[] {
  return types.kind === 'everything' ? [] : types.kind === 'chosen' ? [...types.types] : [...neededTypes]
}

/**
 * The types that a connection asks for: those that it wants, without those that the server does not have. None means
 * everything. When the server has none of them, all are asked for, so that the server can refuse them in its own words.
 * @param server what it says of itself, when that is known
 */
export function typesOf(settings: ConnectionSettings, server: TypeSources | undefined): string[] {
  const wanted = wantedTypes(settings)
  const absent = new Set(absentTypes(wanted, server))
  const asked = wanted.filter((type) => !absent.has(type))
  return asked.length === 0 ? wanted : asked
}
