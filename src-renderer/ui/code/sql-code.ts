import { sqlTokens, type SqlTokenKind } from '#engine/tables/sql/sql-tokens.ts'
import type { CodeToken, CodeTokenKind } from './code-token.ts'

const tokenKinds: Readonly<Record<SqlTokenKind, CodeTokenKind>> = {
  space: 'plain',
  comment: 'comment',
  keyword: 'keyword',
  name: 'name',
  quoted: 'name',
  string: 'string',
  number: 'number',
  parameter: 'parameter',
  operator: 'plain'
}

/** The pieces of a statement, with their colors. */
export function sqlCodeTokens(statement: string): CodeToken[] {
  return sqlTokens(statement).map(({ kind, text, start }) => ({ kind: tokenKinds[kind], text, start }))
}
