import { engineViewsMessages as m } from '#messages/engine/views.ts'
import { lexPath, type PathToken } from './lex-path.ts'
import { pathError } from './path-error.ts'
import type { PathExpression, PathLiteral, PathOperator } from './path-expression.ts'

/** Operators by precedence, the loosest first (FHIRPath 2.0 §6.8). The empty level is that of `is` and `as`. */
const levels: readonly (readonly PathOperator[])[] = [
  ['implies'],
  ['or', 'xor'],
  ['and'],
  ['in', 'contains'],
  ['=', '~', '!=', '!~'],
  ['<=', '<', '>', '>='],
  ['|'],
  [],
  ['+', '-', '&'],
  ['*', '/', 'div', 'mod']
]
const TYPE_LEVEL = 7
const calendarUnits = /^(year|month|week|day|hour|minute|second|millisecond)s?$/
/** Deeper nesting than any path needs, and shallow enough for the stack. */
const MAX_DEPTH = 100
const MAX_LENGTH = 4000

/**
 * Parses a FHIRPath text.
 * @throws AppError `invalid-input` with the path, the position and what was expected
 */
export function parsePath(path: string): PathExpression {
  if (path.length > MAX_LENGTH) throw pathError(path.slice(0, 40), 0, m.thePathHasMoreThanCharacters(MAX_LENGTH))
  const tokens = lexPath(path)
  let next = 0
  let depth = 0

  function peek(): PathToken {
    return tokens[next]!
  }

  function isSymbol(text: string): boolean {
    const token = peek()
    return token.kind === 'symbol' && token.text === text
  }

  function unexpected(expected: string): never {
    const token = peek()
    const found = token.kind === 'end' ? m.theEnd : `“${path.slice(token.at, tokens[next + 1]?.at).trim()}”`
    throw pathError(path, token.at, m.expectedFound(expected, found))
  }

  function expectSymbol(text: string): void {
    if (!isSymbol(text)) unexpected(`“${text}”`)
    next++
  }

  function operatorAt(level: number): PathOperator | undefined {
    const token = peek()
    if (token.quoted || (token.kind !== 'symbol' && token.kind !== 'name')) return undefined
    return levels[level]!.find((operator) => operator === token.text)
  }

  function binary(level: number): PathExpression {
    if (level === levels.length) return unary()
    let left = binary(level + 1)
    while (true) {
      const { at, text, kind, quoted } = peek()
      const operator = operatorAt(level)
      if (operator !== undefined) {
        next++
        left = { kind: 'binary', operator, left, right: binary(level + 1), at }
      } else if (level === TYPE_LEVEL && kind === 'name' && !quoted && (text === 'is' || text === 'as')) {
        next++
        left = { kind: 'type', operator: text, operand: left, type: typeName(), at }
      } else return left
    }
  }

  function typeName(): string {
    if (peek().kind !== 'name') unexpected(m.aTypeName)
    let name = tokens[next++]!.text
    while (isSymbol('.')) {
      next++
      if (peek().kind !== 'name') unexpected(m.aTypeName)
      name += `.${tokens[next++]!.text}`
    }
    return name
  }

  function unary(): PathExpression {
    const { at } = peek()
    let negative = false
    while (isSymbol('-') || isSymbol('+')) {
      if (isSymbol('-')) negative = !negative
      next++
    }
    const operand = postfix()
    return negative ? { kind: 'negative', operand, at } : operand
  }

  function postfix(): PathExpression {
    let target = term()
    while (true) {
      const { at } = peek()
      if (isSymbol('.')) {
        next++
        target = invocation(target)
      } else if (isSymbol('[')) {
        next++
        const index = expression()
        expectSymbol(']')
        target = { kind: 'index', target, index, at }
      } else return target
    }
  }

  function invocation(target: PathExpression | undefined): PathExpression {
    const token = peek()
    if (token.kind === 'variable' && target === undefined) {
      next++
      return { kind: 'variable', name: token.text, at: token.at }
    }
    if (token.kind !== 'name') return unexpected(m.theNameOfAnElementOr)
    next++
    if (!isSymbol('(')) return { kind: 'member', target, name: token.text, at: token.at }
    next++
    const args: PathExpression[] = []
    if (!isSymbol(')')) {
      args.push(expression())
      while (isSymbol(',')) {
        next++
        args.push(expression())
      }
    }
    expectSymbol(')')
    return { kind: 'call', target, name: token.text, args, at: token.at }
  }

  function term(): PathExpression {
    const token = peek()
    const { at, text } = token
    switch (token.kind) {
      case 'string':
        next++
        return { kind: 'literal', type: 'string', value: text, text, at }
      case 'number':
        next++
        return quantity({
          kind: 'literal',
          type: text.includes('.') ? 'decimal' : 'integer',
          value: Number(text),
          text,
          at
        })
      case 'date':
        next++
        return {
          kind: 'literal',
          type: text.includes('T') ? 'dateTime' : 'date',
          value: text.replace(/T$/, ''),
          text,
          at
        }
      case 'time':
        next++
        return { kind: 'literal', type: 'time', value: text, text, at }
      case 'constant':
        next++
        return { kind: 'constant', name: text, at }
      case 'name':
        if (!token.quoted && (text === 'true' || text === 'false')) {
          next++
          return { kind: 'literal', type: 'boolean', value: text === 'true', text, at }
        }
        return invocation(undefined)
      case 'variable':
        return invocation(undefined)
      default:
        if (isSymbol('(')) {
          next++
          const inner = expression()
          expectSymbol(')')
          return inner
        }
        if (isSymbol('{')) {
          next++
          expectSymbol('}')
          return { kind: 'empty', at }
        }
        return unexpected(m.aPath)
    }
  }

  /** `4 days` and `5 'mg'` are quantities. */
  function quantity(number: PathLiteral): PathLiteral {
    const unit = peek()
    const isUnit = unit.kind === 'string' || (unit.kind === 'name' && !unit.quoted && calendarUnits.test(unit.text))
    if (!isUnit) return number
    next++
    return { ...number, type: 'Quantity', value: { value: number.value, unit: unit.text, code: unit.text } }
  }

  function expression(): PathExpression {
    if (++depth > MAX_DEPTH) throw pathError(path, peek().at, m.moreThanBracketsInsideOneAnother(MAX_DEPTH))
    const result = binary(0)
    depth--
    return result
  }

  const result = expression()
  if (peek().kind !== 'end') unexpected(m.anOperatorOrTheEnd)
  return result
}
