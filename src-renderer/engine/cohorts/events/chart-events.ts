import { defined } from '#shared/language/defined.ts'
import { conditionStates } from '../../population/registries/condition-state.ts'
import { recordedDays } from '../../population/registries/recorded-days.ts'
import { rowsInPopulation } from '../../store/model/population-rows.ts'
import type { Store, Table } from '../../store/model/store.ts'
import type { EventDomain } from '../definition/criteria.ts'
import { wantedRows } from './concept-rows.ts'
import { EventRows } from './event-series.ts'

/** The table of the chart that holds a kind of event, and statuses of records that did not come to be. */
const chartTables: Readonly<Record<Exclude<EventDomain, 'result' | 'claim'>, readonly [string, ...string[]]>> = {
  condition: ['condition'],
  procedure: ['procedure', 'preparation', 'not-done', 'entered-in-error', 'unknown'],
  drug: ['medication_request', 'draft', 'cancelled', 'entered-in-error'],
  immunization: ['immunization', 'not-done', 'entered-in-error'],
  encounter: ['encounter', 'planned', 'cancelled', 'noshow', 'entered-in-error', 'discontinued']
}

/** 1 per status that counts, with a place for rows without one at the end. */
function countedStatuses(
  table: Table,
  not: readonly string[]
): { readonly codes: Int32Array; readonly good: Uint8Array } {
  const { codes, values } = table.column('status', 'dictionary')
  return { codes, good: Uint8Array.from([...values, ''], (value) => (not.includes(value) ? 0 : 1)) }
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
  // The class of an encounter says what most criteria ask for.
  const rows = wantedRows(store, table, wanted, domain === 'encounter' ? ['class', 'type', 'codings'] : ['codings'])
  const found = new EventRows(name, rows.length)
  if (domain === 'condition') {
    const { counts } = conditionStates(table)
    const { days } = defined(recordedDays(store))
    for (const row of rows) if (patient[row]! >= 0 && counts[row] === 1) found.add(patient[row]!, days[row]!, row)
    return found
  }
  const { codes, good } = countedStatuses(table, not)
  for (const row of rows) {
    const status = codes[row]! < 0 ? good.length - 1 : codes[row]!
    if (patient[row]! >= 0 && good[status] === 1) found.add(patient[row]!, table.day[row]!, row)
  }
  return found
}
