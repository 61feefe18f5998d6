import { engineMeasuresMessages as m } from '#messages/engine/measures.ts'

/** What records of a FHIR type are called in sentences. */
const words: Readonly<Record<string, string>> = {
  AllergyIntolerance: m.allergies,
  Condition: m.diagnoses,
  Coverage: m.insuranceCovers,
  DiagnosticReport: m.reports,
  Encounter: m.visits,
  ExplanationOfBenefit: m.claims,
  Immunization: m.immunizations,
  MedicationAdministration: m.givenMedicines,
  MedicationDispense: m.dispensedMedicines,
  MedicationRequest: m.medicineOrders,
  MedicationStatement: m.reportedMedicines,
  Observation: m.results,
  Patient: m.factsAboutThePerson,
  Procedure: m.procedures,
  ServiceRequest: m.orders
}

/** `results`, `claims`; a type that has no word of its own by its name. */
export function recordLabel(type: string): string {
  return words[type] ?? type
}
