import { textOf } from '../../cql/elm/fhir/fhir-json.ts'
import type { AddedCodes } from '../../base/codes/code-additions.ts'
import type { TitledValueSet } from '../content/code-lists.ts'
import type { OpenedPack } from './open-packs.ts'

/** Every value set of some packs once, with the codes that were added; of several with one address the first one. */
export function valueSetsOfPacks(packs: readonly OpenedPack[], added: AddedCodes): readonly TitledValueSet[] {
  const found = new Map<string, TitledValueSet>()
  for (const { content, document } of packs) {
    for (const resource of document.resources) {
      if (resource['resourceType'] !== 'ValueSet') continue
      const url = (textOf(resource['url']) ?? '').split('|')[0]!
      const shipped = content.valueSets.get(url)
      const codes = shipped && added.expand(url, shipped)
      const name = textOf(resource['title']) ?? textOf(resource['name']) ?? url
      if (codes !== undefined && !found.has(url)) found.set(url, { url, name, codes })
    }
  }
  return [...found.values()]
}
