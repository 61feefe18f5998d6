import { engineMeasuresMessages as m } from '#messages/engine/measures.ts'

/** What records of a FHIR type are called in sentences. */
const words: Readonly<Record<string, string>> = {
  AllergyIntolerance: 'allergies',
  Condition: 'diagnoses',
  Coverage: m.insuranceCovers,
  DiagnosticReport: 'reports',
  Encounter: 'visits',
  ExplanationOfBenefit: 'claims',
  Immunization: 'immunizations',
  MedicationAdministration: m.givenMedicines,
  MedicationDispense: m.dispensedMedicines,
  MedicationRequest: m.medicineOrders,
  MedicationStatement: m.reportedMedicines,
  Observation: 'results',
  Patient: m.factsAboutThePerson,
  Procedure: 'procedures',
  ServiceRequest: 'orders'
}

/** `results`, `claims`; a type that has no word of its own by its name. */
export function recordLabel(type: string): string {
  return words[type] ?? type
}
