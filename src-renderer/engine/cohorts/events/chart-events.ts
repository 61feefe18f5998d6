import { defined } from '#shared/language/defined.ts'
import { conditionStates } from '../../population/registries/condition-state.ts'
import { recordedDays } from '../../population/registries/recorded-days.ts'
import { rowsInPopulation } from '../../store/model/population-rows.ts'
import type { Store, Table } from '../../store/model/store.ts'
import type { EventDomain } from '../definition/criteria.ts'
import { EventRows } from './event-series.ts'

/** The table of the chart that holds a kind of event, and statuses of records that did not come to be. */
const chartTables: Readonly<Record<Exclude<EventDomain, 'result' | 'claim'>, readonly [string, ...string[]]>> = {
  condition: ['condition'],
  procedure: ['procedure', 'preparation', 'not-done', 'entered-in-error', 'unknown'],
  drug: ['medication_request', 'draft', 'cancelled', 'entered-in-error'],
  immunization: ['immunization', 'not-done', 'entered-in-error'],
  encounter: ['encounter', 'planned', 'cancelled', 'noshow', 'entered-in-error', 'discontinued']
}

/** Calls `visit` with each concept of a row until it answers true. */
export function anyConcept(store: Store, table: Table): (row: number, wanted: Uint8Array) => boolean {
  const codings = store.codings.get(table.name)
  const main = table.columns.get('code')
  const ids = main?.kind === 'concept' ? main.ids : undefined
  if (codings === undefined) return (row, wanted) => ids !== undefined && ids[row]! >= 0 && wanted[ids[row]!] === 1
  const { offsets, ids: all } = codings
  return (row, wanted) => {
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) if (all[at]! >= 0 && wanted[all[at]!] === 1) return true
    return false
  }
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
  const found = new EventRows(name)
  const hasConcept = anyConcept(store, table)
  const isWanted = conceptTest(table, domain, hasConcept, wanted)
  if (domain === 'condition') {
    const { counts } = conditionStates(table)
    const { days } = defined(recordedDays(store))
    for (let row = 0; row < table.rows; row++)
      if (patient[row]! >= 0 && counts[row] === 1 && isWanted(row)) found.add(patient[row]!, days[row]!, row)
    return found
  }
  const { codes, good } = countedStatuses(table, not)
  for (let row = 0; row < table.rows; row++) {
    const status = codes[row]! < 0 ? good.length - 1 : codes[row]!
    if (patient[row]! >= 0 && good[status] === 1 && isWanted(row)) found.add(patient[row]!, table.day[row]!, row)
  }
  return found
}

function conceptTest(
  table: Table,
  domain: EventDomain,
  hasConcept: ReturnType<typeof anyConcept>,
  wanted: Uint8Array | undefined
): (row: number) => boolean {
  if (wanted === undefined) return () => true
  if (domain !== 'encounter') return (row) => hasConcept(row, wanted)
  const classes = table.column('class', 'concept').ids
  const types = table.column('type', 'concept').ids
  const taken = (id: number): boolean => id >= 0 && wanted[id] === 1
  return (row) => taken(classes[row]!) || taken(types[row]!) || hasConcept(row, wanted)
}
