import { defined } from '#shared/language/defined.ts'
import { conditionStates } from '../../population/registries/condition-state.ts'
import { recordedDays } from '../../population/registries/recorded-days.ts'
import { rowsInPopulation } from '../../store/model/population-rows.ts'
import type { Store, Table } from '../../store/model/store.ts'
import type { EventDomain } from '../definition/criteria.ts'
import { wantedRows, type RowTest } from './concept-rows.ts'
import type { EventRows } from './event-series.ts'

/** The table of the chart that holds a kind of event, and statuses of records that did not come to be. */
const chartTables: Readonly<Record<Exclude<EventDomain, 'result' | 'claim'>, readonly [string, ...string[]]>> = {
  condition: ['condition'],
  procedure: ['procedure', 'preparation', 'not-done', 'entered-in-error', 'unknown'],
  drug: ['medication_request', 'draft', 'cancelled', 'entered-in-error'],
  immunization: ['immunization', 'not-done', 'entered-in-error'],
  encounter: ['encounter', 'planned', 'cancelled', 'noshow', 'entered-in-error', 'discontinued']
}

/** Whether a row of a table is of a person and has a status that counts; without a status it does. */
function hasCounted(table: Table, patient: Int32Array, not: readonly string[]): RowTest {
  const { codes, values } = table.column('status', 'dictionary')
  const good = Uint8Array.from(values, (value) => (not.includes(value) ? 0 : 1))
  return (row) => patient[row]! >= 0 && (codes[row]! < 0 || good[codes[row]!] === 1)
}

/**
 * Events of the chart.
 * @param wanted concepts that count; undefined for all records
 * @returns undefined where the data hold no record of the kind
 */
export function chartEvents(
  store: Store,
  domain: Exclude<EventDomain, 'result' | 'claim'>,
  wanted: Uint8Array | undefined
): EventRows | undefined {
  const [name, ...not] = chartTables[domain]
  const table = store.tables.get(name)
  if (table?.patient === undefined || table.day === undefined || rowsInPopulation(store, name) === 0) return undefined
  const { patient } = table
  if (domain === 'condition') {
    const { counts: holds } = conditionStates(table)
    const counts: RowTest = (row) => patient[row]! >= 0 && holds[row] === 1
    const day = defined(recordedDays(store)).days
    return { name, places: wantedRows(store, table, wanted, { counts }), patient, day }
  }
  const counts = hasCounted(table, patient, not)
  // The class of an encounter says what most criteria ask for.
  const conceptPlaces = domain === 'encounter' ? (['class', 'type', 'codings'] as const) : (['codings'] as const)
  return { name, places: wantedRows(store, table, wanted, { places: conceptPlaces, counts }), patient, day: table.day }
}
