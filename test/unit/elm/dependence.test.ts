import { describe, expect, it } from 'vitest'
import { DependenceAnalysis } from '#engine/cql/elm/library/dependence.ts'
import { readElmLibrary } from '#engine/cql/elm/library/elm-library.ts'
import type { ElmNode } from '#engine/cql/elm/library/elm-node.ts'

const library = readElmLibrary({
  identifier: { id: 'L' },
  statements: {
    def: [
      {
        name: 'Year',
        context: 'Unfiltered',
        expression: { type: 'Start', operand: { type: 'ParameterRef', name: 'P' } }
      },
      { name: 'Rows', context: 'Patient', expression: { type: 'Retrieve', dataType: 'X' } },
      {
        name: 'Loop',
        context: 'Patient',
        expression: { type: 'Not', operand: { type: 'ExpressionRef', name: 'Loop' } }
      }
    ]
  }
})
const analysis = new DependenceAnalysis((from, name) => (name === undefined ? from : undefined))
const of = (node: ElmNode) => analysis.of(node, library)
const alias = (name: string): ElmNode => ({ type: 'AliasRef', name })
const ref = (name: string): ElmNode => ({ type: 'ExpressionRef', name })

function query(name: string, source: ElmNode, where: ElmNode): ElmNode {
  return { type: 'Query', source: [{ alias: name, expression: source }], where }
}

describe('what an expression depends on', () => {
  it('is the period alone for parameters, and the patient for records', () => {
    expect(of(ref('Year'))).toMatchObject({ patient: false, opaque: false })
    expect(of(ref('Rows'))).toMatchObject({ patient: true, opaque: false })
    expect(of({ type: 'And', operand: [ref('Year'), ref('Rows')] }).patient).toBe(true)
  })

  it('leaves names free that are bound outside', () => {
    const inner = query('B', ref('Rows'), { type: 'Equal', operand: [alias('A'), alias('B')] })
    expect([...of(inner).free]).toEqual(['A'])
    expect([...of(query('A', ref('Rows'), inner)).free]).toEqual([])
  })

  it('tells an alias from the operand of the same name that its source reads', () => {
    expect([...of(query('E', { type: 'OperandRef', name: 'E' }, alias('E'))).free]).toEqual(['E'])
  })

  it('does not keep messages, and ends for a define that needs itself', () => {
    expect(of({ type: 'Message', source: { type: 'Null' } }).opaque).toBe(true)
    expect(of(ref('Loop')).patient).toBe(true)
  })
})
