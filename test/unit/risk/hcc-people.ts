import type { Store } from '#engine/store/model/store.ts'
import { plainStore, type PlainRow, type PlainTables } from '../selection/plain-store.ts'

const icd = 'http://hl7.org/fhir/sid/icd-10-cm'
const sopt = 'https://nahdo.org/sopt'

/** Medicare (1), or another line, from a day on. */
export const coverage = (patient: string, code: string, period_start: string): PlainRow => ({
  id: `${patient}-${code}`,
  patient_id: patient,
  status: 'active',
  type: `${sopt}|${code}`,
  period_start
})

/** A professional claim with a visit, or what `line` makes of it. */
export function visitClaim(patient: string, on: string, codes: readonly string[], line: PlainRow = {}): PlainTables {
  const id = `${patient}-${on}`
  return {
    explanation_of_benefit: [
      {
        id,
        patient_id: patient,
        status: 'active',
        use: 'claim',
        type: 'http://terminology.hl7.org/CodeSystem/claim-type|professional',
        billable_start: on
      }
    ],
    explanation_of_benefit_item: [
      { explanation_of_benefit_id: id, patient_id: patient, sequence: 1, procedure_code: 'G0439', ...line }
    ],
    explanation_of_benefit_diagnosis: codes.map((code, index) => ({
      explanation_of_benefit_id: id,
      patient_id: patient,
      sequence: index + 1,
      code: `${icd}|${code}`
    }))
  }
}

/** One store of several parts. */
export function storeOf(...parts: readonly PlainTables[]): Store {
  const tables: Record<string, PlainRow[]> = {}
  for (const part of parts)
    for (const [name, rows] of Object.entries(part)) tables[name] = [...(tables[name] ?? []), ...rows]
  return plainStore(tables)
}
