import type { ResourceNames } from '../model/resource-names.ts'
import { STORED, type ArrangedResources } from './arrange-resources.ts'
import type { OrderedChunk } from '../model/chunk-order.ts'

/** Collects the names of all stored resources. */
export function resourceNames(
  chunks: readonly OrderedChunk[],
  { types, state, place }: ArrangedResources
): ResourceNames {
  const fullUrls = new Map<string, number>()
  const last = types.at(-1)
  // Identifiers stand in the order of their resources: within a chunk it depends on how lines were read.
  const next = new Int32Array((last === undefined ? 0 : last.first + last.count) + 1)
  for (const { firstResource, resources } of chunks) {
    for (const [resource, url] of resources.fullUrls) fullUrls.set(url, place[firstResource + resource]!)
    const { identifierOf } = resources
    for (let index = 0; index < identifierOf.length; index++) {
      const resource = firstResource + identifierOf[index]!
      if (state[resource] === STORED) next[place[resource]! + 1]!++
    }
  }
  for (let at = 1; at < next.length; at++) next[at]! += next[at - 1]!
  const count = next.at(-1)!
  const identifiers = new Uint32Array(count * 2)
  const ofIdentifiers = new Int32Array(count)
  for (const { firstResource, resources } of chunks) {
    const { identifierOf, identifiers: words } = resources
    for (let index = 0; index < identifierOf.length; index++) {
      const resource = firstResource + identifierOf[index]!
      if (state[resource] !== STORED) continue
      const to = next[place[resource]!]!++
      identifiers[to * 2] = words[index * 2]!
      identifiers[to * 2 + 1] = words[index * 2 + 1]!
      ofIdentifiers[to] = place[resource]!
    }
  }
  return {
    fullUrls: Array.from(fullUrls.keys()),
    fullUrlOf: Int32Array.from(fullUrls.values()),
    identifiers,
    identifierOf: ofIdentifiers
  }
}
