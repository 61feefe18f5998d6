import { engineViewsMessages as m } from '#messages/engine/views.ts'
import { pathError } from './path-error.ts'

/** A piece of a FHIRPath text. `text` is the name, the unescaped string, the number as written or the symbol. */
export interface PathToken {
  readonly kind: 'name' | 'string' | 'number' | 'date' | 'time' | 'variable' | 'constant' | 'symbol' | 'end'
  readonly text: string
  /** Index of the first character, from 0. */
  readonly at: number
  /** The name was written in back-quotes and so is never an operator or a literal. */
  readonly quoted: boolean
}

const space = /(?:\s+|\/\/[^\n]*|\/\*[^]*?\*\/)+/y
const patterns = [
  ['name', /[A-Za-z_][A-Za-z0-9_]*/y],
  ['name', /`(?:[^`\\]|\\[^])*`/y],
  ['string', /'(?:[^'\\]|\\[^])*'/y],
  ['number', /\d+(?:\.\d+)?/y],
  ['time', /@T\d{2}(?::\d{2}(?::\d{2}(?:\.\d+)?)?)?/y],
  ['date', /@\d{4}(?:-\d{2}(?:-\d{2})?)?(?:T(?:\d{2}(?::\d{2}(?::\d{2}(?:\.\d+)?)?)?(?:Z|[+-]\d{2}:\d{2})?)?)?/y],
  ['variable', /\$(?:this|index)\b/y],
  ['constant', /%(?:[A-Za-z_][A-Za-z0-9_-]*|`(?:[^`\\]|\\[^])*`|'(?:[^'\\]|\\[^])*')/y],
  ['symbol', /<=|>=|!=|!~|[.,()[\]{}+\-*/&|<>=~]/y]
] as const

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f' }

/**
 * Cuts a FHIRPath text into tokens (FHIRPath 2.0, appendix B: grammar); the last token is `end`.
 * @throws AppError `invalid-input` at a character that starts no token
 */
export function lexPath(path: string): PathToken[] {
  const tokens: PathToken[] = []
  let position = 0
  while (true) {
    space.lastIndex = position
    if (space.test(path)) position = space.lastIndex
    if (position >= path.length) break
    const token = readToken(path, position)
    tokens.push(token.token)
    position = token.end
  }
  tokens.push({ kind: 'end', text: '', at: path.length, quoted: false })
  return tokens
}

function readToken(path: string, index: number): { token: PathToken; end: number } {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = index
    const text = pattern.exec(path)?.[0]
    if (text === undefined) continue
    const end = pattern.lastIndex
    const first = kind === 'constant' ? 1 : 0
    const quoted = text[first] === '`' || text[first] === "'"
    const plain = kind === 'date' || kind === 'constant' ? text.slice(1) : kind === 'time' ? text.slice(2) : text
    return {
      token: { kind, text: quoted ? unescape(path, index + first, plain.slice(1, -1)) : plain, at: index, quoted },
      end
    }
  }
  if (path[index] === "'" || path[index] === '`') throw pathError(path, index, m.theTextThatStartsWithDoes(path[index]))
  throw pathError(path, index, m.unexpectedCharacter(path[index] ?? ''))
}

function unescape(path: string, position: number, text: string): string {
  return text.replace(/\\(u[0-9A-Fa-f]{4}|[^])/g, (escape, code: string) => {
    if (code.length === 5) return String.fromCharCode(Number.parseInt(code.slice(1), 16))
    if (code === 'u') throw pathError(path, position, m.needsFourHexadecimalDigitsInThe(escape))
    return escapes[code] ?? code
  })
}
