import { defined } from '#shared/language/defined.ts'
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
    countIdentifiers(resources.identifierOf, firstResource, state, place, next)
  }
  for (let index = 1; index < next.length; index++) next[index]! += next[index - 1]!
  const count = defined(next.at(-1))
  const identifiers = new Uint32Array(count * 2)
  const ofIdentifiers = new Int32Array(count)
  for (const { firstResource, resources } of chunks) {
    putIdentifiers(resources, firstResource, state, place, next, identifiers, ofIdentifiers)
  }
  return {
    fullUrls: Array.from(fullUrls.keys()),
    fullUrlOf: Int32Array.from(fullUrls.values()),
    identifiers,
    identifierOf: ofIdentifiers
  }
}

// The loops are functions of their own, for the reason that scatter-rows.ts gives.

/** Counts the identifiers of each stored resource one place further on. */
function countIdentifiers(
  resourceOf: Int32Array,
  firstResource: number,
  state: Uint8Array,
  place: Int32Array,
  counts: Int32Array
): void {
  for (let index = 0; index < resourceOf.length; index++) {
    const resource = firstResource + resourceOf[index]!
    if (state[resource] === STORED) counts[place[resource]! + 1]!++
  }
}

function putIdentifiers(
  { identifierOf, identifiers: words }: Pick<OrderedChunk['resources'], 'identifierOf' | 'identifiers'>,
  firstResource: number,
  state: Uint8Array,
  place: Int32Array,
  next: Int32Array,
  identifiers: Uint32Array,
  placeOf: Int32Array
): void {
  for (let index = 0; index < identifierOf.length; index++) {
    const resource = firstResource + identifierOf[index]!
    if (state[resource] !== STORED) continue
    const to = next[place[resource]!]!++
    identifiers[to * 2] = words[index * 2]!
    identifiers[to * 2 + 1] = words[index * 2 + 1]!
    placeOf[to] = place[resource]!
  }
}
