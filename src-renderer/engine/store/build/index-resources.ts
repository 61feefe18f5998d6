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
  let current = indexes[0]
  for (const chunk of chunks) indexChunk(chunk)
  return { indexes: new Map(indexes.map(({ index }) => [index.resourceType, index])), profiles }

  function indexChunk({ firstResource, file, resources }: OrderedChunk): void {
    const { count, line, offset, length, profile } = resources
    for (let at = 0; at < count; at++) {
      const resource = firstResource + at
      if (state[resource] !== STORED) continue
      const place = placeOf[resource]!
      // Resources of a type mostly come together.
      if (current === undefined || place < current.first || place >= current.end)
        current = indexes.find(({ first, end }) => place >= first && place < end)
      const { index, first } = current!
      const row = place - first
      index.file[row] = file
      index.line[row] = line[at]!
      index.offset[row] = offset[at]!
      index.length[row] = length[at]!
      index.patient[row] = patient[resource]!
      index.profile[row] = profile[at]! < 0 ? NONE : profileRank[profile[at]!]!
    }
  }
}
