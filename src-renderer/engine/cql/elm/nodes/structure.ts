import { spendElements } from '../library/budget.ts'
import { FhirElement } from '../values/fhir-element.ts'
import { Tuple, isFhirObject, isList, type Value } from '../values/value.ts'
import { fhirProperty } from '../fhir/fhir-elements.ts'
import type { NodeCompiler, NodeFamily } from '../runtime/scope.ts'

/** The values that a value holds directly: elements of a tuple, list or FHIR object. */
function childrenOf(value: Value): readonly Value[] {
  spendElements(1, 0)
  if (isList(value)) return value.flatMap(childrenOf)
  if (value instanceof Tuple) return [...value.elements.values()].flatMap((item) => (isList(item) ? item : [item]))
  const json = value instanceof FhirElement ? (value.json as Value) : value
  if (json === null || !isFhirObject(json)) return []
  return Object.keys(json).flatMap((name) => {
    const property = fhirProperty(json, name)
    return isList(property) ? property : [property]
  })
}

function descendantsOf(value: Value): readonly Value[] {
  return childrenOf(value).flatMap((child) => [child, ...descendantsOf(child)])
}

function ofSource(apply: (value: Value) => readonly Value[]): NodeCompiler {
  return (node, scope) => {
    const source = scope.required(node, 'source')
    return (run) => {
      const value = source(run)
      return value === null ? null : apply(value)
    }
  }
}

/** Walking over the parts of a value. */
export const structureNodes: NodeFamily = {
  Children: ofSource(childrenOf),
  Descendents: ofSource(descendantsOf)
}
