import { isNode, objects, text, type ElmNode } from '../../cql/elm/library/elm-node.ts'
import {
  andOutcome,
  ANY,
  EMPTY,
  FALSE,
  isNone,
  LIST,
  logical,
  notOutcome,
  NULL,
  only,
  orOutcome,
  OTHER,
  tested,
  TRUE,
  ZERO,
  type Outcomes
} from './outcomes.ts'

/** Operators that are null when an operand is. */
const strict: ReadonlySet<string> = new Set(
  `
  Add Subtract Multiply Divide TruncatedDivide Modulo Power Log Negate Abs Ceiling Floor Truncate Exp Ln Round
  Successor Predecessor Equal NotEqual Less LessOrEqual Greater GreaterOrEqual Start End Width Size PointFrom
  DateFrom TimeFrom DateTimeComponentFrom DurationBetween DifferenceBetween CalculateAge CalculateAgeAt Before
  After SameAs SameOrBefore SameOrAfter Overlaps OverlapsBefore OverlapsAfter Meets MeetsBefore MeetsAfter Starts
  Ends IncludedIn Includes ProperIncludes ProperIncludedIn Concatenate Upper Lower Substring Convert
  ConvertQuantity ToBoolean ToConcept ToDate ToDateTime ToDecimal ToInteger ToLong ToQuantity ToRatio ToString
  ToTime Indexer
`
    .trim()
    .split(/\s+/)
)
/** Operators of numbers that are 0 for nothing but zeros. */
const keepsZero: ReadonlySet<string> = new Set('Add Subtract Multiply Negate ToDecimal ToLong Abs Round'.split(' '))
/** Functions of a list that are null for one without elements. */
const ofElements: ReadonlySet<string> = new Set(
  `
  First Last SingletonFrom Sum Product Min Max Avg Median Mode GeometricMean Variance PopulationVariance StdDev
  PopulationStdDev
`
    .trim()
    .split(/\s+/)
)
const compared: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  Equal: (a, b) => a === b,
  NotEqual: (a, b) => a !== b,
  Less: (a, b) => a < b,
  LessOrEqual: (a, b) => a <= b,
  Greater: (a, b) => a > b,
  GreaterOrEqual: (a, b) => a >= b
}
function nodesOf(value: unknown): readonly ElmNode[] {
  return Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : []
}

/** Sources of an operator, whichever member it has them in. */
export function sourcesOf(node: ElmNode): readonly ElmNode[] {
  return nodesOf(node['operand'] ?? node['source'])
}

/** Tells the outcomes of a part of an expression; null of a part that is not there. */
export type OutcomesOf = (node: unknown) => Outcomes

/** Of a condition and what follows when it is true, and when it is not. */
export function either(condition: Outcomes, then: () => Outcomes, otherwise: () => Outcomes): Outcomes {
  return ((condition & TRUE) === 0 ? 0 : then()) | (only(condition, TRUE) ? 0 : otherwise())
}

/** A query without anything in one of its sources, or with a condition that nothing meets, has nothing in it. */
export function query(node: ElmNode, of: OutcomesOf): Outcomes {
  if (node['aggregate'] !== undefined && node['aggregate'] !== null) return ANY
  const sources = objects(node['source']).map(({ expression }) => of(expression))
  const none = sources.find(isNone)
  if (none !== undefined) return none
  const meets = objects(node['relationship']).every(
    (item) => item['type'] === 'Without' || (!isNone(of(item['expression'])) && (of(item['suchThat']) & TRUE) !== 0)
  )
  const where = node['where']
  return meets && (!isNode(where) || (of(where) & TRUE) !== 0) ? ANY : NULL | EMPTY
}

/** An element of nothing is nothing. */
export function property(node: ElmNode, of: OutcomesOf): Outcomes {
  const source = node['source']
  const found = isNode(source) ? of(source) : ANY
  return only(found, NULL) ? NULL : isNone(found) ? NULL | EMPTY : ANY
}

/** An operator with its sources, and what tells the outcomes of these. */
interface Operator {
  readonly node: ElmNode
  readonly sources: readonly ElmNode[]
  readonly of: OutcomesOf
  /** Outcomes of the first source, and of the second. */
  readonly first: () => Outcomes
  readonly second: () => Outcomes
}

const other = (): Outcomes => OTHER
const emptyOrAny = ({ first }: Operator): Outcomes => (isNone(first()) ? NULL | EMPTY : ANY)

/** Operators with a rule of their own. */
const ruled: Readonly<Record<string, (operator: Operator) => Outcomes>> = {
  Null: () => NULL,
  Literal: ({ node }) => literal(text(node, 'value') ?? ''),
  Tuple: other,
  Instance: other,
  Quantity: other,
  // Nothing tells a list of nulls from an empty one: they do not exist and do not count.
  List: ({ node, of }) => (nodesOf(node['element']).every((element) => only(of(element), NULL)) ? EMPTY : OTHER),
  Exists: ({ first }) => (isNone(first()) ? FALSE : TRUE | FALSE),
  Count: ({ first }) => (isNone(first()) ? ZERO : ZERO | OTHER),
  // A text that is null has no length, a list that is null has 0.
  Length: ({ first }) => (isNone(first()) ? NULL | ZERO : ANY),
  AllTrue: ({ first }) => (isNone(first()) ? TRUE : TRUE | FALSE),
  AnyTrue: ({ first }) => (isNone(first()) ? FALSE : TRUE | FALSE),
  And: ({ first, second }) => logical(first(), second(), andOutcome),
  Or: ({ first, second }) => logical(first(), second(), orOutcome),
  Implies: ({ first, second }) => logical(notOutcome(first()), second(), orOutcome),
  Not: ({ first }) => notOutcome(first()),
  IsNull: ({ first }) => tested(first(), NULL),
  IsTrue: ({ first }) => tested(first(), TRUE),
  IsFalse: ({ first }) => tested(first(), FALSE),
  Coalesce: ({ sources, of }) => coalesce(sources.map(of)),
  As: ({ first }) => first() | NULL,
  Distinct: emptyOrAny,
  ToList: emptyOrAny,
  Sort: emptyOrAny,
  ForEach: emptyOrAny,
  Filter: emptyOrAny,
  Slice: emptyOrAny,
  // Of two nulls it may be a union of intervals.
  Union: ({ sources, of }) => (sources.map(of).every(isNone) ? NULL | EMPTY : LIST),
  Except: ({ first }) => (isNone(first()) ? NULL | EMPTY : LIST),
  Intersect: ({ sources, of }) => (sources.map(of).some(isNone) ? NULL | EMPTY : ANY),
  Flatten({ sources, of, first }) {
    const listed = sources[0]?.type === 'List' ? nodesOf(sources[0]['element']).map(of) : [first()]
    return listed.every(isNone) ? NULL | EMPTY : ANY
  },
  In: ({ first, second }) => (only(first(), NULL) || isNone(second()) ? NULL | FALSE : ANY)
}

/** Types of nodes of which {@link operator} tells more than that they may come to anything. */
export const operatorsWithOutcomes: ReadonlySet<string> = new Set([...Object.keys(ruled), ...strict, ...ofElements])

/** Of any operator, given its sources. */
export function operator(node: ElmNode, sources: readonly ElmNode[], of: OutcomesOf): Outcomes {
  const rule = Object.hasOwn(ruled, node.type) ? ruled[node.type] : undefined
  if (rule === undefined) return strictOperator(node, sources, of)
  return rule({ node, sources, of, first: () => of(sources[0]), second: () => of(sources[1]) })
}

function strictOperator(node: ElmNode, sources: readonly ElmNode[], of: OutcomesOf): Outcomes {
  const { type } = node
  if (ofElements.has(type)) return isNone(of(sources[0])) ? NULL : ANY
  if (!strict.has(type)) return ANY
  const found = sources.map(of)
  if (found.some((item) => only(item, NULL))) return NULL
  if (keepsZero.has(type) && found.every((item) => only(item, ZERO))) return ZERO
  const [a, b] = sources.map((item, index) => (only(found[index]!, ZERO) ? 0 : numberOf(item)))
  const compare = Object.hasOwn(compared, type) ? compared[type] : undefined
  if (compare === undefined || a === undefined || b === undefined) return ANY
  return compare(a, b) ? TRUE : FALSE
}

function literal(value: string): Outcomes {
  return value === 'true' ? TRUE : value === 'false' ? FALSE : Number(value) === 0 && value !== '' ? ZERO : OTHER
}

/** A number that is written in the logic. */
function numberOf(node: ElmNode): number | undefined {
  if (node.type === 'ToDecimal' || node.type === 'ToLong') {
    const [inner] = sourcesOf(node)
    return inner === undefined ? undefined : numberOf(inner)
  }
  const value = node.type === 'Literal' ? Number(text(node, 'value')) : Number.NaN
  return Number.isNaN(value) ? undefined : value
}

function coalesce(operands: readonly Outcomes[]): Outcomes {
  if (operands.length === 1) return isNone(operands[0]!) ? NULL : ANY
  let found = 0
  for (const item of operands) {
    found |= item & ~NULL
    if ((item & NULL) === 0) return found
  }
  return found | NULL
}
