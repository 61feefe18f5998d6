import type { ConnectionSettings, ScopeNeed } from '#shared/connection.ts'

/** Who needs which resource types: the titles of screens and features with the types that they read. */
const needs: Readonly<Record<string, readonly string[]>> = {
  Overview: ['Patient', 'Encounter', 'Condition', 'Coverage', 'Observation'],
  Registries: ['Patient', 'Condition', 'Observation', 'MedicationRequest', 'MedicationDispense', 'Procedure'],
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
    'ServiceRequest'
  ],
  'Care gaps': ['Patient', 'Practitioner', 'PractitionerRole', 'Organization', 'Location', 'CareTeam'],
  'Medication adherence': ['Patient', 'MedicationRequest', 'MedicationDispense', 'Medication', 'Coverage'],
  'Cost and use': ['Patient', 'ExplanationOfBenefit', 'Claim', 'Coverage', 'Encounter'],
  Patients: ['Patient', 'Practitioner', 'Organization', 'Location', 'DocumentReference', 'CarePlan', 'Goal']
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

/** The types that a connection asks for; none means everything. */
export function typesOf({ types }: ConnectionSettings): string[] {
  return types.kind === 'everything' ? [] : types.kind === 'chosen' ? [...types.types] : [...neededTypes]
}
