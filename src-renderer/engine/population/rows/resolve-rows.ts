import { engineMessages as m } from '#messages/engine.ts'
import { AppError } from '#shared/app-error.ts'
import { ordinalsOf, hasBit } from '../../base/kernels/bitset.ts'
import { conditionStates } from '../registries/condition-state.ts'
import type { Column, ReferenceColumn } from '../../store/model/column.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import { keyText } from '../../store/model/reference-keys.ts'
import type { Store, Table } from '../../store/model/store.ts'
import { derivedColumn, derivedNumbers } from './derived-columns.ts'
import type { ColumnTest, Day, RowSelector } from '../../base/figures/filter.ts'
import type { PopulationView } from '../selection/population.ts'

type Test = (row: number) => boolean

/**
 * The rows that a selector names, ascending. People's filters do not apply to tables that are not about a patient.
 * @throws AppError `not-found` for an unknown table or column, `invalid-input` for an unknown dimension or a test that
 *   does not suit its column
 */
export function resolveRows(population: PopulationView, selector: RowSelector): Int32Array {
  const { store } = population
  const table = store.table(selector.table)
  // Records of no person stand in every shard and are listed in one.
  if (!table.isAboutPeople && !population.shard.ownsCommon) return new Int32Array(0)
  const tests = selector.where.map((test) => rowTest(store, table, test, selector.asOf))
  const passes = (row: number): boolean => tests.every((test) => test(row))
  const people = selector.filters.length === 0 ? undefined : population.select(selector.asOf, selector.filters)
  if (table.name === 'patient' && people !== undefined) return ordinalsOf(people).filter(passes)
  const rows: number[] = []
  const { patient } = table
  for (let row = 0; row < table.rows; row++) {
    if (people !== undefined && patient !== undefined && (patient[row]! < 0 || !hasBit(people, patient[row]!))) continue
    if (passes(row)) rows.push(row)
  }
  return Int32Array.from(rows)
}

/** Looks each key up once, when a row has it. */
function referenceTest({ codes, keys }: ReferenceColumn, wanted: ReadonlySet<string>): Test {
  const missing = wanted.has('')
  const unknown = 2
  const good = new Uint8Array(keys.length).fill(unknown)
  return (row) => {
    const code = codes[row]!
    if (code < 0) return missing
    if (good[code] === unknown) good[code] = wanted.has(keyText(keys, code)) ? 1 : 0
    return good[code] === 1
  }
}

function rowTest(store: Store, table: Table, test: ColumnTest, asOf: Day): Test {
  if ('in' in test) {
    const exclude = test.exclude === true
    const isIn = membershipTest(store, table, test.column, new Set(test.in), asOf)
    return exclude ? (row) => !isIn(row) : isIn
  }
  const from = test.from ?? Number.NEGATIVE_INFINITY
  const to = test.to ?? Number.POSITIVE_INFINITY
  const numbers = rangeNumbers(store, table, test.column)
  return (row) => numbers[row] !== NO_DAY && numbers[row]! >= from && numbers[row]! <= to
}

/** The numbers that a range test compares. `NO_DAY` and NaN are missing. */
function rangeNumbers(store: Store, table: Table, name: string): ArrayLike<number> {
  if (name === '@day') return table.day ?? new Int32Array(table.rows).fill(NO_DAY)
  const derived = derivedNumbers(store, table, name)
  if (derived !== undefined) return derived
  const column = columnOf(table, name)
  if (column.kind === 'date' || column.kind === 'dateTime') return column.days
  if (column.kind === 'number' || column.kind === 'integer') return column.values
  throw new AppError('invalid-input', m.theColumnOfHoldsNoDays(name, table.name))
}

function columnOf(table: Table, name: string): Column {
  const column = table.columns.get(name)
  if (column === undefined) throw new AppError('not-found', m.theTableHasNoColumn(table.name, name))
  return column
}

function membershipTest(store: Store, table: Table, name: string, wanted: ReadonlySet<string>, asOf: Day): Test {
  if (name === '@active') {
    const { start, end, counts } = conditionStates(table)
    return (row) => wanted.has(String(counts[row] === 1 && start[row]! <= asOf && asOf < end[row]!))
  }
  const missing = wanted.has('')
  const byCode = (codes: ArrayLike<number>, values: readonly string[]): Test => {
    const good = Uint8Array.from(values, (value) => (wanted.has(value) ? 1 : 0))
    return (row) => (codes[row]! < 0 ? missing : good[codes[row]!] === 1)
  }
  const derived = derivedColumn(store, table, name)
  if (derived !== undefined) return byCode(derived.codes, derived.values)
  const column = columnOf(table, name)
  switch (column.kind) {
    case 'dictionary':
      return byCode(column.codes, column.values)
    case 'reference':
      return referenceTest(column, wanted)
    case 'concept':
      return byCode(
        column.ids,
        store.concepts.codes.map((code, id) => `${store.concepts.systems[id]!}|${code}`)
      )
    case 'boolean':
      return (row) => (column.values[row] === 2 ? missing : wanted.has(column.values[row] === 1 ? 'true' : 'false'))
    default:
      throw new AppError('invalid-input', m.theColumnOfCannotBeCompared(name, table.name))
  }
}
