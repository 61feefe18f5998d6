/** What a piece of a statement is. */
export type SqlTokenKind =
  | 'space'
  | 'comment'
  | 'keyword'
  | 'name'
  | 'quoted'
  | 'string'
  | 'number'
  | 'parameter'
  | 'operator'

/** A piece of a statement. The pieces of a statement, joined, are the statement. */
export interface SqlToken {
  readonly kind: SqlTokenKind
  readonly text: string
  /** Characters from the start of the statement. */
  readonly start: number
}

const keywords = new Set(
  `abort all and as asc between by case cast collate cross current_date current_time current_timestamp desc distinct
  else end escape except exclude exists explain filter first following from full glob group groups having in indexed
  inner intersect is isnull join last left like limit match materialized natural not notnull null nulls offset on or
  order others outer over partition plan preceding query range recursive regexp right row rows select table then ties
  to unbounded union using values when where window with`.split(/\s+/)
)

const pattern = new RegExp(
  [
    String.raw`(?<space>\s+)`,
    String.raw`(?<comment>--[^\n]*|/\*[\s\S]*?(?:\*/|$))`,
    String.raw`(?<string>'(?:[^']|'')*(?:'|$))`,
    String.raw`(?<quoted>"(?:[^"]|"")*(?:"|$)|` + '`[^`]*(?:`|$)' + String.raw`|\[[^\]]*(?:\]|$))`,
    String.raw`(?<parameter>[:@$][A-Za-z_]\w*|\?\d*)`,
    String.raw`(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)`,
    String.raw`(?<name>[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)`,
    String.raw`(?<operator>->>|->|<=|>=|<>|!=|==|\|\||<<|>>|[\s\S])`
  ].join('|'),
  'g'
)

/** Cuts a statement into its pieces (SQLite's lexical rules). Never fails; an open quotation runs to the end. */
export function sqlTokens(statement: string): SqlToken[] {
  return Array.from(statement.matchAll(pattern), ({ groups, index, 0: text }) => {
    const [kind] = Object.entries(groups ?? {}).find(([, part]) => part !== undefined) as [SqlTokenKind, string]
    return { kind: kind === 'name' && keywords.has(text.toLowerCase()) ? 'keyword' : kind, text, start: index }
  })
}

/** The pieces that mean something: without spaces and comments. */
export function meaningful(tokens: readonly SqlToken[]): SqlToken[] {
  return tokens.filter(({ kind }) => kind !== 'space' && kind !== 'comment')
}

/** The name that a piece stands for, in lower case; undefined when it is no name. */
export function nameOf({ kind, text }: SqlToken): string | undefined {
  if (kind === 'name') return text.toLowerCase()
  return kind === 'quoted' ? text.slice(1, -1).replaceAll('""', '"').toLowerCase() : undefined
}

/** The words that are keywords, for suggestions. */
export const sqlKeywords: readonly string[] = [...keywords]
