import { engineCqlElmNodesMessages as m } from '#messages/engine/cql/elm/nodes.ts'
import { spendElements, tupleElements } from '../library/budget.ts'
import { isNode, objects, text, type ElmNode } from '../library/elm-node.ts'
import { inIntegerRange, inLongRange } from '../operators/successor.ts'
import { less } from '../operators/compare.ts'
import { equal } from '../operators/equal.ts'
import { runtimeError } from '../library/elm-error.ts'
import type { Evaluate } from '../runtime/run.ts'
import { nodesOf, type NodeCompiler, type NodeFamily, type Scope } from '../runtime/scope.ts'
import { bareName, isSystemType } from '../library/qualified-name.ts'
import { pointTypeName } from '../runtime/types.ts'
import { Code, CodeSystem, Concept, ValueSet } from '../values/code.ts'
import { Decimal } from '../values/decimal.ts'
import { Interval, Tuple, isList, type Value } from '../values/value.ts'
import { Quantity, Ratio } from '../values/quantity.ts'

/** The value of a literal; undefined when the text is none of the type. */
export function literalValue(type: string, value: string): Value | undefined {
  switch (type) {
    case 'Boolean':
      return value === 'true'
    case 'Integer':
      return /^[+-]?\d+$/.test(value) && inIntegerRange(Number(value)) ? Number(value) : undefined
    case 'Long': {
      const digits = value.replace(/[lL]$/, '')
      return /^[+-]?\d+$/.test(digits) && inLongRange(BigInt(digits)) ? BigInt(digits) : undefined
    }
    case 'Decimal':
      return isDecimalLiteral(value) ? Decimal.parse(value) : undefined
    default:
      return value
  }
}

/** At most 28 digits before and 8 after the point (CQL 1.5, appendix B, "Decimal"). */
function isDecimalLiteral(value: string): boolean {
  const [integer = '', fraction = ''] = value.replace(/^[+-]/, '').split('.')
  return integer.length <= 28 && fraction.length <= 8
}

/** The member as a Decimal, from a number or a text as translators write either. */
function decimalMember(value: unknown): Decimal | undefined {
  if (typeof value === 'number') return Decimal.fromNumber(value)
  return typeof value === 'string' ? Decimal.parse(value) : undefined
}

const compileInterval: NodeCompiler = (node, scope) => {
  const low = scope.optional(node, 'low') ?? (() => null)
  const high = scope.optional(node, 'high') ?? (() => null)
  const lowClosed = closedness(node, scope, 'lowClosed')
  const highClosed = closedness(node, scope, 'highClosed')
  const declared = declaredPointType(node)
  return (run) => {
    const from = low(run)
    const to = high(run)
    const fromClosed = lowClosed(run)
    const toClosed = highClosed(run)
    if (from !== null && to !== null && isEmpty(from, to, fromClosed && toClosed)) {
      throw runtimeError(m.anIntervalCannotEndBeforeIt)
    }
    return new Interval(from, to, fromClosed, toClosed, declared)
  }
}

/** Whether no point lies between two bounds. */
function isEmpty(from: Value, to: Value, closed: boolean): boolean {
  return less(to, from) === true || (!closed && equal(from, to) === true)
}

/** Whether a bound is closed: an expression where there is one, for it overrides the default of the attribute. */
function closedness(
  node: ElmNode,
  scope: Scope,
  key: 'lowClosed' | 'highClosed'
): (run: Parameters<Evaluate>[0]) => boolean {
  const expression = scope.optional(node, `${key}Expression`)
  if (expression !== undefined) return (run) => expression(run) === true
  const fixed = node[key] !== false
  return () => fixed
}

/** The point type by the node's result type, or by a cast of its bounds. */
function declaredPointType(node: ElmNode): string | undefined {
  const declared = pointTypeName(node['resultTypeSpecifier'])
  if (declared !== undefined) return declared
  for (const key of ['low', 'high']) {
    const bound = node[key]
    if (!isNode(bound)) continue
    const name = text(bound, 'asType') ?? text(bound, 'resultTypeName') ?? text(bound, 'toType')
    if (name !== undefined && isSystemType(name) && bareName(name) !== 'Any') return bareName(name)
  }
  return undefined
}

function members(node: ElmNode, scope: Scope): readonly (readonly [string, Evaluate])[] {
  return objects(node['element']).map((item) => {
    const value = item['value']
    if (!isNode(value)) throw scope.error(node, m.theElementHasNoValue(text(item, 'name') ?? ''))
    return [text(item, 'name') ?? '', scope.compile(value)] as const
  })
}

function optionalText(value: Value | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** Instances of System classes become their own values; those of FHIR classes stay JSON-like objects. */
function instance(type: string, values: ReadonlyMap<string, Value>): Value {
  switch (type) {
    case 'Quantity': {
      const value = values.get('value') ?? null
      const decimal = typeof value === 'number' ? Decimal.fromInteger(value) : value
      return decimal instanceof Decimal ? new Quantity(decimal, optionalText(values.get('unit')) ?? '1') : null
    }
    case 'Ratio': {
      const [numerator, denominator] = [values.get('numerator'), values.get('denominator')]
      return new Ratio(
        numerator instanceof Quantity ? numerator : null,
        denominator instanceof Quantity ? denominator : null
      )
    }
    case 'Code':
      return new Code(
        optionalText(values.get('code')) ?? '',
        optionalText(values.get('system')),
        optionalText(values.get('version')),
        optionalText(values.get('display'))
      )
    case 'Concept': {
      const codes = values.get('codes') ?? null
      const list = isList(codes) ? codes.filter((item) => item instanceof Code) : codes instanceof Code ? [codes] : []
      return new Concept(list, optionalText(values.get('display')))
    }
    case 'ValueSet':
      return new ValueSet(optionalText(values.get('id')) ?? '', undefined, optionalText(values.get('version')))
    case 'CodeSystem':
      return new CodeSystem(optionalText(values.get('id')) ?? '', optionalText(values.get('version')))
    default:
      return new Tuple(values)
  }
}

/** Literals and the construction of intervals, lists, tuples and instances. */
export const literalNodes: NodeFamily = {
  Null: () => () => null,
  Literal: (node, scope) => {
    const type = bareName(text(node, 'valueType') ?? '')
    const value = literalValue(type, String(node['value']))
    if (value === undefined) throw scope.error(node, m.thisLiteralIsNo(type))
    return () => value
  },
  Quantity: (node, scope) => {
    const value = decimalMember(node['value'])
    if (value === undefined) throw scope.error(node, m.thisQuantityHasNoNumber)
    const quantity = new Quantity(value, text(node, 'unit') ?? '1')
    return () => quantity
  },
  Ratio: (node, scope) => {
    const part = (key: string): Quantity | null => {
      const member = node[key]
      const value = decimalMember((member as { value?: unknown } | undefined)?.value)
      if (value === undefined) throw scope.error(node, m.thisRatioHasNo(key))
      return new Quantity(value, text(member as ElmNode, 'unit') ?? '1')
    }
    const ratio = new Ratio(part('numerator'), part('denominator'))
    return () => ratio
  },
  Interval: compileInterval,
  List: (node, scope) => {
    const items = nodesOf(node, 'element').map((item) => scope.compile(item))
    return (run) => {
      spendElements(items.length, items.length)
      return items.map((item) => item(run))
    }
  },
  Tuple: (node, scope) => {
    const elements = members(node, scope)
    return (run) => {
      spendElements(elements.length + tupleElements, 0)
      return new Tuple(new Map(elements.map(([name, value]) => [name, value(run)])))
    }
  },
  Instance: (node, scope) => {
    const type = bareName(text(node, 'classType') ?? '')
    const elements = members(node, scope)
    return (run) => instance(type, new Map(elements.map(([name, value]) => [name, value(run)])))
  }
}
