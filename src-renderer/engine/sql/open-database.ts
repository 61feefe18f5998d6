import initSqlJs, { type Database } from 'sql.js'
import { AppError } from '#shared/app-error.ts'
import type { Store } from '../store/store.ts'
import { columnReaders, type SqlReader, type SqlValue } from './column-cells.ts'
import { codingTable, loadTable, type ExtraTable } from './extra-tables.ts'

/** Answer to a statement. */
export interface SqlAnswer {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly SqlValue[])[]
}

/** SQL over a store. Tables are filled when a statement first names them. Nothing can be changed. */
export interface SqlDatabase {
  /**
   * Runs one SELECT (or WITH, VALUES, EXPLAIN).
   * @param parameters values for `?` in order
   * @throws AppError `invalid-input` with SQLite's own words
   */
  query(statement: string, parameters?: readonly SqlValue[]): SqlAnswer
  close(): void
}

/**
 * Opens an empty SQLite database over a store.
 * @param wasm the bytes of sql.js's `sql-wasm.wasm`
 */
export async function openDatabase(store: Store, wasm: Uint8Array): Promise<SqlDatabase> {
  const { Database } = await initSqlJs({ wasmBinary: wasm.slice().buffer })
  const database = new Database()
  const filled = new Set<string>()

  function tableNamed(name: string): ExtraTable | undefined {
    const table = store.tables.get(name)
    if (table !== undefined) {
      const columns = table.info.flatMap((info) =>
        columnReaders(info.name, info.description, table.columns.get(info.name)!, store.concepts)
      )
      return { rows: table.rows, columns }
    }
    const main = /^(.+)_coding$/.exec(name)?.[1]
    const codings = main === undefined ? undefined : store.codings.get(main)
    if (main !== undefined && codings !== undefined) return codingTable(store, store.table(main), codings)
    return loadTable(store, name)
  }

  /** Fills the tables that a statement may be about: every known name that stands in it. */
  function fill(statement: string): void {
    for (const [word] of statement.toLowerCase().matchAll(/[a-z_][a-z0-9_]*/g)) {
      if (filled.has(word)) continue
      const table = tableNamed(word)
      if (table === undefined) continue
      filled.add(word)
      insert(database, word, table.columns, table.rows)
    }
  }

  return {
    query(statement, parameters = []) {
      if (!/^\s*(select|with|values|explain)\b/i.test(withoutComments(statement)))
        throw new AppError('invalid-input', 'Only SELECT statements can be run here. The data cannot be changed.')
      database.run('PRAGMA query_only = OFF')
      fill(statement)
      database.run('PRAGMA query_only = ON')
      try {
        const statements = Array.from(database.iterateStatements(statement))
        if (statements.length > 1) throw new AppError('invalid-input', 'Run one statement at a time.')
        const prepared = database.prepare(statement, [...parameters])
        try {
          const rows: SqlValue[][] = []
          while (prepared.step()) rows.push(prepared.get() as SqlValue[])
          return { columns: prepared.getColumnNames(), rows }
        } finally {
          prepared.free()
        }
      } catch (error) {
        if (error instanceof AppError) throw error
        const words = error instanceof Error ? error.message : 'unknown error'
        throw new AppError('invalid-input', `SQLite could not run the statement: ${words}.`, { cause: error })
      }
    },
    close: () => database.close()
  }
}

function withoutComments(statement: string): string {
  return statement.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, ' ')
}

function insert(database: Database, name: string, columns: readonly SqlReader[], rows: number): void {
  database.run(`CREATE TABLE "${name}" (${columns.map((column) => `"${column.name}" ${column.type}`).join(', ')})`)
  const statement = database.prepare(`INSERT INTO "${name}" VALUES (${columns.map(() => '?').join(', ')})`)
  database.run('BEGIN')
  for (let row = 0; row < rows; row++) statement.run(columns.map((column) => column.at(row)))
  database.run('COMMIT')
  statement.free()
}
