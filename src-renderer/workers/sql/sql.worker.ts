/// <reference lib="webworker" />
import { workersMessages as m } from '#messages/workers.ts'
import wasmUrl from 'sql.js/dist/sql-wasm.wasm?url'
import { csvNote } from '#engine/tables/interchange/csv-parts.ts'
import { exportFormats, writeFile } from '#engine/tables/interchange/write-file.ts'
import type { SqlValue } from '#engine/tables/model/column-cells.ts'
import type { SqlCatalogTable } from '#engine/tables/sql/sql-catalog.ts'
import { startSqlEngine, type SqlAnswer, type SqlEngine } from '#engine/tables/sql/sql-engine.ts'
import { SqlError } from '#engine/tables/sql/sql-error.ts'
import { answerCounts } from '#engine/tables/sql/answer-counts.ts'
import { publishedKey } from '#shared/governance/published-count.ts'
import { suppressAnswer, type SuppressedAnswer } from '#engine/tables/sql/suppress-answer.ts'
import { suppressedTable } from '#engine/tables/sql/suppressed-table.ts'
import { findMentions } from '#engine/tables/sql/sql-mentions.ts'
import { AppError } from '#shared/app-error.ts'
import { callable, serve } from '#engine/base/threads/rpc.ts'
import { ownPort } from '../base/web-thread.ts'
import type { LeavingAnswer, SqlApi, SqlOutcome, SqlPageApi } from './sql-protocol.ts'

/** Rows of an answer that are kept; more would not be read. */
const MAX_ROWS = 100_000

const port = ownPort(self)
const page = callable<SqlPageApi>(port)
let engine: SqlEngine | undefined
let tables: ReadonlyMap<string, SqlCatalogTable> = new Map()
/** Rows of the tables that were filled. */
const rowsOf = new Map<string, number>()
/** An answer with its rows in the order that was asked for last. */
interface HeldAnswer {
  readonly statement: string
  readonly answer: SqlAnswer
  sorted: { readonly key: string; readonly rows: SqlAnswer['rows'] }
}

/** Answers that are cached: one per tab of the workbench, the last ones. */
const MAX_ANSWERS = 6
const answers = new Map<string, HeldAnswer>()

function cachedAnswer(key: string): HeldAnswer {
  const found = answers.get(key)
  if (found === undefined) throw new AppError('not-found', m.runTheStatementAgainToSee)
  return found
}

function hold(key: string, statement: string, answer: SqlAnswer): void {
  answers.delete(key)
  answers.set(key, { statement, answer, sorted: { key: '', rows: answer.rows } })
  for (const oldest of answers.keys()) {
    if (answers.size <= MAX_ANSWERS) return
    answers.delete(oldest)
  }
}

function opened(): SqlEngine {
  if (engine === undefined) throw new AppError('not-found', m.noDataAreLoadedOpenA)
  return engine
}

/** An answer without its small counts, and without those that must not leave. */
function suppressed(
  { statement, answer }: HeldAnswer,
  smallCells: number,
  leaving: LeavingAnswer | undefined
): SuppressedAnswer {
  if (leaving === undefined || leaving.withheld.length === 0) return suppressAnswer(statement, answer, smallCells)
  const withheld = new Set(leaving.withheld)
  const countAt = answerCounts(statement, answer, leaving.asked)
  return suppressAnswer(statement, answer, smallCells, (row, column) => {
    const count = countAt(row, column)
    return count !== undefined && withheld.has(publishedKey(count))
  })
}

/** Missing values last; numbers before texts. */
function compare(left: SqlValue, right: SqlValue): number {
  if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1
  if (typeof left === 'number' && typeof right === 'number') return left - right
  if (typeof left !== typeof right) return typeof left === 'number' ? -1 : 1
  return left < right ? -1 : left > right ? 1 : 0
}

serve(port, {
  async open(catalog, asOf) {
    const response = await fetch(wasmUrl)
    engine = await startSqlEngine(catalog, new Uint8Array(await response.arrayBuffer()), asOf)
    tables = new Map(catalog.map((table) => [table.name, table]))
  },

  async run(key, statement, parameters): Promise<SqlOutcome> {
    const database = opened()
    try {
      for (const need of database.needs(statement)) {
        void page.reading(need.table)
        const parts = await page.parts(need)
        database.fill(parts)
        rowsOf.set(parts.table, parts.rows)
      }
      void page.reading('')
      const started = performance.now()
      const { columns, rows, cut } = database.run(statement, parameters, MAX_ROWS)
      const seconds = (performance.now() - started) / 1000
      hold(key, statement, { columns, rows })
      const mentioned = findMentions(statement, (name) => tables.has(name)).tables
      return {
        kind: 'rows',
        columns: columns.map((name, index) => ({ name, numeric: rows.every((row) => typeof row[index] !== 'string') })),
        total: rows.length,
        cut,
        seconds,
        tables: mentioned.length,
        scanned: mentioned.reduce((sum, { table }) => sum + (rowsOf.get(table) ?? 0), 0)
      }
    } catch (error) {
      if (error instanceof SqlError) return { kind: 'error', message: error.message, offset: error.offset }
      throw error
    }
  },

  async rows(key, offset, limit, sort, smallCells, leaving) {
    const found = cachedAnswer(key)
    const order = `${smallCells}|${leaving?.withheld.join('|') ?? ''}|${sort === undefined ? '' : `${sort.column}|${sort.descending}`}`
    if (order !== found.sorted.key) {
      // Suppressed before they are sorted: the order of the numbers would tell something of them.
      const answer = suppressed(found, smallCells, leaving)
      const index = Number(sort?.column)
      const sign = sort?.descending === true ? -1 : 1
      const rows =
        sort === undefined
          ? answer.rows
          : [...answer.rows].sort((left, right) =>
              left[index] === null || right[index] === null
                ? compare(left[index] ?? null, right[index] ?? null)
                : sign * compare(left[index] ?? null, right[index] ?? null)
            )
      found.sorted = { key: order, rows }
    }
    return found.sorted.rows.slice(offset, offset + limit)
  },

  async counts(key, asked) {
    const { statement, answer } = cachedAnswer(key)
    const countAt = answerCounts(statement, answer, asked)
    return answer.rows.flatMap((row, place) => row.flatMap((_, column) => countAt(place, column) ?? []))
  },

  async file(key, format, about, smallCells, leaving) {
    const found = cachedAnswer(key)
    const kinds = opened().kindsOf(found.statement)
    const table = suppressedTable(suppressed(found, smallCells, leaving), about, format, kinds)
    const parts = await writeFile(table, format)
    // The other formats have a place of their own for the source.
    const note = format === 'csv' ? [csvNote(about.source)] : []
    return new Blob([...parts, ...note], { type: exportFormats[format] })
  }
} satisfies SqlApi)
