import { isElmObject, text, type ElmNode } from '../library/elm-node.ts'
import { bareName } from '../library/qualified-name.ts'
import type { Value } from '../values/value.ts'
import type { FhirValues } from './fhir-values.ts'

/** A function of FHIRHelpers in native form. */
type Helper = (source: Value) => Value

/** The FHIR type in the call's signature, which tells the overloads of `ToInterval` apart. */
function declaredType(node: ElmNode): string | undefined {
  const signature: unknown = Array.isArray(node['signature']) ? node['signature'][0] : undefined
  const name = isElmObject(signature) ? text(signature, 'name') : undefined
  return name === undefined ? undefined : bareName(name)
}

/**
 * The native form of a FHIRHelpers conversion (version 4), with the results of its CQL text and without its cost.
 * Undefined for functions that have none and are then interpreted.
 */
export function fhirHelper(name: string, node: ElmNode, values: FhirValues): Helper | undefined {
  switch (name) {
    case 'ToInterval': {
      const declared = declaredType(node)
      return (source) => (source === null ? null : values.toInterval(source, declared))
    }
    case 'ToQuantity':
      return (source) => (source === null ? null : values.toQuantity(source))
    case 'ToQuantityIgnoringComparator':
      return (source) => (source === null ? null : values.toQuantity(source, true))
    case 'ToRatio':
      return (source) => (source === null ? null : values.toRatio(source))
    case 'ToCode':
      return (source) => (source === null ? null : values.toCode(source))
    case 'ToConcept':
      return (source) => (source === null ? null : values.toConcept(source))
    case 'ToValue':
      return (source) => (source === null ? null : values.toValue(source))
    case 'ToDateTime':
      return (source) => (source === null ? null : values.toDateTime(source))
    case 'ToDate':
      return (source) => (source === null ? null : values.toDate(source))
    case 'ToDecimal':
      return (source) => (source === null ? null : values.toDecimal(source))
    case 'ToString':
    case 'ToBoolean':
    case 'ToInteger':
    case 'ToTime':
      return (source) => (source === null ? null : values.primitive(source))
    default:
      return undefined
  }
}
