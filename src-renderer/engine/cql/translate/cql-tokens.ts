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
export const cqlKeywords: readonly string[] = `
  after aggregate all and any as asc ascending before begins between bind by called case cast code Code codesystem
  codesystems codes collapse concept Concept contains context convert date day days default define desc descending
  difference display distinct div duration during else end ends ensure equivalent except exists expand false
  flatten fluent from function hour hours if implies in include included includes intersect Interval into is let
  library List maximum meets millisecond milliseconds minimum minute minutes mod month months not null occurs of
  on or overlaps parameter per point predecessor private properly public return same second seconds singleton sort
  start starting starts starting successor such that the then time timezoneoffset to true Tuple union using
  valueset version week weeks when where width with within without xor year years
`
  .trim()
  .split(/\s+/)

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
