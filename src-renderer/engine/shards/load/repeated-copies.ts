import { defined } from '#shared/language/defined.ts'
import { REPEATED, REPLACED, SUPERSEDED } from '../../store/build/arrange-resources.ts'
import type { LearnedFacts } from '../../store/build/shard-build.ts'
import type { ChunkContent, JoinedChunk } from '../../store/model/chunk.ts'
import { orderedSpans } from '../../store/model/chunk-order.ts'
import { idAt } from '../../store/model/id-column.ts'
import type { Store } from '../../store/model/store.ts'
import { isNoUuid, uuidText } from '../../store/model/uuid-bytes.ts'
import type { RankedIds } from './population-ranks.ts'

// Which copy is stored of a resource that several shards have. Within one shard `store/build/arrange-resources.ts` decides, by the same rule.

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

/** The resources of a chunk as `Type/id`. */
export function namesOfResources({ keys, resources }: Pick<ChunkContent, 'keys' | 'resources'>): string[] {
  const others = new Map(keys.others)
  return Array.from(resources.key, (key) => {
    const text = isNoUuid(keys.words, key * 4) ? (others.get(key) ?? '') : uuidText(keys.words, key * 4)
    return `${keys.types[keys.type[key]!]!}/${text}`
  })
}
