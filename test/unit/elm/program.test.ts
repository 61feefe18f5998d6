import { describe, expect, it } from 'vitest'
import { ElmError } from '#engine/cql/elm/library/elm-error.ts'
import { evaluate, integer, library } from './elm-fixture.ts'

const ref = (name: string): unknown => ({ type: 'ExpressionRef', name })

function failure(run: () => unknown): ElmError {
  try {
    run()
  } catch (error) {
    if (error instanceof ElmError) return error
    throw error
  }
  throw new Error('No error was thrown.')
}

describe('a program', () => {
  it('evaluates a define once per run', () => {
    let reads = 0
    const data = { retrieve: () => (reads++, []) }
    const rows = { type: 'Retrieve', dataType: '{http://hl7.org/fhir}Condition' }
    const count = { type: 'Count', source: ref('Rows') }
    const both = { type: 'Add', operand: [count, count] }
    expect(
      evaluate(
        'Both',
        [
          library('A', [
            { name: 'Rows', expression: rows },
            { name: 'Both', expression: both }
          ])
        ],
        data
      )
    ).toBe(0)
    expect(reads).toBe(1)
  })

  it('refuses a node that it does not know, with its place', () => {
    const error = failure(() =>
      evaluate('X', [library('A', [{ name: 'X', expression: { type: 'Wonder', localId: '3' } }])])
    )
    expect(error.code).toBe('not-supported')
    expect(error.position).toEqual({ library: 'A', expression: 'X', node: 'Wonder', localId: '3' })
  })

  it('tells defines that refer to themselves', () => {
    const cyclic = library('A', [
      { name: 'X', expression: ref('Y') },
      { name: 'Y', expression: ref('X') }
    ])
    expect(failure(() => evaluate('X', [cyclic])).message).toMatch(/defined by itself/)
  })

  it('stops a function that calls itself without end', () => {
    const call = { type: 'FunctionRef', name: 'F', operand: [{ type: 'OperandRef', name: 'a' }] }
    const endless = library('A', [
      { name: 'F', expression: call, operands: ['a'] },
      { name: 'X', expression: { type: 'FunctionRef', name: 'F', operand: [integer(1)] } }
    ])
    expect(failure(() => evaluate('X', [endless])).message).toMatch(/without end/)
  })

  it('names a library that is missing', () => {
    const needs = library(
      'A',
      [{ name: 'X', expression: { type: 'ExpressionRef', name: 'Y', libraryName: 'B' } }],
      ['B']
    )
    const error = failure(() => evaluate('X', [needs]))
    expect(error.code).toBe('not-found')
    expect(error.message).toMatch(/A needs "B"/)
  })

  it('refuses a library with translation errors', () => {
    const broken = {
      library: {
        identifier: { id: 'A' },
        annotation: [{ errorSeverity: 'error', message: 'No such thing', startLine: 4 }]
      }
    }
    expect(() => evaluate('X', [broken])).toThrow(/No such thing.*line 4/)
  })

  it('names the record that an evaluation stopped at', () => {
    const rows = [
      { resourceType: 'Observation', id: 'a', valueQuantity: { value: 1, unit: '1' } },
      { resourceType: 'Observation', id: 'b', valueQuantity: { value: 5, comparator: '>', unit: '1' } }
    ]
    const value = {
      type: 'FunctionRef',
      libraryName: 'FHIRHelpers',
      name: 'ToQuantity',
      operand: [{ type: 'Property', path: 'value', scope: 'O' }]
    }
    const query = {
      type: 'Query',
      source: [{ alias: 'O', expression: { type: 'Retrieve', dataType: '{http://hl7.org/fhir}Observation' } }],
      where: { type: 'Not', operand: { type: 'IsNull', operand: value } }
    }
    const libraries = [library('A', [{ name: 'X', expression: query }], ['FHIRHelpers']), library('FHIRHelpers', [])]
    const error = failure(() => evaluate('X', libraries, { retrieve: () => rows }))
    expect(error.resource).toBe('Observation/b')
    expect(error.position).toMatchObject({ library: 'A', expression: 'X' })
  })

  it('chooses between functions of one name by the values at hand', () => {
    const typed = (type: string) => [
      { name: 'a', operandTypeSpecifier: { type: 'NamedTypeSpecifier', name: `{urn:hl7-org:elm-types:r1}${type}` } }
    ]
    const json = {
      library: {
        identifier: { id: 'A' },
        statements: {
          def: [
            { type: 'FunctionDef', name: 'F', operand: typed('Integer'), expression: integer(1) },
            { type: 'FunctionDef', name: 'F', operand: typed('String'), expression: integer(2) },
            {
              name: 'X',
              expression: {
                type: 'FunctionRef',
                name: 'F',
                operand: [
                  {
                    type: 'Upper',
                    operand: { type: 'Literal', valueType: '{urn:hl7-org:elm-types:r1}String', value: 'a' }
                  }
                ]
              }
            }
          ]
        }
      }
    }
    expect(evaluate('X', [json])).toBe(2)
  })
})
