import { compiledItem } from './compiled-path.ts'
import { argument, required, type PathFunction } from './path-function.ts'
import { isObject, itemsOf, onlyOf } from './path-value.ts'

/** A function of one text, with further texts or numbers as arguments. */
function textFunction(
  arity: readonly [number, number],
  type: string,
  apply: (text: string, ...args: readonly unknown[]) => unknown
): PathFunction {
  return {
    arity,
    compile: (call) => {
      const args = call.args.map((_, index) => required(call, index))
      return compiledItem(type, (input, scope) => {
        const text = onlyOf(call.target.all(input, scope))
        const values = args.map((arg) => onlyOf(arg.all(input, scope)))
        return typeof text === 'string' && !values.includes(undefined) ? apply(text, ...values) : undefined
      })
    }
  }
}

function textTest(holds: (text: string, part: string) => boolean): PathFunction {
  return textFunction([1, 1], 'boolean', (text, part) => (typeof part === 'string' ? holds(text, part) : undefined))
}

/** A function of one primitive item. */
function itemFunction(type: string, apply: (item: unknown) => unknown): PathFunction {
  return {
    arity: [0, 0],
    compile: (call) =>
      compiledItem(type, (input, scope) => {
        const item = onlyOf(call.target.all(input, scope))
        return item === undefined || isObject(item) ? undefined : apply(item)
      })
  }
}

function substring(text: string, start: unknown, length: unknown): string | undefined {
  if (typeof start !== 'number' || start < 0 || start >= text.length) return undefined
  return typeof length === 'number' ? text.slice(start, start + Math.max(0, length)) : text.slice(start)
}

function toNumber(item: unknown, shape: RegExp): number | undefined {
  if (typeof item === 'boolean') return item ? 1 : 0
  return shape.test(String(item)) ? Number(item) : undefined
}

function toBoolean(item: unknown): boolean | undefined {
  if (typeof item === 'boolean') return item
  const text = String(item).toLowerCase()
  if (/^(true|t|yes|y|1|1\.0)$/.test(text)) return true
  return /^(false|f|no|n|0|0\.0)$/.test(text) ? false : undefined
}

/** Functions of texts and numbers by name, and conversions between them (FHIRPath 2.0 §5.5 to §5.7). */
export const textFunctions: Readonly<Record<string, PathFunction>> = {
  join: {
    arity: [0, 1],
    compile: (call) => {
      const separator = argument(call, 0)
      return compiledItem('string', (input, scope) => {
        const between = separator === undefined ? '' : onlyOf(separator.all(input, scope))
        const texts = itemsOf(call.target.all(input, scope)).filter((item) => typeof item === 'string')
        return typeof between === 'string' ? texts.join(between) : undefined
      })
    }
  },
  startsWith: textTest((text, part) => text.startsWith(part)),
  endsWith: textTest((text, part) => text.endsWith(part)),
  contains: textTest((text, part) => text.includes(part)),
  upper: textFunction([0, 0], 'string', (text) => text.toUpperCase()),
  lower: textFunction([0, 0], 'string', (text) => text.toLowerCase()),
  trim: textFunction([0, 0], 'string', (text) => text.trim()),
  length: textFunction([0, 0], 'integer', (text) => text.length),
  indexOf: textFunction([1, 1], 'integer', (text, part) => (typeof part === 'string' ? text.indexOf(part) : undefined)),
  substring: textFunction([1, 2], 'string', substring),
  replace: textFunction([2, 2], 'string', (text, from, to) =>
    typeof from === 'string' && typeof to === 'string' ? text.replaceAll(from, () => to) : undefined
  ),
  toString: itemFunction('string', String),
  toInteger: itemFunction('integer', (item) => toNumber(item, /^[+-]?\d+$/)),
  toDecimal: itemFunction('decimal', (item) => toNumber(item, /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/)),
  toBoolean: itemFunction('boolean', toBoolean),
  abs: itemFunction('decimal', (item) => (typeof item === 'number' ? Math.abs(item) : undefined)),
  round: {
    arity: [0, 1],
    compile: (call) => {
      const digits = argument(call, 0)
      return compiledItem('decimal', (input, scope) => {
        const item = onlyOf(call.target.all(input, scope))
        const places = digits === undefined ? 0 : onlyOf(digits.all(input, scope))
        if (typeof item !== 'number' || typeof places !== 'number') return undefined
        return Math.sign(item) * Number(`${Math.round(Number(`${Math.abs(item)}e${places}`))}e${-places}`)
      })
    }
  }
}
