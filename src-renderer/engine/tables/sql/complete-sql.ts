import { engineTablesSqlMessages as m } from '#messages/engine/tables/sql.ts'
import { defined } from '#shared/language/defined.ts'
import type { SqlCatalogTable } from './sql-catalog.ts'
import { sqlFunctions } from './sql-functions.ts'
import { findMentions } from './sql-mentions.ts'
import { meaningful, nameOf, sqlKeywords, sqlTokens, type SqlToken } from './sql-tokens.ts'

/** Something that can be written at a place of a statement. */
export interface SqlSuggestion {
  readonly text: string
  readonly kind: 'table' | 'column' | 'function' | 'keyword'
  /** Table of a column, rows of a table, or how a function is called. */
  readonly detail: string
}

/** What can be written at the caret, and the part of a word that it replaces. */
export interface SqlCompletion {
  readonly start: number
  readonly suggestions: readonly SqlSuggestion[]
}

const LIMIT = 12
const beforeTables = new Set(['from', 'join'])
const builtIn = ['count', 'sum', 'avg', 'min', 'max', 'round', 'coalesce', 'substr', 'date', 'julianday', 'strftime']

/** Suggestions for the word before the caret; none inside of texts and comments. */
export function completeSql(statement: string, caret: number, catalog: readonly SqlCatalogTable[]): SqlCompletion {
  const none = { start: caret, suggestions: [] }
  const before = sqlTokens(statement.slice(0, caret))
  const last = before.at(-1)
  if (last?.kind === 'string' || last?.kind === 'comment' || last?.kind === 'number' || last?.kind === 'parameter')
    return none
  const isWord = last?.kind === 'name' || last?.kind === 'keyword'
  const word = isWord ? last.text.toLowerCase() : ''
  const start = isWord ? last.start : caret
  const rest = meaningful(isWord ? before.slice(0, -1) : before)
  const byName = new Map(catalog.map((table) => [table.name, table]))
  const mentioned = findMentions(statement, (name) => byName.has(name)).tables.map(({ table }) =>
    defined(byName.get(table))
  )
  const columnsOf = (tables: readonly SqlCatalogTable[]): SqlSuggestion[] =>
    tables.flatMap(({ name, columns }) =>
      columns.map((column) => ({ text: column.name, kind: 'column' as const, detail: name }))
    )
  const tables = catalog.map(({ name, rows }) => ({
    text: name,
    kind: 'table' as const,
    detail: rows === undefined ? m.notReadYet : m.rowsRows(rows)
  }))

  let offered: SqlSuggestion[]
  if (rest.at(-1)?.text === '.') {
    const owner = nameOf(rest.at(-2) ?? { kind: 'operator', text: '', start: 0 })
    const table = owner === undefined ? undefined : tableCalled(statement, owner, byName)
    offered = columnsOf(table === undefined ? mentioned : [table])
  } else if (word === '') return none
  else if (rest.at(-1)?.text.toLowerCase() === 'as') return none
  else if (beforeTables.has(rest.at(-1)?.text.toLowerCase() ?? '')) offered = tables
  // After a table or a value stands an alias, which is nobody's to guess, or the next clause.
  else if (endsOperand(rest.at(-1))) offered = sqlKeywords.map((text) => ({ text, kind: 'keyword', detail: '' }))
  else {
    offered = [
      ...columnsOf(mentioned),
      ...tables,
      ...sqlFunctions.map(({ name, usage }) => ({ text: name, kind: 'function' as const, detail: usage })),
      ...builtIn.map((name) => ({ text: name, kind: 'function' as const, detail: '' })),
      ...sqlKeywords.map((keyword) => ({ text: keyword, kind: 'keyword' as const, detail: '' }))
    ]
  }
  const seen = new Set<string>()
  const fitting = offered.filter(({ text, kind }) => {
    if (!text.startsWith(word) || (text === word && kind === 'keyword') || seen.has(text)) return false
    seen.add(text)
    return true
  })
  const done = fitting.length === 1 && fitting[0]!.text === word
  return { start, suggestions: done ? [] : fitting.slice(0, LIMIT) }
}

const operands: ReadonlySet<SqlToken['kind']> = new Set(['name', 'quoted', 'string', 'number', 'parameter'])

/** Whether a table, a column or another value is complete with this token. */
function endsOperand(token: SqlToken | undefined): boolean {
  if (token === undefined) return false
  return operands.has(token.kind) || token.text === ')' || token.text.toLowerCase() === 'end'
}

/** The table that a name or an alias stands for. */
function tableCalled(
  statement: string,
  name: string,
  tables: ReadonlyMap<string, SqlCatalogTable>
): SqlCatalogTable | undefined {
  if (tables.has(name)) return tables.get(name)
  const tokens = meaningful(sqlTokens(statement))
  const names = tokens.map(nameOf)
  const index = names.findIndex((each, place) => {
    const from = tokens[place - 1]?.text.toLowerCase() === 'as' ? place - 2 : place - 1
    return each === name && tables.has(names[from] ?? '')
  })
  if (index < 0) return undefined
  return tables.get(names[tokens[index - 1]?.text.toLowerCase() === 'as' ? index - 2 : index - 1]!)
}
