import type { CodeToken, CodeTokenKind } from './code-token.ts'

const pattern = /\s+|"(?:[^"\\\n]|\\.)*"?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[A-Za-z_]+|[^]/g

/** Cuts JSON into its pieces; a text before a colon is a property. Never fails. */
export function jsonTokens(text: string): CodeToken[] {
  return Array.from(text.matchAll(pattern), ({ 0: piece, index }) => ({
    kind: kindOf(piece, text, index + piece.length),
    text: piece,
    start: index
  }))
}

function kindOf(piece: string, text: string, end: number): CodeTokenKind {
  if (piece.startsWith('"')) return /^\s*:/.test(text.slice(end, end + 40)) ? 'property' : 'string'
  if (/^-?\d/.test(piece)) return 'number'
  if (piece === 'true' || piece === 'false' || piece === 'null') return 'keyword'
  return /^\s/.test(piece) || /^\w/.test(piece) ? 'plain' : 'operator'
}
