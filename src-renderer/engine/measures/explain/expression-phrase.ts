import { engineMeasuresExplainMessages as m } from '#messages/engine/measures/explain.ts'
import { isElmObject, isNode, text, type ElmNode } from '../../cql/elm/library/elm-node.ts'
import { bareName } from '../../cql/elm/library/qualified-name.ts'
import { nodesOf } from '../../cql/elm/runtime/scope.ts'
import { codeNames, elementPath, firstOperands, partsOfType } from './elm-parts.ts'
import { intervalPosition } from './interval-position.ts'
import { aggregates, arithmetic, relations } from './operator-phrases.ts'
import { evidenceFunctions, type Names, type Phrase, type Predicate, type Referent } from './phrase.ts'
import { followsMedicines, queryPhrase } from './query-phrase.ts'
import { spaced } from '../rates/describe-name.ts'

const record: Referent = { kind: 'record' }

/** The name of what a function or an element is read of, where that is bound by a query. */
function aliasOf(node: ElmNode): string | undefined {
  const scope = text(node, 'scope')
  if (scope !== undefined) return scope
  if (isAlias(node)) return text(node, 'name')
  const source = node['source']
  return isNode(source) ? aliasOf(source) : undefined
}

/** An element by its path, with what its words say next to. */
function elementOf(path: string, of: Referent | undefined): Phrase {
  const event = /^(.+) on$/.exec(path)?.[1]
  const state = /^is (.+)$/.exec(path)?.[1]
  return {
    kind: 'element',
    path,
    ...(event === undefined ? {} : { event }),
    ...(state === undefined ? {} : { state }),
    of
  }
}

function isAlias(node: ElmNode): boolean {
  return node.type === 'AliasRef' || node.type === 'OperandRef'
}

function elementPhrase(node: ElmNode, names: Names): Phrase {
  const path = spaced(elementPath(node) ?? '')
  const alias = aliasOf(node)
  if (alias !== undefined) {
    const of = names.get(alias) ?? record
    return path === '' ? { kind: 'it', of } : elementOf(path, of)
  }
  let source = node['source']
  while (isNode(source) && source.type === 'Property') source = source['source']
  if (!isNode(source)) return elementOf(path, undefined)
  if (path === '') return phraseOf(source, names)
  const name = source.type === 'ExpressionRef' ? text(source, 'name') : undefined
  const of: Referent | undefined = name === undefined || name === 'Patient' ? undefined : { kind: 'definition', name }
  return elementOf(path, of)
}

/** The value set, or the codes, that a node compares with where its second operand is none. */
function soughtCodes(node: ElmNode, names: Names): Phrase {
  const computed = node['valuesetExpression']
  if (isNode(computed))
    return computed.type === 'OperandRef' ? { kind: 'value', text: m.theValueSetGiven } : phraseOf(computed, names)
  const valueSet = isElmObject(node['valueset']) ? text(node['valueset'], 'name') : undefined
  return { kind: 'codes', names: valueSet === undefined ? codeNames(node) : [valueSet] }
}

function predicateOf(node: ElmNode, second: ElmNode | undefined, names: Names): Predicate {
  const phrase = (operand: ElmNode): Phrase => phraseOf(operand, names)
  if (second?.type === 'Interval') return { kind: 'position', position: intervalPosition(second, phrase) }
  if (second?.type === 'List') return { kind: 'oneOf', values: nodesOf(second, 'element').map(phrase) }
  const object = second === undefined ? soughtCodes(node, names) : phrase(second)
  return { kind: 'relation', relation: relations[node.type]!, object }
}

function arithmeticPhrase(node: ElmNode, first: ElmNode, second: ElmNode, names: Names): Phrase {
  const [left, right] = [phraseOf(first, names), phraseOf(second, names)]
  // A time that is put to a date says on which side of it.
  if (second.type === 'Quantity' && node.type === 'Add')
    return { kind: 'offset', time: right, side: 'after', base: left }
  if (second.type === 'Quantity' && node.type === 'Subtract')
    return { kind: 'offset', time: right, side: 'before', base: left }
  return { kind: 'arithmetic', sign: arithmetic[node.type]!, left, right }
}

function functionPhrase(node: ElmNode, first: ElmNode | undefined, second: ElmNode | undefined, names: Names): Phrase {
  const name = spaced(text(node, 'name') ?? '')
  if (first === undefined) return { kind: 'operator', name }
  // What a function does to a type is not worth a word.
  if (/^to [a-z]/.test(name)) return phraseOf(first, names)
  if (isAlias(first)) {
    const of = names.get(text(first, 'name') ?? '') ?? record
    return elementOf(name.replace(/ of$/, ''), of)
  }
  const records = phraseOf(first, names)
  const within = second === undefined ? undefined : phraseOf(second, names)
  const evidence = evidenceFunctions.find((each) => each === name)
  if (evidence !== undefined)
    return { kind: 'evidence', records, evidence, within: evidence === 'served' ? within : undefined }
  // What a function does to a list is not worth a word.
  return within !== undefined && name.endsWith(' in') ? { kind: 'asked', records, name, within } : records
}

/** The least of days is the earliest. */
function aggregatePhrase(node: ElmNode, of: Phrase): Phrase {
  const aggregate = aggregates[node.type]!
  const isDay = /\}Date(?:Time)?$/.test(text(node, 'resultTypeName') ?? '')
  const ofDays = aggregate === 'least' ? 'earliest' : aggregate === 'greatest' ? 'latest' : aggregate
  return { kind: 'aggregate', aggregate: isDay ? ofDays : aggregate, of }
}

function quantityOf(value: string, unit: string): Phrase {
  return unit === '' ? { kind: 'value', text: value } : { kind: 'quantity', value, unit }
}

function recorded(subject: Phrase, negated: boolean): Phrase {
  return { kind: 'statement', subject, predicate: { kind: 'recorded' }, negated }
}

function negation(first: ElmNode | undefined, names: Names): Phrase {
  if (first === undefined) return { kind: 'not', of: undefined }
  if (first.type === 'IsNull') {
    const [operand] = firstOperands(first)
    return operand === undefined ? { kind: 'operator', name: m.isRecorded } : recorded(phraseOf(operand, names), false)
  }
  const of = phraseOf(first, names)
  if (first.type === 'Exists') return { kind: 'none', of }
  return of.kind === 'statement' ? { ...of, negated: !of.negated } : { kind: 'not', of }
}

/**
 * What an expression of ELM says, as far as an outline is concerned: types, precision and conversions are left out.
 * @param names what the names bound by the queries around it stand for
 */
export function phraseOf(node: ElmNode, names: Names = new Map()): Phrase {
  const operands = firstOperands(node)
  const [first, second] = operands
  const phrase = (operand: ElmNode): Phrase => phraseOf(operand, names)
  if (Object.hasOwn(relations, node.type) && first !== undefined) {
    const predicate = predicateOf(node, second, names)
    return { kind: 'statement', subject: phrase(first), predicate, negated: false }
  }
  if (Object.hasOwn(arithmetic, node.type) && first !== undefined && second !== undefined) {
    return arithmeticPhrase(node, first, second, names)
  }
  if (Object.hasOwn(aggregates, node.type) && first !== undefined) return aggregatePhrase(node, phrase(first))
  switch (node.type) {
    case 'CalculateAgeAt':
    case 'CalculateAge':
      return { kind: 'age' }
    case 'DifferenceBetween':
    case 'DurationBetween': {
      const unit = (text(node, 'precision') ?? 'day').toLowerCase()
      return { kind: 'duration', unit, from: first && phrase(first), to: second && phrase(second) }
    }
    case 'Retrieve':
      return { kind: 'records', type: bareName(text(node, 'dataType') ?? ''), codes: codeNames(node['codes']) }
    case 'Query':
      return queryPhrase(node, names, phraseOf)
    case 'ParameterRef':
    case 'ExpressionRef':
    case 'CodeRef':
    case 'ConceptRef':
    case 'ValueSetRef': {
      const name = text(node, 'name') ?? ''
      const isPeriod = node.type === 'ParameterRef' && name === 'Measurement Period'
      return isPeriod ? { kind: 'period' } : { kind: 'definition', name }
    }
    case 'FunctionRef':
      return functionPhrase(node, first, second, names)
    case 'AliasRef':
    case 'OperandRef':
      return { kind: 'it', of: names.get(text(node, 'name') ?? '') ?? record }
    case 'Literal':
      return { kind: 'value', text: text(node, 'value') ?? '' }
    case 'Quantity':
      return quantityOf(String(node['value']), text(node, 'unit') ?? '')
    case 'Interval':
      return { kind: 'interval', position: intervalPosition(node, phrase) }
    case 'Property':
      return elementPhrase(node, names)
    case 'And':
      return { kind: 'all', parts: operands.map(phrase) }
    case 'Or':
      return { kind: 'any', parts: operands.map(phrase) }
    case 'Union': {
      const told = operands.filter((operand) => !followsMedicines(operand))
      const lists = (told.length === 0 ? operands : told).flatMap((operand) => partsOfType(operand, 'Union'))
      return { kind: 'union', parts: lists.map(phrase) }
    }
    case 'If': {
      const [condition, then] = [node['condition'], node['then']]
      const isWhole = isNode(condition) && isNode(then)
      return isWhole
        ? { kind: 'condition', condition: phrase(condition), then: phrase(then) }
        : { kind: 'operator', name: 'if' }
    }
    case 'IsFalse':
    case 'Not':
      return negation(first, names)
    case 'IsNull':
      return first === undefined ? { kind: 'operator', name: m.isNotRecorded } : recorded(phrase(first), true)
    default:
      return first === undefined ? { kind: 'operator', name: spaced(node.type) } : phrase(first)
  }
}
