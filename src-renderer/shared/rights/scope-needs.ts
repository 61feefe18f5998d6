import { sharedRightsMessages as m } from '#messages/shared/rights.ts'
import type { ScopeNeed } from '../connections/server-report.ts'

/**
 * Who needs which resource types: the titles of screens and features with the types that they read. Imported measures may
 * read more; the screen of measure content says so, and the types can be chosen.
 */
const needs = {
  'Filters and registries': [
    'Patient',
    'Condition',
    'Observation',
    'Encounter',
    'Procedure',
    'MedicationRequest',
    'Medication',
    'Immunization',
    'DiagnosticReport',
    'Coverage',
    'ExplanationOfBenefit',
    'Claim',
    'Organization',
    'PractitionerRole'
  ],
  Overview: ['Patient', 'Encounter', 'Condition', 'Coverage', 'Observation'],
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
    'ServiceRequest',
    'DeviceRequest',
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
    'CarePlan',
    'Appointment'
  ]
} as const satisfies Readonly<Record<string, readonly string[]>>

/** A part of the program that reads resources. */
export type ScopeTitle = keyof typeof needs

/** The types that a part of the program reads. */
export function typesNeededBy(title: ScopeTitle): readonly string[] {
  return needs[title]
}

/**
 * What each resource type is needed for, the types in alphabetical order.
 * @param ruleTypes types that the rules about restricted records need; they are asked for whatever else was chosen
 */
export function scopeNeeds(ruleTypes: readonly string[] = []): ScopeNeed[] {
  const byType = new Map<string, string[]>()
  for (const [title, types] of Object.entries(needs))
    for (const type of types) byType.set(type, [...(byType.get(type) ?? []), title])
  for (const type of ruleTypes) byType.set(type, [...(byType.get(type) ?? []), m.restrictedRecords])
  return [...byType]
    .map(([type, neededBy]) => ({ type, neededBy, ...(ruleTypes.includes(type) ? { required: true } : {}) }))
    .sort((a, b) => (a.type < b.type ? -1 : a.type > b.type ? 1 : 0))
}
