import { describe, expect, it } from 'vitest'
import { nodeCompilers } from '#engine/cql/elm/nodes/node-compilers.ts'
import { Code } from '#engine/cql/elm/values/code.ts'
import { evaluate, integer, library } from './elm-fixture.ts'

/** Every expression of ELM (CQL 1.5.3, ELM specification, "Expressions"), without the abstract ones. */
const expressions = `
  Literal Tuple Instance Property AliasRef IdentifierRef OperandRef ParameterRef ExpressionRef FunctionRef QueryLetRef
  Code CodeRef CodeSystemRef Concept ConceptRef ValueSetRef Quantity Ratio Null Interval List If Case
  And Or Xor Implies Not IsNull IsTrue IsFalse Coalesce Is As Convert CanConvert
  ConvertsToBoolean ConvertsToDate ConvertsToDateTime ConvertsToDecimal ConvertsToInteger ConvertsToLong
  ConvertsToQuantity ConvertsToRatio ConvertsToString ConvertsToTime
  ToBoolean ToChars ToConcept ToDate ToDateTime ToDecimal ToInteger ToLong ToQuantity ToRatio ToString ToTime ToList
  ConvertQuantity CanConvertQuantity Equal Equivalent NotEqual Less Greater LessOrEqual GreaterOrEqual
  Add Subtract Multiply Divide TruncatedDivide Modulo Ceiling Floor Truncate Abs Negate Round Ln Exp Log Power
  Successor Predecessor MinValue MaxValue Precision LowBoundary HighBoundary
  Concatenate Combine Split SplitOnMatches Length Upper Lower Indexer PositionOf LastPositionOf Substring StartsWith
  EndsWith Matches ReplaceMatches
  Now Today TimeOfDay Date DateTime Time DateFrom TimeFrom TimezoneFrom TimezoneOffsetFrom DateTimeComponentFrom
  DurationBetween DifferenceBetween SameAs SameOrBefore SameOrAfter
  Width Size PointFrom Start End Contains ProperContains In ProperIn Includes IncludedIn ProperIncludes
  ProperIncludedIn Before After Meets MeetsBefore MeetsAfter Overlaps OverlapsBefore OverlapsAfter Starts Ends
  Collapse Expand Union Intersect Except
  Exists Times Filter First Last Slice Children Descendents Message IndexOf ForEach Repeat Distinct Current Iteration
  Total SingletonFrom Flatten Sort Count Sum Product Min Max Avg GeometricMean Median Mode Variance PopulationVariance
  StdDev PopulationStdDev AllTrue AnyTrue Aggregate Query Retrieve
  InCodeSystem AnyInCodeSystem InValueSet AnyInValueSet ExpandValueSet Subsumes SubsumedBy CalculateAge CalculateAgeAt
`
  .trim()
  .split(/\s+/)

describe('the expressions of ELM', () => {
  it('are all compiled', () => {
    expect(expressions.filter((type) => !nodeCompilers.has(type))).toEqual([])
    expect([...nodeCompilers.keys()].filter((type) => !expressions.includes(type))).toEqual([])
  })

  const value = (expression: unknown) => evaluate('X', [library('L', [{ name: 'X', expression }])])
  const list = (...items: readonly number[]) => ({ type: 'List', element: items.map(integer) })
  const code = (id: string) => ({ type: 'Code', code: id })

  it('Repeat goes on until nothing new comes', () => {
    const next = {
      type: 'If',
      condition: { type: 'Less', operand: [{ type: 'Current' }, integer(4)] },
      then: { type: 'Add', operand: [{ type: 'Current' }, integer(1)] }
    }
    expect(value({ type: 'Repeat', source: list(1, 3), element: next })).toEqual([2, 4, 3])
    const endless = { type: 'Add', operand: [{ type: 'Current' }, integer(1)] }
    expect(() => value({ type: 'Repeat', source: list(1), element: endless })).toThrow('does not end')
  })

  it('Iteration is the place in the list', () => {
    expect(value({ type: 'ForEach', source: list(7, 8, 9), element: { type: 'Iteration' } })).toEqual([0, 1, 2])
    const later = { type: 'Greater', operand: [{ type: 'Iteration' }, integer(0)] }
    expect(value({ type: 'Filter', source: list(7, 8, 9), condition: later })).toEqual([8, 9])
  })

  it('codes and concepts may be written out', () => {
    expect(value({ type: 'Concept', code: [{ code: 'a' }], display: 'A' })).toMatchObject({
      codes: [new Code('a')],
      display: 'A'
    })
  })

  it('a code subsumes itself; for others the error names what is missing', () => {
    expect(value({ type: 'Subsumes', operand: [code('a'), code('a')] })).toBe(true)
    expect(value({ type: 'SubsumedBy', operand: [code('a'), { type: 'Null' }] })).toBe(null)
    expect(() => value({ type: 'SubsumedBy', operand: [code('a'), code('b')] })).toThrow('needs the hierarchy')
  })

  it('a retrieve with filters that are not supported is an error, and not all records', () => {
    const node = { type: 'Retrieve', dataType: '{http://hl7.org/fhir}Condition', codeFilter: [{ property: 'code' }] }
    expect(() => value(node)).toThrow('codeFilter')
  })
})
