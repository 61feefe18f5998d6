import initSqlJs, { type Database } from 'sql.js'
import { AppError } from '#shared/app-error.ts'
import type { Store } from '../store/store.ts'
import type { SqlValue } from './column-cells.ts'
import { explainSqlError } from './explain-error.ts'
import type { SqlRows } from './sql-columns.ts'
import { sqlRows } from './sql-rows.ts'

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
   * @throws AppError `invalid-input` with a sentence that says what is wrong with the statement
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

  /** Fills the tables that a statement may be about: every known name that stands in it. @returns their names */
  function fill(statement: string): string[] {
    const used: string[] = []
    for (const word of new Set(statement.toLowerCase().match(/[a-z_][a-z0-9_]*/g))) {
      const table = sqlRows(store, word)
      if (table === undefined) continue
      used.push(word)
      if (filled.has(word)) continue
      insert(database, word, table)
      filled.add(word)
    }
    return used
  }

  function run(statement: string, parameters: readonly SqlValue[]): SqlAnswer {
    // Compiles every statement in the text, so a second one does not go unnoticed.
    if (Array.from(database.iterateStatements(statement)).length !== 1) {
      throw new AppError('invalid-input', 'Run one statement at a time.')
    }
    const prepared = database.prepare(statement)
    try {
      const wanted = statement.match(/'(?:[^']|'')*'|"[^"]*"|\?/g)?.filter((part) => part === '?').length ?? 0
      if (wanted !== parameters.length) {
        throw new AppError(
          'invalid-input',
          `The statement has ${wanted} question marks, but ${parameters.length} values were given.`
        )
      }
      prepared.bind([...parameters])
      const rows: SqlValue[][] = []
      while (prepared.step()) rows.push(prepared.get() as SqlValue[])
      return { columns: prepared.getColumnNames(), rows }
    } finally {
      prepared.free()
    }
  }

  return {
    query(statement, parameters = []) {
      const text = withoutComments(statement)
      if (!/^[\s(]*(select|with|values|explain)\b/i.test(text)) {
        throw new AppError('invalid-input', 'Only SELECT statements can be run here. The data cannot be changed.')
      }
      database.run('PRAGMA query_only = OFF')
      const used = fill(text)
      database.run('PRAGMA query_only = ON')
      try {
        return run(text, parameters)
      } catch (error) {
        if (error instanceof AppError) throw error
        const words = error instanceof Error ? error.message : String(error)
        throw new AppError('invalid-input', explainSqlError(words, store, used), { cause: error })
      }
    },
    close() {
      database.close()
    }
  }
}

/** The statement without `--` and block comments; text in quotes is left alone. */
function withoutComments(statement: string): string {
  return statement
    .replace(/('(?:[^']|'')*'|"[^"]*")|--[^\n]*|\/\*[\s\S]*?\*\//g, (_, quoted: string | undefined) => quoted ?? ' ')
    .trim()
}

function insert(database: Database, name: string, { rows, columns, cells }: SqlRows): void {
  database.run(`CREATE TABLE "${name}" (${columns.map((column) => `"${column.name}" ${column.type}`).join(', ')})`)
  const statement = database.prepare(`INSERT INTO "${name}" VALUES (${columns.map(() => '?').join(', ')})`)
  database.run('BEGIN')
  for (let row = 0; row < rows; row++) statement.run(cells.map((cell) => cell(row)))
  database.run('COMMIT')
  statement.free()
}
