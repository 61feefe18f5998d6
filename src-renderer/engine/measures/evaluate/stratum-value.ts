import { Code, Concept } from '../../cql/elm/values/code.ts'
import { Decimal } from '../../cql/elm/values/decimal.ts'
import { FhirElement } from '../../cql/elm/values/fhir-element.ts'
import { Tuple, isFhirObject, isList, type Value } from '../../cql/elm/values/value.ts'

/**
 * A value that people are divided by, as a text: a code, a word or a number; of several the distinct ones, in order.
 * Undefined where there is none.
 */
export function stratumValue(value: Value): string | undefined {
  const texts = [...new Set(textsOf(value))].sort()
  return texts.length === 0 ? undefined : texts.join(', ')
}

function textsOf(value: Value): readonly string[] {
  if (value === null) return []
  if (typeof value === 'string') return [value]
  if (typeof value === 'boolean' || typeof value === 'number' || typeof value === 'bigint') return [String(value)]
  if (value instanceof Decimal) return [value.toString()]
  if (isList(value)) return value.flatMap(textsOf)
  if (value instanceof Code) return [value.display ?? value.code]
  if (value instanceof Concept) return value.codes.flatMap(textsOf)
  // Supplemental data of the measures is a tuple of codes and their text.
  if (value instanceof Tuple) return textsOf(value.elements.get('codes') ?? value.elements.get('code') ?? null)
  const json = value instanceof FhirElement ? (value.json as Value) : value
  if (typeof json === 'string') return [json]
  if (json === null || !isFhirObject(json)) return []
  const { coding, code, display, text } = json
  if (Array.isArray(coding)) return (coding as readonly Value[]).flatMap(textsOf)
  const label = display ?? code ?? text
  return typeof label === 'string' ? [label] : []
}
