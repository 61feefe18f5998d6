import type { ColumnKind } from '../store/column.ts'

/** A column of a SQL table. */
export interface SqlColumn {
  readonly name: string
  /** SQLite's type; dates are ISO text, booleans 0 or 1. */
  readonly type: 'TEXT' | 'REAL' | 'INTEGER'
  readonly description: string
}

/**
 * The SQL columns of one physical column. The concept `code` has `system`, `code`, `display`; any other concept `x` has
 * `x_system`, `x_code`, `x_display`.
 */
export function sqlColumns(name: string, kind: ColumnKind, description: string): SqlColumn[] {
  if (kind === 'concept') {
    const prefix = name === 'code' ? '' : `${name}_`
    return ['system', 'code', 'display'].map((part) => ({ name: prefix + part, type: 'TEXT', description }))
  }
  const type = kind === 'number' ? 'REAL' : kind === 'integer' || kind === 'boolean' ? 'INTEGER' : 'TEXT'
  return [{ name, type, description }]
}
