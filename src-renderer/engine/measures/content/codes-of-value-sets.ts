import type { AddedCode } from '../../base/codes/code-additions.ts'
import type { FhirObject } from '../../cql/elm/values/fhir-element.ts'
import { ValueSetExpansions } from '../definition/value-set-expansions.ts'

/**
 * The codes of the value sets among some resources, each once, to be added to a list that is installed: descendants of a
 * concept of SNOMED CT, say, as a terminology server expands them. They name no list of their own.
 */
export function codesOfValueSets(resources: readonly FhirObject[]): readonly AddedCode[] {
  const expansions = new ValueSetExpansions()
  for (const resource of resources) if (resource['resourceType'] === 'ValueSet') expansions.add(resource)
  const found = new Map<string, AddedCode>()
  for (const codes of expansions.finish().values())
    for (const [system, list] of codes)
      for (const code of list) found.set(`${system}|${code}`, { list: '', system, code })
  return [...found.values()]
}
