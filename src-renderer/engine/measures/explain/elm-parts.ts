import { isElmObject, isNode, text, type ElmNode } from '../../cql/elm/library/elm-node.ts'
import { nodesOf } from '../../cql/elm/runtime/scope.ts'

/** The operands of a node, under whichever name. */
export function firstOperands(node: ElmNode): readonly ElmNode[] {
  for (const key of ['operand', 'source', 'code', 'codes', 'low', 'element']) {
    const found = nodesOf(node, key)
    if (found.length > 0) return found
  }
  return []
}

/** Parts of `a union b union c`, however it is nested. */
export function partsOfType(node: ElmNode, type: string): readonly ElmNode[] {
  return node.type === type ? nodesOf(node, 'operand').flatMap((part) => partsOfType(part, type)) : [node]
}

/** Names of the value sets and codes in a filter. */
export function codeNames(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(codeNames)
  if (!isElmObject(value)) return []
  const named = ['ValueSetRef', 'CodeRef', 'ConceptRef'].includes(text(value, 'type') ?? '')
  return named ? [text(value, 'name') ?? ''] : Object.values(value).flatMap(codeNames)
}

/** The path of an element of a record, without the wrapper of primitive values; undefined for what is no element. */
export function elementPath(node: ElmNode): string | undefined {
  if (node.type !== 'Property') return undefined
  const source = node['source']
  const above = isNode(source) ? elementPath(source) : undefined
  const path = (text(node, 'path') ?? '').replace(/(^|\.)value$/, '')
  return [above ?? '', path].filter((part) => part !== '').join('.')
}
