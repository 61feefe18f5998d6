import type { TablePlan } from '../store/plan.ts'
import { codingColumns } from './coding-rows.ts'
import { loadTables } from './load-rows.ts'
import { sqlColumns, type SqlColumn } from './sql-columns.ts'

/** A table that SQL can ask. */
export interface SqlTable {
  readonly name: string
  readonly description: string
  readonly columns: readonly SqlColumn[]
}

/** Every SQL table in order of name: canonical tables, all codings of those that have them, and the accounts of the load. */
export function describeTables(plan: TablePlan): SqlTable[] {
  const canonical = plan.tables.map(({ name, description, columns }) => ({
    name,
    description,
    columns: columns.flatMap(sqlColumns)
  }))
  const codings = plan.codings.map((table) => ({
    name: `${table}_coding`,
    description: `Every coding of the main code of ${table}, the first included.`,
    columns: codingColumns(table)
  }))
  return [...canonical, ...codings, ...loadTables].sort((a, b) => (a.name < b.name ? -1 : 1))
}
