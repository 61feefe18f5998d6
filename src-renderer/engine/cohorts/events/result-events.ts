import { defined } from '#shared/language/defined.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import { matchConcepts } from '../../population/registries/match-concepts.ts'
import type { Measurement, MeasurementPart } from '../../population/registries/registry-definition.ts'
import { limitFactors, resultsOfTexts, textResults, type TextResult } from '../../population/registries/text-result.ts'
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
  const inTexts = query.measurements.flatMap((measurement) => measurement.parts)
  const parts = tables.flatMap((table) => [
    eventsOf(store, table, query, undecided),
    ...inTexts.flatMap(({ inText }) =>
      inText === undefined ? [] : [textEvents(store, table, inText, query, undecided)]
    )
  ])
  return { parts, undecided: undecided.includes(1) ? undecided : undefined }
}

/** Whether a row is a result of a person that counts, on a day that is known. */
function counted(table: Table): RowTest {
  const patient = defined(table.patient)
  const day = defined(table.day)
  const status = table.column('status', 'dictionary')
  const good = Uint8Array.from(status.values, (value) => (finalStatuses.has(value) ? 1 : 0))
  return (row) =>
    patient[row]! >= 0 && day[row] !== NO_DAY && (status.codes[row]! < 0 || good[status.codes[row]!] === 1)
}

/** Results that are one of several numbers in a text, such as "120/80". */
function textEvents(
  store: Store,
  table: Table,
  { codes, place }: NonNullable<MeasurementPart['inText']>,
  { test, measurements, unitFactor }: ResultQuery,
  undecided: Uint8Array
): EventRows {
  const patient = defined(table.patient)
  const wanted = new Uint8Array(store.concepts.size)
  for (const id of matchConcepts(store.concepts, codes)) wanted[id] = 1
  const resultsOf = resultsOfTexts(table)
  const passes = ({ value, unit }: TextResult, row: number): boolean => {
    if (test === undefined) return true
    const conversion = conversionOf(unit, test.unit, measurements, unitFactor)
    if (conversion === undefined) undecided[patient[row]!] = 1
    return conversion !== undefined && passesValue(test, value * conversion.factor + conversion.offset)
  }
  const places = wantedRows(store, table, wanted, { counts: counted(table) }).filter((row) => {
    const result = resultsOf(row)?.[place]
    return result !== undefined && passes(result, row)
  })
  return { name: table.name, places, patient, day: defined(table.day) }
}

function eventsOf(
  store: Store,
  table: Table,
  { wanted, test, measurements, unitFactor }: ResultQuery,
  undecided: Uint8Array
): EventRows {
  const patient = defined(table.patient)
  const day = defined(table.day)
  const rows = wantedRows(store, table, wanted, { counts: counted(table) })
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
