import { commonMessages as common } from '#messages/common.ts'
import { enginePopulationChecksMessages as m } from '#messages/engine/population/checks.ts'
import type { Table } from '../../store/model/store.ts'
import { FAILED, NOT_CHECKED, PASSED, type Verdicts } from './data-check.ts'

/** Asks for each row whether it is checked and, if so, whether it fails. */
export function rowVerdicts(
  table: Table,
  isChecked: (row: number) => boolean,
  fails: (row: number) => boolean
): Verdicts {
  const verdicts = new Uint8Array(table.rows)
  for (let row = 0; row < table.rows; row++) if (isChecked(row)) verdicts[row] = fails(row) ? FAILED : PASSED
  return verdicts
}

/** Asks for each of the checked rows whether it fails. */
export function verdictsOf({ rows }: Table, checked: Iterable<number>, fails: (row: number) => boolean): Verdicts {
  const verdicts = new Uint8Array(rows).fill(NOT_CHECKED)
  for (const row of checked) verdicts[row] = fails(row) ? FAILED : PASSED
  return verdicts
}

/** `observation_component` as the words of a title: "result components". */
export function rowNames(table: string): string {
  return names[table] ?? table.replaceAll('_', ' ')
}

const names: Readonly<Record<string, string>> = {
  patient: common.peopleInText,
  encounter: m.encounters,
  observation: m.results,
  observation_component: m.resultComponents,
  condition: m.diagnoses,
  procedure: m.procedures,
  immunization: m.immunizations,
  medication_request: m.prescriptions,
  explanation_of_benefit: m.claimsPaid,
  claim: m.claims,
  coverage: m.coverages,
  allergy_intolerance: m.allergies,
  diagnostic_report: m.reports
}
