import { engineCqlTranslateMessages as m } from '#messages/engine/cql/translate.ts'

/** What a piece of CQL is. */
export type CqlTokenKind = 'space' | 'comment' | 'keyword' | 'name' | 'quoted' | 'string' | 'number' | 'operator'

/** A piece of CQL text. The pieces, joined, are the text. */
export interface CqlToken {
  readonly kind: CqlTokenKind
  readonly text: string
  /** Characters from the start of the text. */
  readonly start: number
}

/** Words with a meaning of their own (CQL 1.5, appendix A). */
export const cqlKeywords: readonly string[] = m.afterAggregateAllAndAnyAs.split(' ')

const keywords = new Set(cqlKeywords)
const pattern =
  /\s+|\/\/[^\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?|'(?:[^'\\]|\\.)*'?|"(?:[^"\\]|\\.)*"?|`(?:[^`\\]|\\.)*`?|@[0-9T:.+\-Z]+|\d+(?:\.\d+)?L?|[A-Za-z_]\w*|[^]/g

/** Cuts a text into its pieces; never fails. */
export function cqlTokens(text: string): readonly CqlToken[] {
  return Array.from(text.matchAll(pattern), ({ 0: piece, index }) => ({
    kind: kindOf(piece),
    text: piece,
    start: index
  }))
}

function kindOf(piece: string): CqlTokenKind {
  const first = piece[0]!
  if (/\s/.test(first)) return 'space'
  if (piece.startsWith('//') || piece.startsWith('/*')) return 'comment'
  if (first === "'") return 'string'
  if (first === '"' || first === '`') return 'quoted'
  if (first === '@' || /\d/.test(first)) return 'number'
  if (/[A-Za-z_]/.test(first)) return keywords.has(piece) ? 'keyword' : 'name'
  return 'operator'
}
