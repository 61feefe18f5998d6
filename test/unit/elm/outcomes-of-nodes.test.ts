import { describe, expect, it } from 'vitest'
import { nodeCompilers } from '#engine/cql/elm/nodes/node-compilers.ts'
import type { ElmNode } from '#engine/cql/elm/library/elm-node.ts'
import { operator, operatorsWithOutcomes, sourcesOf } from '#engine/measures/requirements/operator-outcomes.ts'
import { EMPTY, FALSE, NULL, OTHER, TRUE, ZERO, type Outcomes } from '#engine/measures/requirements/outcomes.ts'
import { evaluate, library } from './elm-fixture.ts'

/** What `PossibleOutcomes` decides itself, because it needs more than the sources of a node. */
const decided = `
  Retrieve InValueSet AnyInValueSet ExpressionRef FunctionRef ParameterRef OperandRef Query QueryLetRef If Case Property
`
/** What may come to anything, whatever its sources are: nothing is said of them, on purpose. */
const anything = `
  Aggregate Total MinValue MaxValue Precision LowBoundary HighBoundary Equivalent Is CanConvert CanConvertQuantity
  ConvertsToBoolean ConvertsToInteger ConvertsToLong ConvertsToDecimal ConvertsToString ConvertsToQuantity
  ConvertsToRatio ConvertsToDate ConvertsToDateTime ConvertsToTime ToChars Collapse Expand IndexOf Repeat Iteration
  Current Times Ratio Interval Xor Message IdentifierRef AliasRef Combine Split SplitOnMatches PositionOf
  LastPositionOf StartsWith EndsWith Matches ReplaceMatches Children Descendents DateTime Date Time Now Today TimeOfDay
  TimezoneFrom TimezoneOffsetFrom ValueSetRef CodeSystemRef CodeRef ConceptRef Code Concept Subsumes SubsumedBy
  InCodeSystem AnyInCodeSystem ExpandValueSet Contains ProperIn ProperContains
`
/** What cannot be evaluated with nothing but sources. */
const needsMore = ['Quantity', 'ForEach', 'Filter', 'DateTimeComponentFrom', 'Substring']
const names = (text: string): string[] => text.trim().split(/\s+/)

describe('what is said of the outcomes of operators', () => {
  it('is about all operators that are compiled, or says nothing on purpose', () => {
    const said = new Set([...operatorsWithOutcomes, ...names(decided), ...names(anything)])
    expect([...nodeCompilers.keys()].filter((type) => !said.has(type))).toEqual([])
    expect([...said].filter((type) => !nodeCompilers.has(type))).toEqual([])
    expect(names(anything).filter((type) => operatorsWithOutcomes.has(type))).toEqual([])
  })

  it('holds when they are evaluated over nothing', () => {
    const nothing: ElmNode = { type: 'Null' }
    const none: ElmNode = { type: 'List', element: [] }
    const sources = [[nothing], [none], [nothing, nothing], [none, none], [none, nothing], [nothing, none]]
    const wrong: unknown[] = []
    const never = new Set(operatorsWithOutcomes)
    for (const type of operatorsWithOutcomes)
      for (const operand of sources)
        for (const node of [
          { type, operand },
          { type, operand: operand[0] },
          { type, source: operand[0] }
        ]) {
          const said = outcomesOf(node)
          const value = valueOf(node)
          // Of sources that an operator does not take nothing is said.
          if (value === undefined || said === 0) continue
          never.delete(type)
          if ((outcomeOf(value) & said) === 0) wrong.push([node, value, said])
        }
    expect(wrong).toEqual([])
    expect([...never]).toEqual(expect.arrayContaining(needsMore))
    expect(never.size).toBe(needsMore.length)
  })
})

function outcomesOf(node: unknown): Outcomes {
  return node === undefined ? NULL : operator(node as ElmNode, sourcesOf(node as ElmNode), outcomesOf)
}

/** Undefined where it cannot be evaluated. */
function valueOf(expression: unknown): unknown {
  try {
    return evaluate('X', [library('L', [{ name: 'X', expression }])])
  } catch {
    return undefined
  }
}

function outcomeOf(value: unknown): Outcomes {
  if (value === null) return NULL
  if (value === true) return TRUE
  if (value === false) return FALSE
  if (Array.isArray(value)) return value.length === 0 ? EMPTY : OTHER
  return value === 0 ? ZERO : OTHER
}
