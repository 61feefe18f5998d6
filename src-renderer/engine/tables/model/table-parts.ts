import { engineMessages as m } from '#messages/engine.ts'
import { AppError } from '#shared/app-error.ts'
import { isIdentifying, masked } from '../../population/panels/person/mask.ts'
import { dictionaryOf, type TableSource } from './table-source.ts'
import { dayFromCivil, civilFromDay } from '../../base/fhir/calendar.ts'
import { NO_INTEGER, type Column } from '../../store/model/column.ts'
import { NO_DAY, NO_OFFSET } from '../../base/fhir/missing.ts'
import type { ConceptTable } from '../../store/model/concept-table.ts'

/** What a database lacks to answer a statement. */
export interface TableNeed {
  readonly table: string
  /** Physical columns. */
  readonly columns: readonly string[]
  /** The concept table is wanted, too. */
  readonly concepts: boolean
}

/** Columns of one table, ready to be moved to another worker. Texts are shared with the store where it has them. */
export interface TableParts {
  readonly table: string
  readonly rows: number
  readonly columns: readonly { readonly name: string; readonly column: Column }[]
  readonly concepts: Pick<ConceptTable, 'systems' | 'codes' | 'displays'> | undefined
}

/**
 * Reads what is needed.
 * @param revealed whether identifying values may be shown; otherwise they are masked, and birth dates are years
 */
export function tableParts(
  table: TableSource,
  { systems, codes, displays }: ConceptTable,
  need: TableNeed,
  revealed: boolean
): TableParts {
  return {
    table: table.name,
    rows: table.rows,
    columns: need.columns.map((name) => ({ name, column: shownColumn(table, name, revealed) })),
    concepts: need.concepts ? { systems, codes, displays } : undefined
  }
}

/**
 * A column as it may be shown.
 * @param revealed whether identifying values may be shown; otherwise they are masked
 */
export function shownColumn(table: TableSource, name: string, revealed: boolean): Column {
  const column = table.read(name)
  const identifies = table.columns.find((each) => each.name === name)?.identifying === true
  return revealed || !(identifies || isIdentifying(table.name, name)) ? column : maskColumn(column)
}

/**
 * A list of people, as it may be handed out.
 * @param revealed whether they may be named; otherwise the column `patient_id` has dots
 */
export function shownPeople(table: TableSource, revealed: boolean): TableSource {
  if (revealed) return table
  return {
    ...table,
    columns: table.columns.map((column) => (column.name === 'patient_id' ? { ...column, kind: 'dictionary' } : column)),
    read: (name) =>
      name === 'patient_id' ? dictionaryOf(Array.from({ length: table.rows }, () => masked)) : table.read(name)
  }
}

/** Hides what a column says: texts become dots, dates their year, times and numbers go. */
function maskColumn(column: Column): Column {
  if (column.kind === 'dictionary')
    return { ...column, values: column.values.map((value) => (value === '' ? '' : masked)) }
  if (column.kind === 'date') {
    const days = column.days.map((day) => (day === NO_DAY ? day : dayFromCivil(civilFromDay(day).year, 1, 1)))
    return { kind: 'date', days, precision: column.precision.map((precision) => Math.min(precision, 1)) }
  }
  if (column.kind === 'dateTime') {
    const days = column.days.map((day) => (day === NO_DAY ? day : dayFromCivil(civilFromDay(day).year, 1, 1)))
    const precision = column.precision.map((each) => Math.min(each, 1))
    return {
      ...column,
      days,
      precision,
      millis: column.millis.map(() => 0),
      offset: column.offset.map(() => NO_OFFSET)
    }
  }
  if (column.kind === 'number') return { kind: 'number', values: column.values.map(() => Number.NaN) }
  if (column.kind === 'integer') return { kind: 'integer', values: column.values.map(() => NO_INTEGER) }
  if (column.kind === 'boolean') return { kind: 'boolean', values: column.values.map(() => 2) }
  throw new AppError('internal', m.aColumnWithPersonalDataCannot)
}
