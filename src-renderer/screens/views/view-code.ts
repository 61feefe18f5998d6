import type { CodeToken, CodeTokenKind } from '../../ui/code/code-token.ts'
import { jsonTokens } from '../../ui/code/json-tokens.ts'

const pathProperties = new Set(['"path"', '"forEach"', '"forEachOrNull"'])
const pathPiece = /'(?:[^'\\]|\\.)*'|%[\w-]+|@[\dT:.+Z-]+|\d+(?:\.\d+)?|[A-Za-z_]\w*|[^]/g
const words = new Set(['and', 'or', 'xor', 'implies', 'is', 'as', 'div', 'mod', 'in', 'contains', 'true', 'false'])

/** The pieces of a ViewDefinition, those of its paths one by one. */
export function viewTokens(text: string): CodeToken[] {
  let property = ''
  return jsonTokens(text).flatMap((token): CodeToken[] => {
    if (token.kind === 'property') property = token.text
    const isPath = token.kind === 'string' && (pathProperties.has(property) || property === '"repeat"')
    return isPath ? pathTokens(token) : [token]
  })
}

function pathTokens({ text, start }: CodeToken): CodeToken[] {
  return Array.from(text.matchAll(pathPiece), ({ 0: piece, index }) => ({
    kind: kindOf(piece, text.slice(index + piece.length)),
    text: piece,
    start: start + index
  }))
}

function kindOf(piece: string, after: string): CodeTokenKind {
  if (piece.startsWith("'")) return 'string'
  if (piece.startsWith('%')) return 'parameter'
  if (/^[@\d]/.test(piece)) return 'number'
  if (words.has(piece)) return 'keyword'
  if (/^\w/.test(piece)) return after.startsWith('(') ? 'keyword' : 'name'
  return 'operator'
}
