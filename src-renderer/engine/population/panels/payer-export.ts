import { rowsInPopulation } from '../../store/model/population-rows.ts'
import type { Store } from '../../store/model/store.ts'
import type { UnrecordedKind } from './withhold-figures.ts'

/** What the chart of a person consists of, by the table that holds it. */
const chartTypes: Readonly<Record<string, string>> = {
  condition: 'Condition',
  encounter: 'Encounter',
  observation: 'Observation',
  procedure: 'Procedure',
  medication_request: 'MedicationRequest',
  immunization: 'Immunization'
}

/**
 * Resource types of which nothing is in the data although figures need them: those that are known to be absent, and for data
 * that hold claims and nothing of a chart, as payers export them, all of the chart. Nobody having a visit or a result in such
 * data says nothing about people.
 */
export function absentTypesOf(store: Store, absent: readonly string[]): readonly string[] {
  const isEmpty = (table: string): boolean => rowsInPopulation(store, table) === 0
  const isPayerExport = !isEmpty('explanation_of_benefit') && Object.keys(chartTypes).every(isEmpty)
  return isPayerExport ? [...new Set([...absent, ...Object.values(chartTypes)])] : absent
}

/** Kinds of records of which the data hold none, so that nobody having one says nothing about people. */
export function unrecordedKinds(store: Store): readonly UnrecordedKind[] {
  const tables: Readonly<Record<UnrecordedKind, string>> = { encounters: 'encounter', results: 'observation' }
  return (['encounters', 'results'] as const).filter((kind) => rowsInPopulation(store, tables[kind]) === 0)
}
