import { compiledItem, compiledPath, compiledTest, type CompiledPath } from './compiled-path.ts'
import { areTemporal, comparePathTemporal, isTemporal } from './path-temporal.ts'
import type { PathOperator } from './path-expression.ts'
import { isEmpty, isObject, itemsOf, onlyOf, valueOf } from './path-value.ts'

type Test = CompiledPath['test']

/** Compiles a binary operator over its compiled sides (FHIRPath 2.0 §6). */
export function compileOperator(operator: PathOperator, left: CompiledPath, right: CompiledPath): CompiledPath {
  switch (operator) {
    case '=':
    case '!=':
    case '~':
    case '!~':
      return compileEquality(operator, left, right)
    case '<':
      return compileComparison(left, right, (order) => order < 0)
    case '<=':
      return compileComparison(left, right, (order) => order <= 0)
    case '>':
      return compileComparison(left, right, (order) => order > 0)
    case '>=':
      return compileComparison(left, right, (order) => order >= 0)
    case 'and':
    case 'or':
    case 'xor':
    case 'implies':
      return compiledTest(logic[operator](left.test, right.test))
    case '|':
      return compiledPath(
        left.type === right.type ? left.type : undefined,
        (input, scope) => distinctItems([left.all(input, scope), right.all(input, scope)]),
        { one: (input, scope) => left.one(input, scope) ?? right.one(input, scope) }
      )
    case 'in':
      return compileMembership(left, right)
    case 'contains':
      return compileMembership(right, left)
    case '&':
      return compiledItem('string', (input, scope) => {
        const [a, b] = [left.all(input, scope), right.all(input, scope)]
        const texts = [isEmpty(a) ? '' : onlyOf(a), isEmpty(b) ? '' : onlyOf(b)]
        return texts.every((text) => typeof text === 'string') ? texts.join('') : undefined
      })
    default:
      return compileMath(operator, left, right)
  }
}

/** Three-valued logic; undefined is unknown (FHIRPath 2.0 §6.5). */
const logic: Readonly<Record<'and' | 'or' | 'xor' | 'implies', (left: Test, right: Test) => Test>> = {
  and: (left, right) => (input, scope) => {
    const a = left(input, scope)
    if (a === false) return false
    const b = right(input, scope)
    return b === false ? false : a === undefined ? undefined : b
  },
  or: (left, right) => (input, scope) => {
    const a = left(input, scope)
    if (a === true) return true
    const b = right(input, scope)
    return b === true ? true : a === undefined ? undefined : b
  },
  xor: (left, right) => (input, scope) => {
    const a = left(input, scope)
    const b = right(input, scope)
    return a === undefined || b === undefined ? undefined : a !== b
  },
  implies: (left, right) => (input, scope) => {
    const a = left(input, scope)
    if (a === false) return true
    const b = right(input, scope)
    return b === true ? true : a === undefined ? undefined : b
  }
}

/** A value with itself: each item once, in the order of their first places. */
export function distinctItems(values: readonly unknown[]): unknown {
  const found: unknown[] = []
  for (const value of values) {
    for (const item of itemsOf(value))
      if (!found.some((known) => equalItems(known, item, false) === true)) found.push(item)
  }
  return valueOf(found)
}

/** Whether two items are equal; undefined when their precision leaves it open. */
function equalItems(left: unknown, right: unknown, temporal: boolean): boolean | undefined {
  if (left === right) return true
  if (temporal && typeof left === 'string' && typeof right === 'string') {
    const order = comparePathTemporal(left, right)
    return order === undefined ? (areTemporal(left, right) ? undefined : false) : order === 0
  }
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, i) => equalItems(item, right[i], false) === true)
  }
  if (!isObject(left) || !isObject(right)) return false
  const keys = Object.keys(left)
  return (
    keys.length === Object.keys(right).length && keys.every((key) => equalItems(left[key], right[key], false) === true)
  )
}

function equalValues(left: unknown, right: unknown, temporal: boolean): boolean | undefined {
  if (!Array.isArray(left) && !Array.isArray(right)) return equalItems(left, right, temporal)
  const a = itemsOf(left)
  const b = itemsOf(right)
  if (a.length !== b.length) return false
  let result: boolean | undefined = true
  for (let i = 0; i < a.length; i++) {
    const equal = equalItems(a[i], b[i], temporal)
    if (equal === false) return false
    if (equal === undefined) result = undefined
  }
  return result
}

function compileEquality(operator: '=' | '!=' | '~' | '!~', left: CompiledPath, right: CompiledPath): CompiledPath {
  const temporal = isTemporal(left.type) || isTemporal(right.type)
  const negated = operator.startsWith('!')
  if (operator.endsWith('~')) {
    return compiledTest((input, scope) => equivalentValues(left.all(input, scope), right.all(input, scope)) !== negated)
  }
  return compiledTest((input, scope) => {
    const a = left.all(input, scope)
    if (a === undefined) return undefined
    const b = right.all(input, scope)
    if (typeof a === 'string' && typeof b === 'string' && !temporal) return (a === b) !== negated
    if (isEmpty(a) || isEmpty(b)) return undefined
    const equal = equalValues(a, b, temporal)
    return equal === undefined ? undefined : equal !== negated
  })
}

/** Equivalence: order does not count, texts are compared without case and with single spaces (FHIRPath 2.0 §6.1). */
function equivalentValues(left: unknown, right: unknown): boolean {
  const a = itemsOf(left).map(normal)
  const b = itemsOf(right).map(normal)
  if (a.length !== b.length) return false
  const open = [...b]
  return a.every((item) => {
    const index = open.findIndex((other) => equalItems(item, other, false) === true)
    if (index >= 0) open.splice(index, 1)
    return index >= 0
  })
}

function normal(item: unknown): unknown {
  if (typeof item === 'string') return item.trim().replace(/\s+/g, ' ').toLowerCase()
  if (Array.isArray(item)) return item.map(normal)
  if (!isObject(item)) return item
  return Object.fromEntries(Object.entries(item).map(([key, value]) => [key, normal(value)]))
}

function compileComparison(left: CompiledPath, right: CompiledPath, holds: (order: number) => boolean): CompiledPath {
  const temporal = isTemporal(left.type) || isTemporal(right.type)
  return compiledTest((input, scope) => {
    const order = compareItems(onlyOf(left.all(input, scope)), onlyOf(right.all(input, scope)), temporal)
    return order === undefined ? undefined : holds(order)
  })
}

function compareItems(left: unknown, right: unknown, temporal: boolean): number | undefined {
  if (typeof left === 'number' && typeof right === 'number') return Math.sign(left - right)
  if (typeof left === 'string' && typeof right === 'string') {
    if (temporal || areTemporal(left, right)) return comparePathTemporal(left, right)
    return left < right ? -1 : left > right ? 1 : 0
  }
  if (isObject(left) && isObject(right) && unitOf(left) === unitOf(right)) {
    return compareItems(left['value'], right['value'], false)
  }
  return undefined
}

/** The unit of a quantity: its code, else the unit's text. */
function unitOf(quantity: Readonly<Record<string, unknown>>): unknown {
  return quantity['code'] ?? quantity['unit']
}

function compileMembership(item: CompiledPath, list: CompiledPath): CompiledPath {
  const temporal = isTemporal(item.type) || isTemporal(list.type)
  return compiledTest((input, scope) => {
    const wanted = onlyOf(item.all(input, scope))
    if (wanted === undefined) return undefined
    return itemsOf(list.all(input, scope)).some((known) => equalItems(known, wanted, temporal) === true)
  })
}

/** Results of decimal arithmetic without the last digits of binary fractions: `0.1 + 0.2` is `0.3`. */
function decimal(value: number): number | undefined {
  return Number.isFinite(value) ? Number(value.toPrecision(15)) : undefined
}

const math: Readonly<Record<'+' | '-' | '*' | '/' | 'div' | 'mod', (a: number, b: number) => number | undefined>> = {
  '+': (a, b) => decimal(a + b),
  '-': (a, b) => decimal(a - b),
  '*': (a, b) => decimal(a * b),
  '/': (a, b) => decimal(a / b),
  div: (a, b) => (b === 0 ? undefined : Math.trunc(a / b)),
  mod: (a, b) => (b === 0 ? undefined : decimal(a % b))
}

function compileMath(operator: keyof typeof math, left: CompiledPath, right: CompiledPath): CompiledPath {
  const apply = math[operator]
  const type = left.type === 'string' || right.type === 'string' ? 'string' : undefined
  return compiledItem(type, (input, scope) => {
    const a = onlyOf(left.all(input, scope))
    const b = onlyOf(right.all(input, scope))
    if (typeof a === 'number' && typeof b === 'number') return apply(a, b)
    return operator === '+' && typeof a === 'string' && typeof b === 'string' ? a + b : undefined
  })
}
