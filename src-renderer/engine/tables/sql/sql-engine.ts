import { engineTablesSqlMessages as m } from '#messages/engine/tables/sql.ts'
import initSqlJs, { type Database, type Statement } from 'sql.js'
import { AppError } from '#shared/app-error.ts'
import { defined } from '#shared/language/defined.ts'
import type { Day } from '../../base/figures/filter.ts'
import type { ColumnKind } from '../../store/model/column.ts'
import type { SqlValue } from '../model/column-cells.ts'
import { explainSqlError } from './explain-error.ts'
import { baseName, indexName, createView, fillConcepts, fillTable, quoted } from './fill-table.ts'
import { locateSqlError } from './locate-error.ts'
import type { SqlCatalogTable } from './sql-catalog.ts'
import { SqlError } from './sql-error.ts'
import { addSqlFunctions } from './sql-functions.ts'
import { findMentions, type Mentions } from './sql-mentions.ts'
import { meaningful, sqlTokens } from './sql-tokens.ts'
import type { TableNeed, TableParts } from '../model/table-parts.ts'

/** Values for `?` in order, or by name (without the colon). */
export type SqlParameters = readonly SqlValue[] | Readonly<Record<string, SqlValue>>

/** Answer to a statement. */
export interface SqlAnswer {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly SqlValue[])[]
}

/** SQLite over tables that are handed in when a statement first asks for them. Nothing can be changed by statements. */
export interface SqlEngine {
  /** What has to be given to {@link SqlEngine.fill} before the statement can run. */
  needs(statement: string): readonly TableNeed[]
  fill(parts: TableParts): void
  /**
   * Runs one SELECT (or WITH, VALUES, EXPLAIN).
   * @param limit rows to read; `cut` tells that there were more
   * @throws SqlError with a sentence that says what is wrong with the statement, and where
   */
  run(statement: string, parameters: SqlParameters, limit: number): SqlAnswer & { readonly cut: boolean }
  /**
   * What the columns of the answer to a statement are, without running it: the kind of the column of a table that one shows as it
   * is, also through subqueries, or the type of an outermost `CAST`; undefined for what is computed otherwise. None where
   * that cannot be told, as for EXPLAIN.
   */
  kindsOf(statement: string): readonly (ColumnKind | undefined)[]
  close(): void
}

/** Tables up to this many cells are filled whole; of larger ones only the columns that are asked for. */
const WHOLE_TABLE_CELLS = 500_000

const READ_ONLY = 'Only SELECT statements can be run here. The data cannot be changed.'

/**
 * Starts SQLite.
 * @param wasm the bytes of sql.js's `sql-wasm.wasm`
 * @param asOf what `as_of()` says
 */
export async function startSqlEngine(
  catalog: readonly SqlCatalogTable[],
  wasm: Uint8Array,
  asOf: Day
): Promise<SqlEngine> {
  const { Database } = await initSqlJs({ wasmBinary: wasm.slice().buffer })
  return createEngine(() => new Database(), catalog, asOf)
}

function createEngine(open: () => Database, catalog: readonly SqlCatalogTable[], asOf: Day): SqlEngine {
  const database = open()
  let declared: DeclaredTables | undefined
  const tables = new Map(catalog.map((table) => [table.name, table]))
  const loaded = new Map<string, Set<string>>()
  const indexed = new Set<string>()
  let hasConcepts = false
  addSqlFunctions(database, asOf)

  const mentionsOf = (statement: string): Mentions => findMentions(statement, (name) => tables.has(name))

  const sayOf = (statement: string): string | undefined => {
    try {
      database.prepare(statement).free()
      return undefined
    } catch (error) {
      return wordsOf(error)
    }
  }

  /** Joins need an index on the keys that they compare; it is made once and kept. */
  function indexKeys({ tables: mentioned, joins }: Mentions): void {
    if (!joins) return
    for (const { table, columns } of mentioned) {
      for (const { name, from, kind } of defined(tables.get(table)).columns) {
        const key = `${table}.${from}`
        if ((kind !== 'id' && kind !== 'reference') || !columns.has(name) || indexed.has(key)) continue
        database.run(`CREATE INDEX ${quoted(indexName(table, from))} ON ${quoted(baseName(table))} (${quoted(from)})`)
        indexed.add(key)
      }
    }
  }

  return {
    needs(statement) {
      return mentionsOf(statement).tables.flatMap(({ table, columns, everything }) => {
        const { rows, columns: all } = defined(tables.get(table))
        const takesAll = everything || rows === undefined || rows * all.length <= WHOLE_TABLE_CELLS
        const wanted = new Set(all.filter(({ name }) => takesAll || columns.has(name)).map(({ from }) => from))
        const known = loaded.get(table)
        if (known !== undefined && [...wanted].every((column) => known.has(column))) return []
        for (const column of known ?? []) wanted.add(column)
        const concepts = !hasConcepts && all.some(({ from, kind }) => kind === 'concept' && wanted.has(from))
        return [{ table, columns: [...wanted], concepts }]
      })
    },
    fill(parts) {
      database.run('PRAGMA query_only = OFF')
      fillTable(database, parts)
      if (parts.concepts !== undefined && !hasConcepts) {
        fillConcepts(database, parts.concepts)
        hasConcepts = true
      }
      const columns = new Set(parts.columns.map(({ name }) => name))
      loaded.set(parts.table, columns)
      for (const key of indexed) if (key.startsWith(`${parts.table}.`)) indexed.delete(key)
      createView(database, defined(tables.get(parts.table)), columns)
    },
    run(statement, parameters, limit) {
      const text = readOnly(statement)
      const mentions = mentionsOf(text)
      try {
        database.run('PRAGMA query_only = OFF')
        indexKeys(mentions)
        database.run('PRAGMA query_only = ON')
        return read(database, text, parameters, limit)
      } catch (error) {
        if (error instanceof AppError) throw error
        const words = wordsOf(error)
        const used = mentions.tables.map(({ table }) => defined(tables.get(table)))
        throw new SqlError(explainSqlError(words, catalog, used), locateSqlError(words, text, sayOf), { cause: error })
      }
    },
    kindsOf(statement) {
      declared ??= declareTables(open(), catalog, asOf)
      return kindsIn(declared, readOnly(statement))
    },
    close() {
      database.close()
      declared?.database.close()
    }
  }
}

/** Tables without rows whose columns are declared with their kind, next to the type that their values have. */
interface DeclaredTables {
  readonly database: Database
  /** By declared type. */
  readonly kinds: ReadonlyMap<string, ColumnKind>
}

function declareTables(database: Database, catalog: readonly SqlCatalogTable[], asOf: Day): DeclaredTables {
  addSqlFunctions(database, asOf)
  // What SQLite declares for an outermost CAST.
  const kinds = new Map<string, ColumnKind>([
    ['INT', 'integer'],
    ['REAL', 'number'],
    ['TEXT', 'dictionary']
  ])
  for (const { name, columns } of catalog) {
    const heads = columns.map((column) => {
      const type = `${column.kind} ${column.type}`
      kinds.set(type, column.kind)
      return `${quoted(column.name)} ${quoted(type)}`
    })
    database.run(`CREATE TABLE ${quoted(name)} (${heads.join(', ') || '_ INTEGER'})`)
  }
  return { database, kinds }
}

/** A view has the declared types of its statement; views take no parameters. */
function kindsIn({ database, kinds }: DeclaredTables, statement: string): readonly (ColumnKind | undefined)[] {
  const plain = sqlTokens(statement).map(({ kind, text }) => (kind === 'parameter' ? 'NULL' : text))
  try {
    database.run('DROP VIEW IF EXISTS "_answer."')
    database.run(`CREATE VIEW "_answer." AS ${plain.join('')}`)
    const [info] = database.exec('PRAGMA table_info("_answer.")')
    return (info?.values ?? []).map(([, , type]) => kinds.get(String(type)))
  } catch {
    // What is no view, such as EXPLAIN, has no declared types: the values tell.
    return []
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Refuses everything but one reading statement. Places in the statement stay what they were. */
function readOnly(statement: string): string {
  const tokens = meaningful(sqlTokens(statement))
  const first = tokens.find(({ text }) => text !== '(')
  if (first === undefined || !/^(select|with|values|explain)$/i.test(first.text)) {
    throw new SqlError(READ_ONLY, first?.start)
  }
  const end = tokens.findIndex(({ text }) => text === ';')
  const second = tokens[end + 1]
  if (end >= 0 && second !== undefined) throw new SqlError(m.runOneStatementAtATime, second.start)
  return end >= 0 ? statement.slice(0, tokens[end]!.start) : statement
}

function read(
  database: Database,
  statement: string,
  parameters: SqlParameters,
  limit: number
): SqlAnswer & { readonly cut: boolean } {
  const prepared = database.prepare(statement)
  try {
    bind(prepared, statement, parameters)
    const rows: SqlValue[][] = []
    let more = prepared.step()
    for (; more && rows.length < limit; more = prepared.step()) rows.push(prepared.get().map(plainValue))
    return { columns: prepared.getColumnNames(), rows, cut: more }
  } finally {
    prepared.free()
  }
}

/** SQLite's blobs are shown as the hexadecimal digits that `x'…'` takes. */
function plainValue(value: string | number | Uint8Array | null): SqlValue {
  return value instanceof Uint8Array ? Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join('') : value
}

function bind(prepared: Statement, statement: string, parameters: SqlParameters): void {
  const names = parameterNames(statement)
  if (isList(parameters)) {
    const wanted = sqlTokens(statement).filter(({ kind, text }) => kind === 'parameter' && text.startsWith('?')).length
    if (names.length > 0) throw new SqlError(m.giveAValueFor(names[0]!), undefined)
    if (wanted !== parameters.length) {
      const given = m.valuesWereGiven(parameters.length)
      throw new SqlError(m.theStatementHasQuestionMarksBut(wanted, given), undefined)
    }
    prepared.bind([...parameters])
    return
  }
  const missing = names.find((name) => !Object.hasOwn(parameters, name))
  if (missing !== undefined) throw new SqlError(m.giveAValueFor(missing), undefined)
  prepared.bind(Object.fromEntries(names.map((name) => [`:${name}`, parameters[name]!])))
}

function isList(parameters: SqlParameters): parameters is readonly SqlValue[] {
  return Array.isArray(parameters)
}

/** The names of a statement's parameters, such as `from` for `:from`, each once, in their order. */
export function parameterNames(statement: string): string[] {
  const names = sqlTokens(statement)
    .filter(({ kind, text }) => kind === 'parameter' && text.startsWith(':'))
    .map(({ text }) => text.slice(1))
  return [...new Set(names)]
}
