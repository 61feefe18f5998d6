import { isNode, isObject, objects, text, type ElmNode } from '../elm/elm-node.ts'
import { nodesOf } from '../elm/scope.ts'
import { bareName } from '../elm/qualified-name.ts'
import { recordWords } from './record-words.ts'

const comparisons: Readonly<Record<string, string>> = {
  Equal: 'is',
  Equivalent: 'is',
  NotEqual: 'is not',
  Greater: 'is above',
  GreaterOrEqual: 'is at least',
  Less: 'is below',
  LessOrEqual: 'is at most',
  In: 'is in',
  IncludedIn: 'lies in',
  ProperIncludedIn: 'lies in',
  Contains: 'has',
  Includes: 'holds',
  Overlaps: 'overlaps',
  Before: 'is before',
  SameOrBefore: 'is on or before',
  After: 'is after',
  SameOrAfter: 'is on or after',
  SameAs: 'is the same as',
  InValueSet: 'has a code of',
  AnyInValueSet: 'has a code of'
}

const unary: Readonly<Record<string, string>> = {
  Start: 'start of',
  End: 'end of',
  Count: 'number of',
  First: 'first of',
  Last: 'last of',
  Max: 'greatest of',
  Min: 'least of',
  Abs: 'size of'
}

const dates: Readonly<Record<string, string>> = {
  DifferenceBetween: 'difference',
  DurationBetween: 'time'
}

/** The operand of a node that has one, under whichever name. */
function operandsOf(node: ElmNode): readonly ElmNode[] {
  for (const key of ['operand', 'source', 'low', 'element']) {
    const found = nodesOf(node, key)
    if (found.length > 0) return found
  }
  return []
}

function quoted(node: ElmNode): string {
  return `“${nameWords(text(node, 'name') ?? '')}”`
}

/** The name of a define as a sentence has it: `Alive At Start` as `Alive at start`; acronyms stay. */
export function nameWords(name: string): string {
  return name.replaceAll(/ ([A-Z])(?=[a-z]*(?: |$))/g, (match) => match.toLowerCase())
}

/** Names of the value sets and codes in a filter. */
function codeNames(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(codeNames)
  if (!isObject(value)) return []
  const named = ['ValueSetRef', 'CodeRef', 'ConceptRef'].includes(text(value, 'type') ?? '')
  return named ? [text(value, 'name') ?? ''] : Object.values(value).flatMap(codeNames)
}

function queryWords(node: ElmNode): string {
  const [source] = objects(node['source'])
  const expression = source?.['expression']
  const what = isNode(expression) ? rawWords(expression) : 'records'
  const where = node['where']
  const related = objects(node['relationship']).flatMap((one) => {
    const other = one['expression']
    return isNode(other) ? [`with ${rawWords(other)}`] : []
  })
  const conditions = [...related, ...(isNode(where) ? [`where ${rawWords(where)}`] : [])]
  return [what, ...conditions].join(', ')
}

function boundText(node: ElmNode, key: 'low' | 'high'): string {
  const bound = node[key]
  return isNode(bound) ? rawWords(bound) : ''
}

/** An expression of ELM in plain words, as far as it has any: short, without types and precision, for outlines. */
export function wordsOf(node: ElmNode): string {
  // "observed on is in the period" is "observed in the period".
  return rawWords(node)
    .replaceAll(/ on (?:is|lies) (in|on|before|after) /g, ' $1 ')
    .replaceAll(/, where (\w+) (in|on|before|after) /g, ', $1 $2 ')
    .replaceAll('start of the period', 'the first day of the period')
    .replaceAll('end of the period', 'the last day of the period')
}

function rawWords(node: ElmNode): string {
  const operands = operandsOf(node)
  const [first, second] = operands
  if (Object.hasOwn(comparisons, node.type) && first !== undefined) {
    const other =
      second === undefined
        ? codeNames(node)
            .map((name) => `“${name}”`)
            .join(', ')
        : rawWords(second)
    const name = first.type === 'ExpressionRef' ? nameWords(text(first, 'name') ?? '').toLowerCase() : rawWords(first)
    const verb = node.type === 'In' && second?.type === 'Interval' ? 'is' : comparisons[node.type]!
    return `${name} ${verb} ${other}`.trim()
  }
  if (Object.hasOwn(unary, node.type) && first !== undefined) {
    const of = rawWords(first)
    return of === 'it' ? `its ${unary[node.type]!.replace(/ of$/, '')}` : `${unary[node.type]!} ${of}`
  }
  if (node.type === 'CalculateAgeAt' || node.type === 'CalculateAge') return 'age'
  if (Object.hasOwn(dates, node.type)) {
    const unit = (text(node, 'precision') ?? '').toLowerCase()
    return `${dates[node.type]!}${unit === '' ? '' : ` in ${unit}s`}`
  }
  switch (node.type) {
    case 'Retrieve': {
      const codes = codeNames(node['codes'])
      const type = bareName(text(node, 'dataType') ?? '')
      return codes.length === 0 ? recordWords(type) : `${codes.join(', ')} (${recordWords(type)})`
    }
    case 'Query':
      return queryWords(node)
    case 'ParameterRef':
      return text(node, 'name') === 'Measurement Period' ? 'the period' : quoted(node)
    case 'ExpressionRef':
    case 'CodeRef':
    case 'ConceptRef':
    case 'ValueSetRef':
      return quoted(node)
    case 'FunctionRef': {
      const name = spaced(text(node, 'name') ?? '')
      // What a function says about a record is its name; what it does to a list is not worth a word.
      return first === undefined || first.type === 'AliasRef' || first.type === 'OperandRef' ? name : rawWords(first)
    }
    case 'AliasRef':
    case 'OperandRef':
      return 'it'
    case 'Literal':
      return text(node, 'value') ?? ''
    case 'Quantity':
      return `${String(node['value'])} ${text(node, 'unit') ?? ''}`.trim()
    case 'Interval':
      return `${boundText(node, 'low')} to ${boundText(node, 'high')}`
    case 'Property': {
      const path = (text(node, 'path') ?? '').replace(/(^|\.)value$/, '')
      const source = node['source']
      if (path !== '') return spaced(path)
      return isNode(source) ? rawWords(source) : 'it'
    }
    case 'And':
      return operands.map(wordsOf).join(' and ')
    case 'Or':
      return operands.map(wordsOf).join(' or ')
    case 'Union':
      return operands.map(wordsOf).join(', ')
    case 'Not': {
      if (first?.type !== 'IsNull') return `not: ${first === undefined ? '' : rawWords(first)}`
      const [recorded] = operandsOf(first)
      return recorded === undefined ? 'is recorded' : `${rawWords(recorded)} is recorded`
    }
    case 'IsNull':
      return first === undefined ? 'is not recorded' : `${rawWords(first)} is not recorded`
    default:
      return first === undefined ? spaced(node.type) : rawWords(first)
  }
}

/** `SingletonFrom` as `singleton from`. */
function spaced(type: string): string {
  return type.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
}
