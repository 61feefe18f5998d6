import { defined } from '#shared/language/defined.ts'
import { REPEATED, REPLACED, SUPERSEDED } from '../../store/build/arrange-resources.ts'
import type { LearnedFacts, WrittenKey } from '../../store/build/shard-build.ts'
import { hashText } from '../../store/collect/content-hash.ts'
import { sourceMask } from '../../store/collect/qualify-chunk.ts'
import { KEY_RESOURCE, KEY_URN, type ChunkContent, type JoinedChunk } from '../../store/model/chunk.ts'
import { orderedSpans } from '../../store/model/chunk-order.ts'
import { findId, idAt } from '../../store/model/id-column.ts'
import type { ResourceNames } from '../../store/model/resource-names.ts'
import { isNoUuid, uuidText } from '../../store/model/uuid-bytes.ts'
import { splitIdentifier } from '../../store/model/source-keys.ts'
import type { Store } from '../../store/model/store.ts'
import type { RankedIds } from './population-ranks.ts'

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

/** A copy of a resource that several shards have. */
export interface ResourceCopy {
  readonly name: string
  readonly shard: number
  /** Place of its file when files are sorted by name. */
  readonly rank: number
  readonly file: number
  readonly offset: number
  readonly hash: string
  /** Milliseconds since 1970, -Infinity when missing. */
  readonly updated: number
}

/** The resources of a chunk as `Type/id`. */
export function namesOfResources({ keys, resources }: Pick<ChunkContent, 'keys' | 'resources'>): string[] {
  const others = new Map(keys.others)
  return Array.from(resources.key, (key) => {
    const text = isNoUuid(keys.words, key * 4) ? (others.get(key) ?? '') : uuidText(keys.words, key * 4)
    return `${keys.types[keys.type[key]!]!}/${text}`
  })
}

/** The copies in a chunk of resources that several shards have. @param wanted as `Type/id` */
function copiesIn(
  piece: JoinedChunk,
  shard: number,
  order: readonly number[],
  wanted: ReadonlySet<string>
): ResourceCopy[] {
  const copies: ResourceCopy[] = []
  const { resources } = piece
  const names = namesOfResources(piece)
  for (const { file, rank, first, end } of orderedSpans(piece, order))
    for (let row = first; row < end; row++) {
      const name = names[row]!
      if (!wanted.has(name)) continue
      const updated = resources.lastUpdated[row]!
      copies.push({
        name,
        shard,
        rank,
        file,
        offset: resources.offset[row]!,
        hash: `${resources.hash[row * 2]!}:${resources.hash[row * 2 + 1]!}`,
        updated: Number.isNaN(updated) ? Number.NEGATIVE_INFINITY : updated
      })
    }
  return copies
}

/**
 * Resources that several shards have, as their pieces tell them.
 * @param stores of all shards
 * @param repeated by type, where ids that several shards have stand in each
 * @param piecesOf reads the pieces of a shard
 * @param order place of each file when files are sorted by name
 */
export async function repeatedCopies(
  stores: readonly Pick<Store, 'resources'>[],
  repeated: ReadonlyMap<string, Pick<RankedIds, 'repeated'>>,
  piecesOf: (shard: number) => AsyncIterable<JoinedChunk>,
  order: readonly number[]
): Promise<readonly ResourceCopy[]> {
  const names = new Set<string>()
  const shards = new Set<number>()
  for (const [type, { repeated: ofType }] of repeated)
    for (const places of ofType) {
      const { shard: holder, row } = places[0]!
      names.add(`${type}/${idAt(defined(stores[holder]!.resources.get(type)).ids, row) ?? ''}`)
      for (const { shard } of places) shards.add(shard)
    }
  const copies: ResourceCopy[] = []
  for (const shard of shards)
    for await (const piece of piecesOf(shard)) copies.push(...copiesIn(piece, shard, order, names))
  return copies
}

/** What becomes of a copy when another one is stored. */
function lostTo(best: ResourceCopy, copy: ResourceCopy): number {
  if (copy.hash === best.hash) return REPEATED
  return Number.isFinite(copy.updated) && copy.updated < best.updated ? SUPERSEDED : REPLACED
}

/** Which copies are not stored: of one resource the newest is, and where that does not decide, the first. */
export function supersededCopies(copies: readonly ResourceCopy[]): {
  readonly shards: ReadonlySet<number>
  readonly superseded: NonNullable<LearnedFacts['superseded']>
} {
  const states = new Map<string, number>()
  const shards = new Set<number>()
  for (const same of Map.groupBy(copies, ({ name }) => name).values()) {
    const [best] = same.toSorted((a, b) => b.updated - a.updated || a.rank - b.rank || a.offset - b.offset)
    for (const copy of same) {
      if (copy === best) continue
      states.set(`${copy.file}:${copy.offset}`, lostTo(defined(best), copy))
      shards.add(copy.shard)
    }
  }
  return { shards, superseded: (file, offset) => states.get(`${file}:${offset}`) }
}
