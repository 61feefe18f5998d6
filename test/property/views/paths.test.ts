import { describe, expect, it } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import { parseWithDecimalText } from '#engine/views/decimal-text.ts'
import { parsePath } from '#engine/views/parse-path.ts'
import { budgeted, fc } from '../../support/property.ts'
import { evaluatePath } from '../../support/evaluate-path.ts'

const names = ['a', 'b', 'c'] as const

/** Names that every object has, as data. */
const trap = { toString: 1, valueOf: 'x', constructor: null }

/** JSON whose objects have few names, so that paths find something. */
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, 1, 2.5, 'x', 'y', '', trap),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 3 })
  )
})).value
const object = fc.dictionary(fc.constantFrom(...names), json, { maxKeys: 3 })

type Step =
  | { readonly name: string }
  | { readonly where: string; readonly text: string }
  | { readonly index: number }
  | { readonly first: true }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ name: fc.constantFrom(...names) }) },
  fc.record({ where: fc.constantFrom(...names), text: fc.constantFrom('x', 'y') }),
  fc.record({ index: fc.nat({ max: 2 }) }),
  fc.constant({ first: true } as const)
)

/** The items of a JSON value: neither null nor a list within a list is one. */
function items(value: unknown): unknown[] {
  const list: unknown[] = Array.isArray(value) ? value : [value]
  return list.filter((item) => item !== null && item !== undefined && !Array.isArray(item))
}

function member(item: unknown, name: string): unknown[] {
  return typeof item === 'object' && item !== null && !Array.isArray(item)
    ? items((item as Record<string, unknown>)[name])
    : []
}

/** What the steps mean, in the plainest way: every step makes a new list. */
function walk(start: unknown, steps: readonly Step[]): unknown[] {
  let current = items(start)
  for (const step of steps) {
    if ('name' in step) current = current.flatMap((item) => member(item, step.name))
    else if ('where' in step) {
      current = current.filter((item) => {
        const found = member(item, step.where)
        return found.length === 1 && found[0] === step.text
      })
    } else if ('index' in step) current = current.slice(step.index, step.index + 1)
    else current = current.slice(0, 1)
  }
  return current
}

function write(steps: readonly Step[]): string {
  return steps
    .map((step) => {
      if ('name' in step) return `.${step.name}`
      if ('where' in step) return `.where(${step.where} = '${step.text}')`
      return 'index' in step ? `[${step.index}]` : '.first()'
    })
    .join('')
}

describe('paths', () => {
  it('find what a plain walk finds', () => {
    fc.assert(
      fc.property(object, fc.array(step, { maxLength: 6 }), (resource, steps) => {
        expect(evaluatePath(`$this${write(steps)}`, resource)).toEqual(
          walk({ resourceType: 'Patient', ...resource }, steps)
        )
      }),
      { numRuns: budgeted(1000) }
    )
  })

  it('agree about exists, empty and count', () => {
    fc.assert(
      fc.property(object, fc.array(step, { minLength: 1, maxLength: 5 }), (resource, steps) => {
        const path = `$this${write(steps)}`
        const found = walk({ resourceType: 'Patient', ...resource }, steps)
        expect(evaluatePath(`${path}.exists()`, resource)).toEqual([found.length > 0])
        expect(evaluatePath(`${path}.empty()`, resource)).toEqual([found.length === 0])
        expect(evaluatePath(`${path}.first()`, resource)).toEqual(found.slice(0, 1))
        expect(evaluatePath(`(${path} | {}).first()`, resource)).toEqual(found.slice(0, 1))
      }),
      { numRuns: budgeted(500) }
    )
  })

  it('of any form never throw on any data', () => {
    const paths = [
      'a + b',
      'a < b',
      'a = b or c',
      "a.extension('x').value.ofType(Quantity).value > 1",
      'a.getReferenceKey(Patient)',
      'a.lowBoundary()',
      'b.highBoundary(3)',
      "a.join(',')",
      'a.value',
      'a.select(b | c)',
      'a.repeat(b)',
      'a ~ b',
      'a.toInteger() + b.toDecimal()',
      'a[b]',
      'a.substring(b, c)',
      'a.round(b)',
      'a.take(b)',
      'iif(a, b, c)',
      'a is Quantity'
    ]
    fc.assert(
      fc.property(object, fc.constantFrom(...paths), (resource, path) => {
        expect(evaluatePath(path, resource)).toEqual(expect.any(Array))
      }),
      { numRuns: budgeted(2000) }
    )
  })

  it('that are no paths are refused with a sentence', () => {
    const pieces = [
      'a',
      '.',
      '(',
      ')',
      '[',
      ']',
      "'",
      '`',
      ' ',
      'and',
      '=',
      '@2020',
      '1.5',
      '%c',
      '$this',
      '|',
      ',',
      '{',
      '}'
    ]
    const text = fc.oneof(
      fc.string(),
      fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((list) => list.join(''))
    )
    fc.assert(
      fc.property(text, (path) => {
        try {
          expect(parsePath(path).at).toBeGreaterThanOrEqual(0)
        } catch (error) {
          expect(error).toBeInstanceOf(AppError)
          expect((error as AppError).message).toMatch(/at position \d+ of the path/)
        }
      }),
      { numRuns: budgeted(2000) }
    )
  })
})

describe('parseWithDecimalText', () => {
  it('gives what JSON.parse gives', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parseWithDecimalText(text)).toEqual(JSON.parse(text))
      })
    )
  })
})
