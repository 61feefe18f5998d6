import { meaningful, nameOf, sqlTokens, type SqlToken } from './sql-tokens.ts'

/** What a statement says about one table. */
export interface TableMention {
  readonly table: string
  /** Names of columns that may be this table's. */
  readonly columns: ReadonlySet<string>
  /** Every column is wanted: `*`, or a join by all common names. */
  readonly everything: boolean
}

/** The tables that a statement is about, and what it wants of them. */
export interface Mentions {
  readonly tables: readonly TableMention[]
  /** Tables are joined, also one with itself. */
  readonly joins: boolean
}

/** What SQLite calls the database, which may stand before the name of a table. */
const SCHEMA = 'main'

/**
 * Finds the tables and columns that a statement names. It may find too many (a name can be an alias), never too few.
 * @param isTable whether there is a table of this name, in lower case
 */
export function findMentions(statement: string, isTable: (name: string) => boolean): Mentions {
  const tokens = meaningful(sqlTokens(statement))
  // Some keywords are names where nothing else can stand, as `end` in `appointment.end`.
  const names = tokens.map(
    (token) => nameOf(token) ?? (token.kind === 'keyword' ? token.text.toLowerCase() : undefined)
  )
  /** Tables by what they are called in the statement. */
  const called = new Map<string, Set<string>>()
  let places = 0
  const call = (alias: string, table: string): void => {
    called.set(alias, (called.get(alias) ?? new Set()).add(table))
  }
  tokens.forEach((_, index) => {
    const name = names[index]
    if (name === undefined || !isTable(name)) return
    if (tokens[index - 1]?.text === '.' && names[index - 2] !== SCHEMA) return
    call(name, name)
    if (tokens[index + 1]?.text !== '.') places++
    const alias = names[index + (tokens[index + 1]?.text.toLowerCase() === 'as' ? 2 : 1)]
    if (alias !== undefined) call(alias, name)
  })
  const all = [...called.values()].flatMap((tables) => [...tables])
  const columns = new Map(all.map((table) => [table, new Set<string>()]))
  const everything = new Set<string>()
  tokens.forEach((token, index) => {
    const qualifier = tokens[index - 1]?.text === '.' ? names[index - 2] : undefined
    const owners = (qualifier === undefined ? undefined : called.get(qualifier)) ?? all
    if (isStar(token, tokens[index - 1]) || token.text.toLowerCase() === 'natural') {
      for (const table of owners) everything.add(table)
    }
    const name = names[index]
    if (name !== undefined) for (const table of owners) columns.get(table)?.add(name)
  })
  return {
    joins: places > 1,
    tables: [...columns].map(([table, named]) => ({ table, columns: named, everything: everything.has(table) }))
  }
}

/** `*` that stands for columns, not for a product or in `count(*)`. */
function isStar(token: SqlToken, before: SqlToken | undefined): boolean {
  return (
    token.text === '*' &&
    before !== undefined &&
    (before.kind === 'keyword' || before.text === ',' || before.text === '.')
  )
}
