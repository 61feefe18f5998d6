import { AppError } from '#shared/app-error.ts'
import { isIdentifying, masked } from '../panels/mask.ts'
import { dayFromCivil, civilFromDay } from '../fhir/calendar.ts'
import { NO_DAY, type Column } from '../store/column.ts'
import type { ConceptTable } from '../store/store.ts'
import type { TableSources } from './table-sources.ts'

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
 * @throws AppError `not-found`
 */
export function tableParts(sources: TableSources, need: TableNeed, revealed: boolean): TableParts {
  const table = sources.get(need.table)
  if (table === undefined) throw new AppError('not-found', `There is no table “${need.table}”.`)
  const { systems, codes, displays } = sources.concepts
  return {
    table: table.name,
    rows: table.rows,
    columns: need.columns.map((name) => {
      const column = table.read(name)
      return { name, column: revealed || !isIdentifying(table.name, name) ? column : maskColumn(column) }
    }),
    concepts: need.concepts ? { systems, codes, displays } : undefined
  }
}

/** Hides what a column says: texts become dots, dates their year. */
export function maskColumn(column: Column): Column {
  if (column.kind === 'dictionary')
    return { ...column, values: column.values.map((value) => (value === '' ? '' : masked)) }
  if (column.kind === 'date') {
    const days = column.days.map((day) => (day === NO_DAY ? day : dayFromCivil(civilFromDay(day).year, 1, 1)))
    return { kind: 'date', days, precision: column.precision.map((precision) => Math.min(precision, 1)) }
  }
  throw new AppError('internal', 'A column with personal data cannot be masked. It was left out.')
}
