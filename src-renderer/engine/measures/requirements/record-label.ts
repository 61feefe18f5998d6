/** What records of a FHIR type are called in sentences. */
const words: Readonly<Record<string, string>> = {
  AllergyIntolerance: 'allergies',
  Condition: 'diagnoses',
  Coverage: 'insurance covers',
  DiagnosticReport: 'reports',
  Encounter: 'visits',
  ExplanationOfBenefit: 'claims',
  Immunization: 'immunizations',
  MedicationAdministration: 'given medicines',
  MedicationDispense: 'dispensed medicines',
  MedicationRequest: 'medicine orders',
  MedicationStatement: 'reported medicines',
  Observation: 'results',
  Patient: 'facts about the person',
  Procedure: 'procedures',
  ServiceRequest: 'orders'
}

/** `results`, `claims`; a type that has no word of its own by its name. */
export function recordLabel(type: string): string {
  return words[type] ?? type
}
