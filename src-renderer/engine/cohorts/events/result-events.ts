import { defined } from '#shared/language/defined.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Measurement } from '../../population/registries/registry-definition.ts'
import { rowsInPopulation } from '../../store/model/population-rows.ts'
import type { Store, Table } from '../../store/model/store.ts'
import type { ValueTest } from '../definition/criteria.ts'
import { wantedRows } from './concept-rows.ts'
import { EventRows } from './event-series.ts'
import { conversionOf, passesValue, type UnitFactor } from './value-tests.ts'

const finalStatuses: ReadonlySet<string> = new Set(['final', 'amended', 'corrected'])

/** Results that pass, and people who have results that cannot be compared. */
export interface ResultEvents {
  readonly parts: readonly EventRows[]
  readonly undecided: Uint8Array | undefined
}

/** What results are asked for. */
interface ResultQuery {
  readonly wanted: Uint8Array | undefined
  readonly test: ValueTest | undefined
  readonly measurements: readonly Measurement[]
  readonly unitFactor: UnitFactor
}

/** Results of observations and of their components. @returns undefined where the data hold none */
export function resultEvents(store: Store, query: ResultQuery): ResultEvents | undefined {
  const tables = ['observation', 'observation_component'].flatMap((name) => {
    const table = store.tables.get(name)
    return table?.isAboutPeople !== true || rowsInPopulation(store, name) === 0 ? [] : [table]
  })
  if (tables.length === 0) return undefined
  const undecided = new Uint8Array(store.patients)
  const parts = tables.map((table) => eventsOf(store, table, query, undecided))
  return { parts, undecided: undecided.includes(1) ? undecided : undefined }
}

function eventsOf(
  store: Store,
  table: Table,
  { wanted, test, measurements, unitFactor }: ResultQuery,
  undecided: Uint8Array
): EventRows {
  const rows = wantedRows(store, table, wanted)
  const found = new EventRows(table.name, rows.length)
  const patient = defined(table.patient)
  const days = defined(table.day)
  const status = table.column('status', 'dictionary')
  const good = Uint8Array.from([...status.values, 'final'], (value) => (finalStatuses.has(value) ? 1 : 0))
  const values = table.column('value', 'number').values
  const unit = table.column('unit', 'dictionary')
  const conversions =
    test === undefined
      ? []
      : [...unit.values, ''].map((from) => conversionOf(from, test.unit, measurements, unitFactor))
  for (const row of rows) {
    if (patient[row]! < 0 || days[row] === NO_DAY) continue
    if (good[status.codes[row]! < 0 ? good.length - 1 : status.codes[row]!] === 0) continue
    if (test !== undefined) {
      const amount = values[row]!
      if (Number.isNaN(amount)) continue
      const conversion = conversions[unit.codes[row]! < 0 ? conversions.length - 1 : unit.codes[row]!]
      if (conversion === undefined) {
        undecided[patient[row]!] = 1
        continue
      }
      if (!passesValue(test, amount * conversion.factor + conversion.offset)) continue
    }
    found.add(patient[row]!, days[row]!, row)
  }
  return found
}
