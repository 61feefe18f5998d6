import { STORED, type ArrangedResources } from './arrange-resources.ts'
import type { OrderedChunk } from '../model/chunk-order.ts'
import { NONE } from '../model/column.ts'
import type { RankedTexts } from '../texts/rank-texts.ts'
import type { ResolvedKeys } from './resolve-keys.ts'
import type { ResourceIndex } from '../model/store.ts'

/** The index of each type, and the profiles that they name. */
export interface IndexedResources {
  readonly indexes: ReadonlyMap<string, ResourceIndex>
  readonly profiles: readonly string[]
}

/** Says of every stored resource where it came from and whom it is about. */
export function indexResources(
  chunks: readonly OrderedChunk[],
  { types, state, place: placeOf }: ArrangedResources,
  { patient }: ResolvedKeys,
  { order: profileRank, sorted: profiles }: RankedTexts
): IndexedResources {
  const indexes = types.map(({ type, first, count, ids }) => ({
    first,
    end: first + count,
    index: {
      resourceType: type,
      count,
      ids,
      file: new Int32Array(count),
      line: new Uint32Array(count),
      offset: new Float64Array(count),
      length: new Uint32Array(count),
      patient: new Int32Array(count),
      profile: new Int32Array(count)
    }
  }))
  for (const { firstResource, spans, resources } of chunks) {
    for (const { file, first: from, end: to } of spans) {
      const read = { ...resources, firstResource, file, to, state, placeOf, patient, profileRank }
      for (let position = from; position < to;) {
        const place = placeOf[firstResource + position]!
        // Resources of a type mostly come together.
        const named = indexes.find(({ first, end }) => place >= first && place < end)
        position =
          named === undefined ? position + 1 : indexStretch(read, position, named.first, named.end, named.index)
      }
    }
  }
  return { indexes: new Map(indexes.map(({ index }) => [index.resourceType, index])), profiles }
}

/** Resources of a chunk up to one of them, all of one file, and what is known of all resources. */
interface ReadResources extends Pick<OrderedChunk, 'firstResource'> {
  readonly file: number
  readonly to: number
  readonly line: Uint32Array
  readonly offset: Float64Array
  readonly length: Uint32Array
  readonly profile: Int32Array
  readonly state: Uint8Array
  readonly placeOf: Int32Array
  readonly patient: Int32Array
  readonly profileRank: ArrayLike<number>
}

/**
 * Enters the resources from one on, up to the first whose place is not within `[first, end)`.
 * @returns where that one stands in the chunk
 */
function indexStretch(read: ReadResources, from: number, first: number, end: number, index: ResourceIndex): number {
  const { to, line, offset, length, profile, firstResource, file, state, placeOf, patient, profileRank } = read
  const files = index.file
  const lines = index.line
  const offsets = index.offset
  const lengths = index.length
  const patients = index.patient
  const profiles = index.profile
  let position = from
  for (; position < to; position++) {
    const resource = firstResource + position
    const row = placeOf[resource]! - first
    if (row < 0 || row >= end - first) break
    if (state[resource] !== STORED) continue
    files[row] = file
    lines[row] = line[position]!
    offsets[row] = offset[position]!
    lengths[row] = length[position]!
    patients[row] = patient[resource]!
    profiles[row] = profile[position]! < 0 ? NONE : profileRank[profile[position]!]!
  }
  return position
}
