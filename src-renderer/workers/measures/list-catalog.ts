import { codeLists, type CodeList } from '#engine/measures/content/code-lists.ts'
import { ingredientsOf } from '#engine/measures/content/drug-ingredients.ts'
import { ListSuggestions, type DescribedList } from '#engine/measures/content/suggest-lists.ts'
import { unknownCodes, type UnknownKind } from '#engine/measures/content/unknown-codes.ts'
import { objectOf, objectsOf, textOf } from '#engine/cql/elm/fhir/fhir-json.ts'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import type { Registry } from '#engine/population/registries/registry-definition.ts'
import { registryList } from '#engine/base/codes/code-additions.ts'
import type { Store } from '#engine/store/model/store.ts'
import type { InstalledContent } from './installed-content.ts'

/** The lists of installed content and registries that codes can be added to. */
export function installedLists(content: InstalledContent, registries: readonly Registry[]): readonly CodeList[] {
  return codeLists(content.valueSets(), registries)
}

/** The codes of a population that no installed list knows, with lists that they may belong to. */
export function unknownOf(
  store: Store,
  content: InstalledContent,
  registries: readonly Registry[]
): readonly UnknownKind[] {
  const valueSets = content.valueSets()
  const displays = new Map<string, readonly string[]>()
  for (const resource of content.resources('ValueSet')) {
    const url = (textOf(resource['url']) ?? '').split('|')[0]!
    if (!displays.has(url)) displays.set(url, displaysOf(resource))
  }
  const described = codeLists(valueSets, registries).map(({ id, title, systems }): DescribedList => {
    const registry = registries.find((listed) => registryList(listed.id) === id)
    const registryDisplays =
      registry === undefined ? [] : Object.values(registry.codes).flatMap((list) => list.map((code) => code.display))
    return { id, title, systems, displays: [ingredientsOf(id), ...(displays.get(id) ?? registryDisplays)] }
  })
  return unknownCodes(store, { valueSets, registries }, new ListSuggestions(described))
}

/** Displays of the codes that a value set writes out, and what it says of itself, such as the ingredients of its products. */
function displaysOf(valueSet: FhirObject): readonly string[] {
  const concepts = [
    ...objectsOf(objectOf(valueSet['compose'])?.['include']).flatMap((part) => objectsOf(part['concept'])),
    ...objectsOf(objectOf(valueSet['expansion'])?.['contains'])
  ]
  return [valueSet, ...concepts].flatMap((item) => textOf(item['display']) ?? textOf(item['description']) ?? [])
}
