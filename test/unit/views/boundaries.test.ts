import { describe, expect, it } from 'vitest'
import { compileView } from '#engine/views/compile-view.ts'
import { parseWithDecimalText } from '#engine/views/decimal-text.ts'
import { evaluatePath } from '../../support/evaluate-path.ts'

describe('boundaries of literals', () => {
  // The examples of FHIRPath (continuous build) §5.7.1 lowBoundary and §5.7.2 highBoundary, and around them.
  it.each([
    ['1.587.lowBoundary()', 1.5865],
    ['1.587.lowBoundary(6)', 1.5865],
    ['1.587.lowBoundary(2)', 1.58],
    ['1.587.lowBoundary(0)', 1],
    ['1.587.highBoundary()', 1.5875],
    ['1.587.highBoundary(2)', 1.59],
    ['1.587.highBoundary(0)', 2],
    ['(-1.587).highBoundary(2)', -1.58],
    ['(-1.587).lowBoundary(2)', -1.59],
    ['1.0.lowBoundary()', 0.95],
    ['1.highBoundary()', 1.5],
    ['1.587.lowBoundary(32)', undefined],
    ['1.587.lowBoundary(-1)', undefined],
    ['@2014.lowBoundary(6)', '2014-01'],
    ['@2014.highBoundary(6)', '2014-12'],
    ['@2014.lowBoundary()', '2014-01-01'],
    ['@2024-02.highBoundary()', '2024-02-29'],
    ['@2014-01-01T08.lowBoundary(17)', '2014-01-01T08:00:00.000+14:00'],
    ['@2014-01-01T08.highBoundary(17)', '2014-01-01T08:59:59.999-12:00'],
    ['@2014-01-01T08:05+08:00.lowBoundary(8)', '2014-01-01'],
    ['@2014-01-01T08:05+08:00.highBoundary()', '2014-01-01T08:05:59.999+08:00'],
    ['@2014-01-01T08:05:25.1Z.lowBoundary()', '2014-01-01T08:05:25.100Z'],
    ['@T10:30.lowBoundary(9)', '10:30:00.000'],
    ['@T10:30.highBoundary(9)', '10:30:59.999'],
    ['@T10:30.lowBoundary(4)', '10:30'],
    ['@T10:30.lowBoundary(1)', undefined],
    ["'no date'.lowBoundary()", undefined],
    ["'2020-13'.lowBoundary()", undefined],
    ['true.lowBoundary()', undefined]
  ])('%s', (path, expected) => {
    expect(evaluatePath(path, {})[0]).toBe(expected)
  })
})

describe('decimals as written', () => {
  const view = compileView({
    resource: 'Observation',
    select: [
      {
        column: [
          { name: 'low', path: 'value.ofType(Quantity).value.lowBoundary()' },
          { name: 'high', path: 'value.ofType(Quantity).value.first().highBoundary()' },
          { name: 'value', path: 'value.ofType(Quantity).value' }
        ]
      }
    ]
  })

  function rowOf(json: string): unknown[] {
    let found: unknown[] = []
    view.run(parseWithDecimalText(json), (row) => {
      found = [...row]
    })
    return found
  }

  it.each([
    ['1', [0.5, 1.5, 1]],
    ['1.0', [0.95, 1.05, 1]],
    ['1.00', [0.995, 1.005, 1]],
    ['1.5', [1.45, 1.55, 1.5]],
    ['1e2', [50, 150, 100]],
    ['1.0E-2', [0.0095, 0.0105, 0.01]],
    ['-0.50', [-0.505, -0.495, -0.5]]
  ])('%s', (number, expected) => {
    expect(rowOf(`{"resourceType":"Observation","valueQuantity":{"value":${number}}}`)).toEqual(expected)
  })

  it('are only asked for where a boundary is', () => {
    expect(view.needsDecimalText).toBe(true)
    expect(compileView({ resource: 'Observation', select: [{ column: [{ name: 'a', path: 'id' }] }] })).toMatchObject({
      needsDecimalText: false
    })
  })

  it('take the declared type of the column for dates', () => {
    const dated = compileView({
      resource: 'Observation',
      select: [{ column: [{ name: 'a', path: 'effective.lowBoundary()', type: 'dateTime' }] }]
    })
    dated.run({ resourceType: 'Observation', effectiveDateTime: '2020' }, (row) => {
      expect(row).toEqual(['2020-01-01T00:00:00.000+14:00'])
    })
    expect.assertions(1)
  })
})
