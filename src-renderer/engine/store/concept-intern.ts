import type { StoreChunk } from './chunk.ts'
import type { OrderedChunk } from './chunk-order.ts'

/** All concepts while chunks arrive. */
export interface ConceptIntern {
  /** @returns the place of each of the chunk's concepts */
  merge(chunk: StoreChunk): Int32Array
  /** Systems, codes and displays by place. A concept's display is the first in source order that is not empty. */
  sources(chunks: readonly OrderedChunk[]): ConceptSources
}

/** The concepts by the place they got while chunks arrived. */
export interface ConceptSources {
  readonly systems: readonly string[]
  readonly codes: readonly string[]
  readonly displays: readonly string[]
}

/** Makes an empty collection of concepts. */
export function createConceptIntern(): ConceptIntern {
  const systems: string[] = []
  const codes: string[] = []
  const known = new Map<string, Map<string, number>>()
  /** Per place: display texts with the file and offset where each was seen first. */
  const displays: Map<string, { file: number; offset: number }[]>[] = []

  return {
    merge({ file, concepts }) {
      return Int32Array.from(concepts.systems, (system, i) => {
        const code = concepts.codes[i]!
        const display = concepts.displays[i]!
        let ofSystem = known.get(system)
        if (ofSystem === undefined) known.set(system, (ofSystem = new Map<string, number>()))
        const name = code === '' ? `\n${display}` : code
        let place = ofSystem.get(name)
        if (place === undefined) {
          place = systems.length
          ofSystem.set(name, place)
          systems.push(system)
          codes.push(code)
          displays.push(new Map())
        }
        if (display === '') return place
        const seen = displays[place]!
        const list = seen.get(display) ?? []
        seen.set(display, list)
        const offset = concepts.offset[i]!
        const same = list.find((other) => other.file === file)
        if (same === undefined) list.push({ file, offset })
        else same.offset = Math.min(same.offset, offset)
        return place
      })
    },

    sources(chunks) {
      const ranks = new Map(chunks.map((chunk) => [chunk.file, chunk.rank]))
      const first = displays.map((seen) => {
        let best = { display: '', rank: Number.POSITIVE_INFINITY, offset: 0 }
        for (const [display, list] of seen) {
          for (const { file, offset } of list) {
            const rank = ranks.get(file) ?? 0
            if (rank < best.rank || (rank === best.rank && offset < best.offset)) best = { display, rank, offset }
          }
        }
        return best.display
      })
      return { systems, codes, displays: first }
    }
  }
}
