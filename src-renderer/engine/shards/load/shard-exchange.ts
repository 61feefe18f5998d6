import type { WrittenKey } from '../../store/build/shard-build.ts'
import { hashText } from '../../store/collect/content-hash.ts'
import { sourceMask } from '../../store/collect/qualify-chunk.ts'
import { KEY_RESOURCE, KEY_URN } from '../../store/model/chunk.ts'
import { findId, idAt } from '../../store/model/id-column.ts'
import type { ResourceNames } from '../../store/model/resource-names.ts'
import { splitIdentifier } from '../../store/model/source-keys.ts'
import type { Store } from '../../store/model/store.ts'

/** A resource by type and id. */
interface NamedResource {
  readonly type: string
  readonly id: string
}

/** A resource, and the shard that has it. */
type HeldResource = NamedResource & { readonly shard: number }

/** Keys that shards could not resolve, and what other shards say to them. */
export class KeyExchange {
  /** By name: what to look for, and by whom it is wanted. */
  readonly #wanted = new Map<string, { readonly key: WrittenKey; readonly by: Set<number> }>()
  readonly #found = new Map<string, HeldResource>()
  readonly #learners = new Set<number>()

  /** Asks for a key of a shard. */
  want(shard: number, key: WrittenKey): void {
    const name = nameOf(key)
    const known = this.#wanted.get(name)
    if (known === undefined) this.#wanted.set(name, { key, by: new Set([shard]) })
    else known.by.add(shard)
  }

  get isEmpty(): boolean {
    return this.#wanted.size === 0
  }

  /** Asks a shard for everything that is wanted. @param names other names of its resources */
  ask(shard: number, { resources }: Pick<Store, 'resources'>, names: ResourceNames): void {
    const other = otherNames(
      resources,
      names,
      [...this.#wanted.values()].map(({ key }) => key)
    )
    for (const [name, { key, by }] of this.#wanted) {
      const found = key.form === KEY_RESOURCE ? undefined : other.get(name)
      const byId =
        found === undefined && (key.form === KEY_RESOURCE || key.form === KEY_URN)
          ? findById(resources, key)
          : undefined
      const named = found ?? byId
      if (named === undefined) continue
      const known = this.#found.get(name)
      if (known === undefined || isBefore(named, known)) this.#found.set(name, { ...named, shard })
      for (const learner of by) this.#learners.add(learner)
    }
  }

  /** Shards that have learned something. */
  get learners(): ReadonlySet<number> {
    return this.#learners
  }

  /** Resources that records of a shard refer to, by the shard that has them, as `Type/id`. */
  guestsOf(learner: number): ReadonlyMap<number, ReadonlySet<string>> {
    const guests = new Map<number, Set<string>>()
    for (const [name, { by }] of this.#wanted) {
      const found = by.has(learner) ? this.#found.get(name) : undefined
      if (found === undefined) continue
      const shardGuests = guests.get(found.shard) ?? new Set()
      guests.set(found.shard, shardGuests.add(`${found.type}/${found.id}`))
    }
    return guests
  }

  elsewhere(key: WrittenKey): NamedResource | undefined {
    return this.#found.get(nameOf(key))
  }
}

function nameOf({ form, types, text }: WrittenKey): string {
  return `${form} ${types} ${text}`
}

function isBefore(left: NamedResource, right: NamedResource): boolean {
  return left.type === right.type ? left.id < right.id : left.type < right.type
}

function findById(resources: Store['resources'], { types, text }: WrittenKey): NamedResource | undefined {
  for (const type of types.split('|')) {
    const index = resources.get(type)
    if (index !== undefined && findId(index.ids, text) !== undefined) return { type, id: text }
  }
  return undefined
}

/** What a shard knows of keys that name resources by URL or by identifier. */
function otherNames(
  resources: Store['resources'],
  names: ResourceNames,
  wanted: readonly WrittenKey[]
): ReadonlyMap<string, NamedResource> {
  const found = new Map<string, NamedResource>()
  const urls = new Map<string, WrittenKey[]>()
  const hashes = new Map<string, WrittenKey[]>()
  for (const key of wanted) {
    if (key.form === KEY_RESOURCE) continue
    const lists = key.form === KEY_URN ? urls : hashes
    const name = key.form === KEY_URN ? key.text : hashOf(key.text)
    lists.set(name, [...(lists.get(name) ?? []), key])
  }
  const offer = (key: WrittenKey, place: number): void => {
    const resource = resourceAt(resources, place)
    if (resource === undefined || !key.types.split('|').includes(resource.type)) return
    const known = found.get(nameOf(key))
    if (known === undefined || isBefore(resource, known)) found.set(nameOf(key), resource)
  }
  if (urls.size > 0)
    names.fullUrls.forEach((url, index) => {
      for (const key of urls.get(url) ?? []) offer(key, names.fullUrlOf[index]!)
    })
  if (hashes.size > 0)
    names.identifierOf.forEach((place, index) => {
      const name = `${names.identifiers[index * 2]!}:${names.identifiers[index * 2 + 1]!}`
      for (const key of hashes.get(name) ?? []) offer(key, place)
    })
  return found
}

function hashOf(text: string): string {
  const { identifier, source } = splitIdentifier(text)
  const words = new Uint32Array(2)
  hashText(identifier, words, 0)
  if (source !== undefined) sourceMask(source).forEach((word, index) => (words[index]! ^= word))
  return `${words[0]!}:${words[1]!}`
}

/** The resource at a place among all stored resources, type after type. */
function resourceAt(resources: Store['resources'], place: number): NamedResource | undefined {
  let row = place
  for (const { resourceType, count, ids } of resources.values()) {
    if (row < count) return { type: resourceType, id: idAt(ids, row) ?? '' }
    row -= count
  }
  return undefined
}
