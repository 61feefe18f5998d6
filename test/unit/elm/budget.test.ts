import { describe, expect, it } from 'vitest'
import { BudgetError, maxTextLength, spend, startBudget } from '#engine/cql/elm/library/budget.ts'
import type { Value } from '#engine/cql/elm/values/value.ts'
import { evaluate, integer, library, type Define } from './elm-fixture.ts'

const limits = { steps: 200_000, elements: 20_000, millis: Infinity }

function run(defines: readonly Define[], allowed = limits): Value {
  return evaluate(defines.at(-1)!.name, [library('Greedy', defines)], undefined, allowed)
}

function stopped(defines: readonly Define[], allowed = limits): BudgetError {
  try {
    run(defines, allowed)
  } catch (error) {
    if (error instanceof BudgetError) return error
    throw error
  }
  throw new Error('It was not stopped.')
}

const ref = (name: string): unknown => ({ type: 'ExpressionRef', name })
const text = (value: string): unknown => ({
  type: 'Literal',
  valueType: '{urn:hl7-org:elm-types:r1}String',
  value
})
const hundred = { type: 'List', element: Array.from({ length: 100 }, (_, index) => integer(index)) }

function crossProduct(sources: number, returned?: unknown): unknown {
  return {
    type: 'Query',
    source: Array.from({ length: sources }, (_, index) => ({ alias: `A${index}`, expression: hundred })),
    ...(returned === undefined ? {} : { return: { distinct: false, expression: returned } })
  }
}

/** Defines of which each applies something to the one before it twice. */
function doubling(times: number, first: unknown, join: (a: unknown, b: unknown) => unknown): Define[] {
  return Array.from({ length: times + 1 }, (_, index) => ({
    name: `D${index}`,
    expression: index === 0 ? first : join(ref(`D${index - 1}`), ref(`D${index - 1}`))
  }))
}

describe('an evaluation is stopped, and says where, when it', () => {
  it('combines too many records', () => {
    const counted = { type: 'Count', source: crossProduct(4, { type: 'Null' }) }
    expect(stopped([{ name: 'All pairs', expression: counted }], { ...limits, elements: 1e9 }).message).toBe(
      'The evaluation was stopped after 200,000 steps. (Greedy, "All pairs")'
    )
  })

  it('makes too many tuples', () => {
    expect(stopped([{ name: 'Pairs', expression: crossProduct(2) }]).message).toContain('20,000 list elements')
  })

  it('doubles a list again and again', () => {
    const list = { type: 'List', element: [integer(1)] }
    const joined = doubling(40, list, (a, b) => ({ type: 'Flatten', operand: { type: 'List', element: [a, b] } }))
    expect(stopped(joined).position).toMatchObject({ library: 'Greedy', expression: 'D14' })
  })

  it('compares lists that hold each other many times', () => {
    const nested = doubling(40, { type: 'Null' }, (a, b) => ({ type: 'List', element: [a, b] }))
    const twice = { type: 'Equal', operand: [ref('D40'), ref('D40')] }
    // The same list is equal to itself at once; an equal one has to be gone through.
    expect(run([...nested, { name: 'Same', expression: twice }])).toBe(true)
    const other = nested.map(({ name, expression }) => ({
      name: name.replace('D', 'E'),
      expression: JSON.parse(JSON.stringify(expression).replaceAll('"D', '"E')) as unknown
    }))
    const equal = { type: 'Equal', operand: [ref('D40'), ref('E40')] }
    expect(stopped([...nested, ...other, { name: 'Equal', expression: equal }]).message).toContain('steps')
    const distinct = { type: 'Distinct', operand: { type: 'List', element: [ref('D40'), ref('E40')] } }
    expect(stopped([...nested, ...other, { name: 'Each once', expression: distinct }]).message).toContain('steps')
  })

  it('doubles a text again and again', () => {
    const texts = doubling(40, text('ab'), (a, b) => ({ type: 'Concatenate', operand: [a, b] }))
    const error = stopped(texts, { ...limits, steps: 1e9 })
    expect(error.message).toContain(maxTextLength.toLocaleString('en-US'))
  })

  it('calls functions without end, in width or in depth', () => {
    const self = (): unknown => ({ type: 'FunctionRef', name: 'Again', operand: [{ type: 'OperandRef', name: 'n' }] })
    const again = (expression: unknown): Define[] => [
      { name: 'Again', operands: ['n'], expression },
      { name: 'Start', expression: { type: 'FunctionRef', name: 'Again', operand: [integer(1)] } }
    ]
    expect(() => run(again(self()))).toThrow('calls itself without end')
    const both = { type: 'Coalesce', operand: [{ type: 'Null' }, { type: 'List', element: [] }] }
    const calls = Array.from({ length: 20 }, (_, index) => ({
      name: `F${index}`,
      operands: ['n'],
      expression:
        index === 0
          ? both
          : {
              type: 'List',
              element: [0, 1, 2].map(() => ({
                type: 'FunctionRef',
                name: `F${index - 1}`,
                operand: [{ type: 'OperandRef', name: 'n' }]
              }))
            }
    }))
    const start = { name: 'Start', expression: { type: 'FunctionRef', name: 'F19', operand: [integer(1)] } }
    expect(stopped([...calls, start]).message).toMatch(/stopped after/)
  })

  it('expands an interval into too many pieces', () => {
    const interval = {
      type: 'Interval',
      low: integer(1),
      high: integer(2_000_000_000),
      lowClosed: true,
      highClosed: true
    }
    const expand = { type: 'Expand', operand: [interval, { type: 'Null' }] }
    expect(stopped([{ name: 'Days', expression: expand }]).message).toContain('20,000 list elements')
  })

  it('takes too long', () => {
    let now = 0
    startBudget({ steps: 1e9, elements: 1e9, millis: 5000 }, () => now)
    spend(100_001)
    now = 5001
    expect(() => spend(100_001)).toThrow('stopped after 5 seconds')
    expect(() => spend(1)).toThrow(BudgetError)
  })
})

it('what was stopped for one measure is tried again for the next, which has a budget of its own', () => {
  const define = { name: 'Rows', expression: { type: 'Count', source: crossProduct(2, integer(1)) } }
  const allowed = { steps: 60_000, elements: 60_000, millis: Infinity }
  expect(run([define], allowed)).toBe(10_000)
  expect(stopped([define], { ...allowed, steps: 5000 }).message).toContain('5,000 steps')
  expect(run([define], allowed)).toBe(10_000)
})
