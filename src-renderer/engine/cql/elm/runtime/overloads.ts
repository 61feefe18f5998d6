import { isElmObject, text, type ElmNode } from '../library/elm-node.ts'
import type { CompiledFunction } from './scope.ts'
import { typeTest, type TypeTest } from './types.ts'

/** A function that may be meant, with the tests that its operands must pass. */
export interface Overload {
  readonly candidate: CompiledFunction
  readonly tests: readonly TypeTest[]
}

/** A type specifier as a text that equal types share, whichever translator wrote it. */
function typeKey(specifier: unknown): string {
  if (!isElmObject(specifier)) return '?'
  switch (specifier['type']) {
    case 'IntervalTypeSpecifier':
      return `Interval<${typeKey(specifier['pointType'])}>`
    case 'ListTypeSpecifier':
      return `List<${typeKey(specifier['elementType'])}>`
    case 'ChoiceTypeSpecifier': {
      const choice = Array.isArray(specifier['choice']) ? specifier['choice'] : []
      return `Choice<${[...new Set(choice.map(typeKey))].sort().join()}>`
    }
    case 'TupleTypeSpecifier': {
      const elements = Array.isArray(specifier['element']) ? specifier['element'] : []
      return `Tuple<${elements.map((item: unknown) => (isElmObject(item) ? (text(item, 'name') ?? '') : '')).join()}>`
    }
    default:
      return text(specifier, 'name') ?? '?'
  }
}

/** The static type of an operand, where the translator wrote result types. */
function resultType(node: ElmNode | undefined): unknown {
  if (node === undefined) return undefined
  const name = text(node, 'resultTypeName')
  return name === undefined ? node['resultTypeSpecifier'] : { type: 'NamedTypeSpecifier', name }
}

/**
 * The functions of a name that a call may mean: one where the call's signature or the result types of its operands
 * tell, else all, in the order of the library.
 */
export function chooseFunction(
  candidates: readonly CompiledFunction[],
  signature: unknown,
  operands: readonly ElmNode[]
): readonly Overload[] {
  const overload = (candidate: CompiledFunction): Overload => ({
    candidate,
    tests: candidate.operandTypes.map(typeTest)
  })
  if (candidates.length === 1) return candidates.map(overload)
  const declared = Array.isArray(signature) && signature.length > 0 ? signature : operands.map(resultType)
  const wanted = declared.map(typeKey)
  const exact = candidates.filter((item) => item.operandTypes.every((type, index) => typeKey(type) === wanted[index]))
  if (exact.length === 1) return exact.map(overload)
  const possible = candidates.filter((item) =>
    item.operandTypes.every(
      (type, index) => wanted[index] === '?' || shapeOf(wanted[index]!) === shapeOf(typeKey(type))
    )
  )
  return (possible.length > 0 ? possible : candidates).map(overload)
}

/** List, Interval, Tuple or a single value: what a conversion between types never changes. */
function shapeOf(key: string): string {
  if (key.startsWith('List<')) return 'List'
  return key.startsWith('Choice<') ? '' : key.startsWith('Interval<') ? 'Interval' : ''
}
