import { defined } from '#shared/language/defined.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import { limitFactors, textResults } from '../../population/registries/text-result.ts'
import type { Measurement } from '../../population/registries/registry-definition.ts'
import { rowsInPopulation } from '../../store/model/population-rows.ts'
import type { Store, Table } from '../../store/model/store.ts'
import type { ValueTest } from '../definition/criteria.ts'
import { wantedRows, type RowTest } from './concept-rows.ts'
import type { EventRows } from './event-series.ts'
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
  const patient = defined(table.patient)
  const day = defined(table.day)
  const status = table.column('status', 'dictionary')
  const good = Uint8Array.from(status.values, (value) => (finalStatuses.has(value) ? 1 : 0))
  const counts: RowTest = (row) =>
    patient[row]! >= 0 && day[row] !== NO_DAY && (status.codes[row]! < 0 || good[status.codes[row]!] === 1)
  const rows = wantedRows(store, table, wanted, { counts })
  if (test === undefined) return { name: table.name, places: rows, patient, day }
  const values = table.column('value', 'number').values
  const unit = table.column('unit', 'dictionary')
  const conversions = [...unit.values, ''].map((from) => conversionOf(from, test.unit, measurements, unitFactor))
  const [textOf, limitOf] = [textResults(table), limitFactors(table)]
  const places = new Int32Array(rows.length)
  let count = 0
  for (const row of rows) {
    const text = Number.isNaN(values[row]) ? textOf(row) : undefined
    const amount = text?.value ?? values[row]! * limitOf(row)
    if (Number.isNaN(amount)) continue
    const conversion =
      text === undefined
        ? conversions[unit.codes[row]! < 0 ? conversions.length - 1 : unit.codes[row]!]
        : conversionOf(text.unit, test.unit, measurements, unitFactor)
    if (conversion === undefined) undecided[patient[row]!] = 1
    else if (passesValue(test, amount * conversion.factor + conversion.offset)) places[count++] = row
  }
  return { name: table.name, places: places.slice(0, count), patient, day }
}
