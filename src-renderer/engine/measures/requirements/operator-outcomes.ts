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
  Ends IncludedIn Includes ProperIncludes ProperIncludedIn Concatenate Upper Lower Length Substring Convert
  ConvertQuantity ToBoolean ToConcept ToDate ToDateTime ToDecimal ToInteger ToLong ToQuantity ToRatio ToString
  ToTime ToInterval Indexer
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

/** Of any operator, given its sources. */
export function operator(node: ElmNode, sources: readonly ElmNode[], of: OutcomesOf): Outcomes {
  const first = (): Outcomes => of(sources[0])
  const second = (): Outcomes => of(sources[1])
  switch (node.type) {
    case 'Null':
      return NULL
    case 'Literal':
      return literal(text(node, 'value') ?? '')
    case 'Tuple':
    case 'Instance':
    case 'Quantity':
      return OTHER
    case 'List':
      // Nothing tells a list of nulls from an empty one: they do not exist and do not count.
      return nodesOf(node['element']).every((element) => only(of(element), NULL)) ? EMPTY : OTHER
    case 'Exists':
      return isNone(first()) ? FALSE : TRUE | FALSE
    case 'Count':
      return isNone(first()) ? ZERO : ZERO | OTHER
    case 'AllTrue':
      return isNone(first()) ? TRUE : TRUE | FALSE
    case 'AnyTrue':
      return isNone(first()) ? FALSE : TRUE | FALSE
    case 'And':
      return logical(first(), second(), andOutcome)
    case 'Or':
      return logical(first(), second(), orOutcome)
    case 'Implies':
      return logical(notOutcome(first()), second(), orOutcome)
    case 'Not':
      return notOutcome(first())
    case 'IsNull':
      return tested(first(), NULL)
    case 'IsTrue':
      return tested(first(), TRUE)
    case 'IsFalse':
      return tested(first(), FALSE)
    case 'Coalesce':
      return coalesce(sources.map(of))
    case 'As':
      return first() | NULL
    case 'Distinct':
    case 'ToList':
    case 'Sort':
    case 'ForEach':
    case 'Filter':
    case 'Slice':
      return isNone(first()) ? NULL | EMPTY : ANY
    case 'Union':
      return sources.map(of).every(isNone) ? EMPTY : LIST
    case 'Except':
      return isNone(first()) ? NULL | EMPTY : LIST
    case 'Intersect':
      return sources.map(of).some(isNone) ? NULL | EMPTY : ANY
    case 'Flatten': {
      const listed = sources[0]?.type === 'List' ? nodesOf(sources[0]['element']).map(of) : [first()]
      return listed.every(isNone) ? NULL | EMPTY : ANY
    }
    case 'In':
      return only(first(), NULL) || isNone(second()) ? NULL | FALSE : ANY
    default:
      return strictOperator(node, sources, of)
  }
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
