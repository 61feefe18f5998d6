import { completeCql, type CqlContext } from '#engine/cql/translate/complete-cql.ts'
import { cqlTokens, type CqlTokenKind } from '#engine/cql/translate/cql-tokens.ts'
import type { CqlProblem } from '#engine/cql/translate/translate-cql.ts'
import type { CodeCompleter } from '../../ui/code/code-completion.ts'
import type { CodeMark, CodeToken, CodeTokenKind } from '../../ui/code/code-token.ts'

const tokenKinds: Readonly<Record<CqlTokenKind, CodeTokenKind>> = {
  space: 'plain',
  comment: 'comment',
  keyword: 'keyword',
  name: 'plain',
  quoted: 'name',
  string: 'string',
  number: 'number',
  operator: 'operator'
}

/** The pieces of a text, with their colors. */
export function cqlCodeTokens(text: string): CodeToken[] {
  return cqlTokens(text).map(({ kind, text: piece, start }) => ({ kind: tokenKinds[kind], text: piece, start }))
}

/** Completes with what the surroundings hold. */
export function cqlCompleter(cqlContext: () => CqlContext): CodeCompleter {
  return (text, caret) => completeCql(text, caret, cqlContext())
}

/** Where in a text its problems are; those of other libraries, and of the text as a whole, have no place in it. */
export function cqlMarks(text: string, problems: readonly CqlProblem[]): readonly CodeMark[] {
  const lines = text.split('\n')
  const starts: number[] = []
  lines.reduce((start, line) => {
    starts.push(start)
    return start + line.length + 1
  }, 0)
  const offset = (place: NonNullable<CqlProblem['from']>): number =>
    Math.min(text.length, (starts[Math.min(place.line, lines.length) - 1] ?? 0) + place.column - 1)
  return problems.flatMap(({ from, to, message, library }): CodeMark[] => {
    if (from === undefined || library !== undefined) return []
    const start = offset(from)
    // The translator's last column is that of the last character.
    return [{ start, end: to === undefined ? start : Math.max(start, offset(to) + 1), message }]
  })
}
