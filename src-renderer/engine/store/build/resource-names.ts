import type { ResourceNames } from '../model/resource-names.ts'
import { STORED, type ArrangedResources } from './arrange-resources.ts'
import type { OrderedChunk } from '../model/chunk-order.ts'
import { growableUint32 } from '../model/growable.ts'
import { sortPairs } from '../model/radix-sort.ts'

/** Collects the names of all stored resources. */
export function resourceNames(
  chunks: readonly OrderedChunk[],
  { key, state, placeOf }: ArrangedResources
): ResourceNames {
  const fullUrls = new Map<string, number>()
  const identifiers = growableUint32()
  const identifierOf = growableUint32()
  for (const { firstResource, resources } of chunks) {
    for (const [resource, url] of resources.fullUrls) fullUrls.set(url, placeOf[key[firstResource + resource]!]!)
    resources.identifierOf.forEach((resource, index) => {
      if (state[firstResource + resource] !== STORED) return
      identifiers.push(resources.identifiers[index * 2]!)
      identifiers.push(resources.identifiers[index * 2 + 1]!)
      identifierOf.push(placeOf[key[firstResource + resource]!]!)
    })
  }
  return {
    fullUrls: Array.from(fullUrls.keys()),
    fullUrlOf: Int32Array.from(fullUrls.values()),
    ...inOrder(identifiers.take(), identifierOf.take())
  }
}

/** Puts identifiers in the order of their resources: within a chunk it depends on how lines were read. */
function inOrder(words: Uint32Array, resources: Uint32Array): Pick<ResourceNames, 'identifiers' | 'identifierOf'> {
  const order = Uint32Array.from(resources.keys())
  sortPairs(resources, order)
  const identifiers = new Uint32Array(words.length)
  order.forEach((from, to) => {
    identifiers[to * 2] = words[from * 2]!
    identifiers[to * 2 + 1] = words[from * 2 + 1]!
  })
  return { identifiers, identifierOf: Int32Array.from(resources) }
}
