import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import initSqlJs from 'sql.js'
import { writeFile } from '#engine/tables/interchange/write-file.ts'
import { columnCells } from '#engine/tables/model/column-cells.ts'
import { noConcepts } from '#engine/tables/model/no-concepts.ts'
import type { Column } from '#engine/store/model/column.ts'
import { openDuckDb } from '../support/duckdb.ts'
import type { Numbers, Rows } from './made-columns.ts'
import { timed, type Timed } from './timed-answers.ts'

type Tables = Readonly<Record<string, Rows>>

/** The questions in SQL. */
export interface Questions {
  /**
   * @param latest how the dialect takes the columns of the row with the latest day
   * @param results table of the observations, or of those of the test alone
   */
  readonly latestValue: (latest: string, results: string) => string
  readonly latestValueCode: number
  /** Ways to ask for the same counts; the fastest one is told. */
  readonly crossFilter: readonly string[]
  /** The same from a table `packed` that may be prepared. */
  readonly crossFilterPrepared: { readonly table: string; readonly statements: readonly string[] }
  /** @param results table of the observations, or of those of the test alone */
  readonly gap: (results: string) => string
  readonly gapCode: number
}

function asColumn(values: Numbers): Column {
  return values instanceof Float64Array
    ? { kind: 'number', values }
    : { kind: 'integer', values: Int32Array.from(values) }
}

/** DuckDB's type of the same width. */
function typeOf(values: Numbers): string {
  if (values instanceof Float64Array) return 'double'
  return values instanceof Uint8Array ? 'utinyint' : values instanceof Uint16Array ? 'usmallint' : 'integer'
}

/** The fastest of several statements with the same answer. @throws Error when the answers differ */
async function fastest(statements: readonly string[], ask: (statement: string) => Promise<Timed>): Promise<Timed> {
  const answers: Timed[] = []
  for (const statement of statements) answers.push(await ask(statement))
  if (new Set(answers.map(({ hash }) => hash)).size > 1)
    throw new Error('Two statements for one question do not agree.')
  return answers.sort((a, b) => a.seconds - b.seconds)[0]!
}

/** The answers of DuckDB over our own Parquet; undefined where it is not installed. */
export async function askDuckDb(tables: Tables, sql: Questions): Promise<Record<string, Timed> | undefined> {
  const duckdb = await openDuckDb()
  if (duckdb === undefined) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'populus-bench-'))
  try {
    for (const [name, { count, columns }] of Object.entries(tables)) {
      const path = join(folder, `${name}.parquet`)
      const written = Object.entries(columns).map(([column, values]) => {
        const physical = asColumn(values)
        return {
          name: column,
          description: '',
          column: physical,
          texts: undefined,
          cell: columnCells(physical, noConcepts)[0]!
        }
      })
      const table = { name, description: '', source: '', rows: count, columns: written, concepts: noConcepts }
      writeFileSync(path, Buffer.concat(await writeFile(table, 'parquet')))
      const typed = Object.entries(columns).map(([column, values]) => `${column}::${typeOf(values)} as ${column}`)
      await duckdb.run(`create table ${name} as select ${typed.join(', ')} from read_parquet('${path}')`)
    }
    for (const code of [sql.latestValueCode, sql.gapCode])
      await duckdb.run(`create table o${code} as select * from o where code = ${code} order by pid, day`)
    await duckdb.run(`create table packed as ${sql.crossFilterPrepared.table}`)
    const ask = (statement: string): Promise<Timed> => timed(() => duckdb.rows(statement))
    const latest = 'arg_max(month, day) as month, arg_max(value, day) as value'
    return {
      latestValue: await fastest(
        ['o', `o${sql.latestValueCode}`].map((results) => sql.latestValue(latest, results)),
        ask
      ),
      crossFilter: await fastest([...sql.crossFilter, ...sql.crossFilterPrepared.statements], ask),
      gap: await fastest(['o', `o${sql.gapCode}`].map(sql.gap), ask)
    }
  } finally {
    duckdb.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A first run to warm up, and one that counts; each takes seconds. */
const SQL_JS_RUNS = 2

/** The answers of sql.js over the same columns. */
export async function askSqlJs(tables: Tables, sql: Questions): Promise<Record<string, Timed>> {
  const { Database } = await initSqlJs()
  const database = new Database()
  for (const [name, { count, columns }] of Object.entries(tables)) {
    const values = Object.values(columns)
    database.run(`create table ${name} (${Object.keys(columns).join(', ')})`)
    const statement = database.prepare(`insert into ${name} values (${values.map(() => '?').join(', ')})`)
    database.run('begin')
    for (let row = 0; row < count; row++) statement.run(values.map((column) => column[row]!))
    database.run('commit')
    statement.free()
  }
  database.run('create index o_by_person on o (pid, code, day)')
  const rows = (statement: string): (readonly unknown[])[] => database.exec(statement)[0]?.values ?? []
  const answers = {
    latestValue: await timed(async () => rows(sql.latestValue('max(day), month, value', 'o')), SQL_JS_RUNS),
    // SQLite has no grouping sets: the first statement is the one for every dialect.
    crossFilter: await timed(async () => rows(sql.crossFilter[0]!), SQL_JS_RUNS),
    gap: await timed(async () => rows(sql.gap('o')), SQL_JS_RUNS)
  }
  database.close()
  return answers
}
