/** Types that belong to nobody: written once for a population. */
export const referenceTypes = ['Organization', 'Location', 'Practitioner', 'PractitionerRole'] as const

/** Types that belong to one person, in the order of their files within a shard. */
export const personalTypes = [
  'Patient',
  'Coverage',
  'Appointment',
  'Encounter',
  'Condition',
  'Observation',
  'DiagnosticReport',
  'Procedure',
  'MedicationRequest',
  'Immunization',
  'AllergyIntolerance',
  'Device',
  'ExplanationOfBenefit'
] as const

export type ReferenceType = (typeof referenceTypes)[number]
export type PersonalType = (typeof personalTypes)[number]

/** Every FHIR resource type that a sample population holds. */
export type PopulationType = ReferenceType | PersonalType

/** What a payer holds. */
export const payerTypes: ReadonlySet<PopulationType> = new Set<PopulationType>([
  'Organization',
  'Practitioner',
  'Patient',
  'Coverage',
  'ExplanationOfBenefit'
])
