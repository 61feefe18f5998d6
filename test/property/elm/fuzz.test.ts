import { expect, it } from 'vitest'
import { ElmError } from '#engine/cql/elm/library/elm-error.ts'
import { readElmLibrary } from '#engine/cql/elm/library/elm-library.ts'
import { nodeCompilers } from '#engine/cql/elm/nodes/node-compilers.ts'
import { Program } from '#engine/cql/elm/program.ts'
import { dateTimeOf, fixedOffset } from '#engine/cql/elm/values/temporal-text.ts'
import { budgeted, fc } from '../../support/property.ts'

const system = '{urn:hl7-org:elm-types:r1}'
const now = dateTimeOf([2026, 1, 1, 0, 0, 0, 0], undefined, fixedOffset(0))!
const rows = [
  { resourceType: 'Observation', id: 'a', status: 'final', valueQuantity: { value: 7.2, unit: '%' } },
  { resourceType: 'Observation', id: 'b', effectiveDateTime: 'yesterday', valueCodeableConcept: { coding: [{}] } },
  { resourceType: 'Observation', id: 3, code: null, component: ['x', null, [1]] }
]

const literal = fc.oneof(
  fc.record({
    type: fc.constant('Literal'),
    valueType: fc
      .constantFrom('Integer', 'Decimal', 'String', 'Boolean', 'Long', 'Nonsense')
      .map((type) => system + type),
    value: fc.constantFrom('0', '1', '-3', '2147483647', 'true', 'abc', '1.5', '99999999999999999999999999999', '')
  }),
  fc.constant({ type: 'Null' }),
  fc.record({
    type: fc.constant('Quantity'),
    value: fc.constantFrom(0, 1, 2.5, '3'),
    unit: fc.constantFrom('1', 'mg', 'days', 'nonsense', 'years')
  }),
  fc.constant({ type: 'Retrieve', dataType: '{http://hl7.org/fhir}Observation' }),
  fc.constant({ type: 'Today' }),
  fc.record({
    type: fc.constant('MaxValue'),
    valueType: fc.constantFrom('Date', 'DateTime', 'Integer', 'Long').map((type) => system + type)
  })
)

const names = fc.constantFrom('A', 'B', 'C', 'x', '$this')
const types = [...nodeCompilers.keys(), 'Wonder']

/** Nodes of every known type whose members are of any kind, most of them wrong. */
const { node } = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    literal,
    fc.record(
      {
        type: fc.constantFrom(...types),
        name: names,
        scope: names,
        path: fc.constantFrom('value', 'status', 'a.b', 'low'),
        precision: fc.oneof(fc.constantFrom('Day', 'Year', 'Week', 'Nonsense'), tie('node')),
        operand: fc.oneof(tie('node'), fc.array(tie('node'), { maxLength: 3 })),
        source: fc.oneof(
          tie('node'),
          fc.array(fc.record({ alias: names, expression: tie('node') }, { requiredKeys: ['alias'] }), { maxLength: 2 })
        ),
        expression: tie('node'),
        element: fc.array(fc.oneof(tie('node'), fc.record({ name: names, value: tie('node') })), { maxLength: 3 }),
        low: tie('node'),
        high: tie('node'),
        condition: tie('node'),
        then: tie('node'),
        else: tie('node'),
        where: tie('node'),
        asType: fc.constantFrom('Integer', 'DateTime', 'Nonsense').map((type) => system + type),
        codes: tie('node'),
        iteration: tie('node'),
        return: fc.record({ expression: tie('node') }),
        sort: fc.record({
          by: fc.array(
            fc.record({
              type: fc.constantFrom('ByDirection', 'ByExpression', 'ByColumn'),
              expression: tie('node'),
              path: names
            }),
            { maxLength: 2 }
          )
        })
      },
      { requiredKeys: ['type'] }
    )
  )
}))

it('every input yields a result or an error with a position', () => {
  fc.assert(
    fc.property(fc.array(node, { minLength: 3, maxLength: 3 }), (expressions) => {
      const def = ['A', 'B', 'C'].map((name, index) => ({ name, context: 'Patient', expression: expressions[index] }))
      const library = readElmLibrary({ library: { identifier: { id: 'F' }, statements: { def } } })
      const program = new Program({ libraries: [library], valueSets: new Map() })
      const run = program.run({ retrieve: () => rows }, new Map(), now)
      for (const name of ['A', 'B', 'C']) {
        try {
          expect(program.define(library, name)(run)).not.toBeUndefined()
        } catch (error) {
          expect(error).toBeInstanceOf(ElmError)
          expect((error as ElmError).position?.library).toBe('F')
          expect((error as ElmError).code).not.toBe('internal')
        }
      }
    }),
    { numRuns: budgeted(1000) }
  )
})

it('huge lists and deep nesting end in an error', () => {
  const evaluate = (expression: unknown): unknown => {
    const def = [{ name: 'A', context: 'Patient', expression }]
    const library = readElmLibrary({ library: { identifier: { id: 'F' }, statements: { def } } })
    const program = new Program({ libraries: [library], valueSets: new Map() })
    return program.define(library, 'A')(program.run({ retrieve: () => rows }, new Map(), now))
  }
  const bounds = {
    type: 'Interval',
    low: { type: 'MinValue', valueType: `${system}Integer` },
    high: { type: 'MaxValue', valueType: `${system}Integer` }
  }
  expect(() => evaluate({ type: 'Expand', operand: [bounds, { type: 'Null' }] })).toThrow(ElmError)
  let deep: unknown = { type: 'Literal', valueType: `${system}Boolean`, value: 'true' }
  for (let i = 0; i < 20_000; i++) deep = { type: 'Not', operand: deep }
  expect(() => evaluate(deep)).toThrow(ElmError)
})
