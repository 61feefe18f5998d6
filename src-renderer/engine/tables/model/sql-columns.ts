import type { ColumnKind } from '../../store/model/column.ts'
import type { SqlCell } from './column-cells.ts'

/** A column of a SQL table. */
export interface SqlColumn {
  readonly name: string
  /** SQLite's type; dates are ISO text, booleans 0 or 1. */
  readonly type: 'TEXT' | 'REAL' | 'INTEGER'
  readonly description: string
}

/** A table's columns, and how to read its rows from the store. */
export interface SqlRows {
  readonly rows: number
  readonly columns: readonly SqlColumn[]
  /** One per column. */
  readonly cells: readonly SqlCell[]
}

/** What is needed to name the SQL columns of one physical column. */
export interface DescribedColumn {
  readonly name: string
  readonly kind: ColumnKind
  readonly description: string
  /** For a concept: what its system, code and display mean. */
  readonly parts?: readonly string[]
  /** May name or describe one person in free words, in a table of the user's own. */
  readonly identifying?: true
}

/**
 * The SQL columns of one physical column. The concept `code` has `system`, `code`, `display`; any other concept `x` has
 * `x_system`, `x_code`, `x_display`.
 */
export function sqlColumns({ name, kind, description, parts = [] }: DescribedColumn): SqlColumn[] {
  if (kind === 'concept') {
    const prefix = name === 'code' ? '' : `${name}_`
    return ['system', 'code', 'display'].map((part, place) => ({
      name: prefix + part,
      type: 'TEXT',
      description: parts[place] ?? description
    }))
  }
  const type = kind === 'number' ? 'REAL' : kind === 'integer' || kind === 'boolean' ? 'INTEGER' : 'TEXT'
  return [{ name, type, description }]
}
