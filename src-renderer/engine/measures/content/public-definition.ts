import { extensionOf, objectsOf, textOf } from '../../cql/elm/fhir/fhir-json.ts'
import type { FhirObject } from '../../cql/elm/values/fhir-element.ts'

/** One point in which a measure does not do what the public definition of its topic says. */
export interface DefinitionDifference {
  /** Short name, unique in the measure, such as `visits`. */
  readonly id: string
  readonly about: string
  /** What the public definition says. */
  readonly theirs: string
  /** What this measure does. */
  readonly ours: string
  readonly reason: string
}

/** The public definition that a measure is modeled on, and where it differs. */
export interface PublicDefinition {
  readonly name: string
  readonly year: string
  readonly differences: readonly DefinitionDifference[]
}

/** What a Measure says of its public definition, by the extensions of the built-in pack; undefined where it says nothing. */
export function publicDefinitionOf(measure: FhirObject): PublicDefinition | undefined {
  const definition = extensionOf(measure, 'public-definition')
  if (definition === undefined) return undefined
  const part = (of: FhirObject, name: string): string => {
    const extension = objectsOf(of['extension']).find(({ url }) => url === name)
    return textOf(extension?.['valueString']) ?? textOf(extension?.['valueCode']) ?? ''
  }
  const differences = objectsOf(measure['extension']).filter(
    (extension) => textOf(extension['url'])?.endsWith('/difference') === true
  )
  return {
    name: part(definition, 'name'),
    year: part(definition, 'year'),
    differences: differences.map((difference) => ({
      id: part(difference, 'id'),
      about: part(difference, 'about'),
      theirs: part(difference, 'theirs'),
      ours: part(difference, 'ours'),
      reason: part(difference, 'reason')
    }))
  }
}
