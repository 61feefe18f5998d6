import { isNode, isElmObject, objects, text, type ElmNode } from '../../cql/elm/library/elm-node.ts'
import { nodesOf } from '../../cql/elm/runtime/scope.ts'
import { bareName } from '../../cql/elm/library/qualified-name.ts'
import { intervalPhrase } from './interval-phrase.ts'
import { arithmetic, comparisons, evidencePhrases, unaryPhrases } from './operator-phrases.ts'
import { recordLabel } from '../requirements/record-label.ts'
import { listed, describeName, spaced, subject } from '../rates/describe-name.ts'

/**
 * What the names bound by queries stand for: a name that is not here is the record that a sentence is about; `its` is the
 * one that it was found through; other words are those of the element that a query goes through.
 */
type Names = ReadonlyMap<string, string>

const nobody: Names = new Map()

/** The operand of a node that has one, under whichever name. */
function operandsOf(node: ElmNode): readonly ElmNode[] {
  for (const key of ['operand', 'source', 'code', 'codes', 'low', 'element']) {
    const found = nodesOf(node, key)
    if (found.length > 0) return found
  }
  return []
}

function quoted(node: ElmNode): string {
  return `“${describeName(text(node, 'name') ?? '')}”`
}

/** Names of the value sets and codes in a filter. */
function codeNames(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(codeNames)
  if (!isElmObject(value)) return []
  const named = ['ValueSetRef', 'CodeRef', 'ConceptRef'].includes(text(value, 'type') ?? '')
  return named ? [text(value, 'name') ?? ''] : Object.values(value).flatMap(codeNames)
}

/** Whether a node says that two records are different ones, which a sentence says by "another". */
function tellsApart(node: ElmNode): boolean {
  const [equal] = node.type === 'Not' ? nodesOf(node, 'operand') : []
  if (node.type !== 'NotEqual' && equal?.type !== 'Equal') return false
  return nodesOf(equal ?? node, 'operand').every((operand) => propertyPath(operand) === 'id')
}

function conditionsOf(node: ElmNode): readonly ElmNode[] {
  return node.type === 'And' ? nodesOf(node, 'operand').flatMap(conditionsOf) : [node]
}

/** One of the `with` and `without` clauses of a query. @param alias name of the record that is looked at */
function relationWords(relation: Readonly<Record<string, unknown>>, alias: string, names: Names): readonly string[] {
  const other = relation['expression']
  if (!isNode(other)) return []
  const that = relation['suchThat']
  const conditions = isNode(that) ? conditionsOf(that) : []
  const told = conditions.filter((condition) => !tellsApart(condition))
  const inside = new Map([...names, [alias, 'its']])
  const joint = text(relation, 'type') === 'Without' ? 'without' : 'with'
  const what = `${joint} ${told.length < conditions.length ? 'another of ' : ''}${rawWords(other, names)}`
  return [told.length === 0 ? what : [what, ...told.map((item) => rawWords(item, inside))].join(', ')]
}

/** Whether a query only follows references from orders to the medicines that they name. */
function followsMedicines(node: ElmNode): boolean {
  return (
    node.type === 'Query' &&
    objects(node['relationship']).some(
      ({ expression }) => isNode(expression) && bareName(text(expression, 'dataType') ?? '') === 'Medication'
    )
  )
}

/** What claims are looked through for, where a query asks nothing else of their diagnoses or services. */
function claimedCodes(source: ElmNode, where: ElmNode): string | undefined {
  if (source.type !== 'ExpressionRef' || text(source, 'libraryName') !== 'Claims' || where.type !== 'InValueSet') return
  const named = where['valueset']
  return isElmObject(named) ? `${text(named, 'name') ?? ''} (claims)` : undefined
}

function queryWords(node: ElmNode, names: Names): string {
  const [source] = objects(node['source'])
  const expression = source?.['expression']
  const alias = (source && text(source, 'alias')) ?? ''
  const where = node['where']
  // A query through an element of the record asks for the element.
  const path = isNode(expression) ? propertyPath(expression) : undefined
  if (path !== undefined && isNode(where)) {
    return rawWords(where, new Map([...names, [alias, spaced(path.replace(/(^|\.)coding$/, ''))]]))
  }
  const claimed = isNode(expression) && isNode(where) ? claimedCodes(expression, where) : undefined
  if (claimed !== undefined) return claimed
  const what = isNode(expression) ? rawWords(expression, names) : 'records'
  const related = objects(node['relationship']).flatMap((item) => relationWords(item, alias, names))
  const conditions = [...related, ...(isNode(where) ? [`where ${rawWords(where, names)}`] : [])]
  return [what, ...conditions].join(', ')
}

/** The path of an element of a record, without the wrapper of primitive values; undefined for what is no element. */
function propertyPath(node: ElmNode): string | undefined {
  if (node.type !== 'Property') return undefined
  const source = node['source']
  const above = isNode(source) ? propertyPath(source) : undefined
  const path = text(node, 'path') ?? ''
  const own = path.replace(/(^|\.)value$/, '')
  return [above ?? '', own].filter((part) => part !== '').join('.')
}

/** The name of what a function or an element is read of, where that is bound by a query. */
function aliasOf(node: ElmNode): string | undefined {
  const scope = text(node, 'scope')
  if (scope !== undefined) return scope
  if (node.type === 'AliasRef' || node.type === 'OperandRef') return text(node, 'name')
  const source = node['source']
  return isNode(source) ? aliasOf(source) : undefined
}

/** What is said of the record with a name: `status`, `its status`, or, through an element, the element itself. */
function saidOf(words: string, alias: string | undefined, names: Names): string {
  const of = alias === undefined ? undefined : names.get(alias)
  if (of === undefined) return words
  if (of === 'its') return `its ${words}`
  return words === 'code' || words === '' ? of : `${words} of ${of}`
}

function propertyWords(node: ElmNode, names: Names): string {
  const path = spaced(propertyPath(node) ?? '')
  const alias = aliasOf(node)
  if (alias !== undefined) return path === '' ? saidOf('it', alias, names) : saidOf(path, alias, names)
  let source = node['source']
  while (isNode(source) && source.type === 'Property') source = source['source']
  if (!isNode(source)) return path
  if (path === '') return rawWords(source, names)
  const named = source.type === 'ExpressionRef' && text(source, 'name') !== 'Patient'
  return named ? `${quoted(source)}: ${path}` : path
}

/** An expression of ELM in plain words, as far as it has any: short, without types and precision, for outlines. */
export function describeExpression(node: ElmNode): string {
  // "observed on is in the period" is "observed in the period".
  return rawWords(node, nobody)
    .replaceAll(/ on (?:is|lies) (in|on|before|after|from|between|up to|\d+) ?/g, ' $1 ')
    .replaceAll(/, where (\w+) (in|on|before|after|from|between) /g, ', $1 $2 ')
    .replaceAll('start of the period', 'the first day of the period')
    .replaceAll('end of the period', 'the last day of the period')
}

/** The value set, or the codes, that a node compares with where its second operand is none. */
function soughtWords(node: ElmNode): string {
  const valueSet = isElmObject(node['valueset']) ? text(node['valueset'], 'name') : undefined
  return listed((valueSet === undefined ? codeNames(node) : [valueSet]).map((name) => `“${name}”`))
}

function comparisonWords(node: ElmNode, first: ElmNode, second: ElmNode | undefined, names: Names): string {
  const named = first.type === 'ExpressionRef'
  const name = named ? subject(text(first, 'name') ?? '') : rawWords(first, names)
  if (second?.type === 'Interval') return `${name} ${intervalPhrase(second, (bound) => rawWords(bound, names))}`
  if (second?.type === 'List') {
    const of = nodesOf(second, 'element').map((element) => rawWords(element, names))
    return `${name} is ${listed(of)}`
  }
  const other = second === undefined ? soughtWords(node) : rawWords(second, names)
  const verb = comparisons[node.type]!
  // "DTaP doses are at least 4"
  return `${name} ${named && /[^s]s$/.test(name) ? verb.replace(/^is/, 'are') : verb} ${other}`.trim()
}

function sumWords(node: ElmNode, first: ElmNode, second: ElmNode, names: Names): string {
  const [base, amount] = [rawWords(first, names), rawWords(second, names)]
  // A time that is put to a date says on which side of it.
  if (second.type === 'Quantity' && node.type === 'Add') return `${amount} after ${base}`
  if (second.type === 'Quantity' && node.type === 'Subtract') return `${amount} before ${base}`
  return `${base} ${arithmetic[node.type]!} ${amount}`
}

function functionWords(node: ElmNode, first: ElmNode | undefined, second: ElmNode | undefined, names: Names): string {
  const name = spaced(text(node, 'name') ?? '')
  // What a function says about a record is its name; what it does to a list, or to the type, is not worth a word.
  if (first === undefined) return name
  if (/^to [a-z]/.test(name)) return rawWords(first, names)
  if (first.type === 'AliasRef' || first.type === 'OperandRef') {
    return saidOf(name.replace(/ of$/, ''), text(first, 'name'), names)
  }
  const what = rawWords(first, names)
  const evidence = Object.hasOwn(evidencePhrases, name) ? evidencePhrases[name] : undefined
  if (evidence !== undefined)
    return [
      `${what}, ${evidence}`,
      ...(evidence === 'in' && second !== undefined ? [rawWords(second, names)] : [])
    ].join(' ')
  return second !== undefined && name.endsWith(' in') ? `${what}, ${name} ${rawWords(second, names)}` : what
}

/** What an operator with one operand is called; the least of days is the earliest. */
function unaryWords(node: ElmNode): string {
  const name = unaryPhrases[node.type]!
  const isDay = /\}Date(?:Time)?$/.test(text(node, 'resultTypeName') ?? '')
  return isDay ? name.replace('least', 'earliest').replace('greatest', 'latest') : name
}

function negation(first: ElmNode | undefined, names: Names): string {
  if (first === undefined) return 'not'
  if (first.type === 'IsNull') {
    const [recorded] = operandsOf(first)
    return recorded === undefined ? 'is recorded' : `${rawWords(recorded, names)} is recorded`
  }
  if (first.type === 'Exists') return `no ${rawWords(first, names)}`
  const words = rawWords(first, names)
  const colon = words.indexOf('”: ')
  return colon < 0 ? `not ${words}` : `${words.slice(0, colon + 3)}not ${words.slice(colon + 3)}`
}

function rawWords(node: ElmNode, names: Names): string {
  const operands = operandsOf(node)
  const [first, second] = operands
  const words = (operand: ElmNode): string => rawWords(operand, names)
  if (Object.hasOwn(comparisons, node.type) && first !== undefined) return comparisonWords(node, first, second, names)
  if (Object.hasOwn(arithmetic, node.type) && first !== undefined && second !== undefined) {
    return sumWords(node, first, second, names)
  }
  if (Object.hasOwn(unaryPhrases, node.type) && first !== undefined) {
    const name = unaryWords(node)
    const of = words(first)
    if (of === 'it') return `its ${name.replace(/ of$/, '')}`
    return /^(?:its )?period$/.test(of) ? of.replace('period', name.replace(/ of$/, '')) : `${name} ${of}`
  }
  switch (node.type) {
    case 'CalculateAgeAt':
    case 'CalculateAge':
      return 'age'
    case 'DifferenceBetween':
    case 'DurationBetween': {
      const unit = `${(text(node, 'precision') ?? 'day').toLowerCase()}s`
      const date = (operand: ElmNode): string => words(operand).replace(/ on$/, ' date')
      return first === undefined || second === undefined ? unit : `${unit} from ${date(first)} to ${date(second)}`
    }
    case 'Retrieve': {
      const codes = codeNames(node['codes'])
      const type = bareName(text(node, 'dataType') ?? '')
      return codes.length === 0 ? recordLabel(type) : `${codes.join(', ')} (${recordLabel(type)})`
    }
    case 'Query':
      return queryWords(node, names)
    case 'ParameterRef':
      return text(node, 'name') === 'Measurement Period' ? 'the period' : quoted(node)
    case 'ExpressionRef':
    case 'CodeRef':
    case 'ConceptRef':
    case 'ValueSetRef':
      return quoted(node)
    case 'FunctionRef':
      return functionWords(node, first, second, names)
    case 'AliasRef':
    case 'OperandRef': {
      const of = names.get(text(node, 'name') ?? '')
      return of === undefined || of === 'its' ? 'it' : of
    }
    case 'Literal':
      return text(node, 'value') ?? ''
    case 'Quantity':
      return `${String(node['value'])} ${text(node, 'unit') ?? ''}`.trim()
    case 'Interval':
      return intervalPhrase(node, words).replace(/^is (?:in )?/, '')
    case 'Property':
      return propertyWords(node, names)
    case 'And':
      return operands.map(words).join(' and ')
    case 'Or':
      return operands.map(words).join(' or ')
    case 'Union': {
      const told = operands.filter((operand) => !followsMedicines(operand))
      return listed((told.length === 0 ? operands : told).flatMap((operand) => parts(operand, 'Union')).map(words))
    }
    case 'If': {
      const [condition, then] = [node['condition'], node['then']]
      return isNode(condition) && isNode(then) ? `${words(then)}, if ${words(condition)}` : 'if'
    }
    case 'IsFalse':
    case 'Not':
      return negation(first, names)
    case 'IsNull':
      return first === undefined ? 'is not recorded' : `${words(first)} is not recorded`
    default:
      return first === undefined ? spaced(node.type) : words(first)
  }
}

/** Parts of `a union b union c`, however it is nested. */
function parts(node: ElmNode, type: string): readonly ElmNode[] {
  return node.type === type ? nodesOf(node, 'operand').flatMap((part) => parts(part, type)) : [node]
}
