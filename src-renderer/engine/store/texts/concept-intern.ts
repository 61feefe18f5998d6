import type { ConceptSources, FirstDisplay } from '../model/concept-sources.ts'
import type { StoreChunk } from '../model/chunk.ts'

/** All concepts while chunks arrive. */
export interface ConceptIntern {
  /** @returns the place of a concept; without a code its display tells it apart */
  place(system: string, code: string, display: string): number
  /** @returns the place of each of the chunk's concepts */
  merge(chunk: Pick<StoreChunk, 'file' | 'concepts'>): Int32Array
  /**
   * Systems, codes and displays by place. A concept's display is the first in source order that is not empty.
   * @param ranks place of each file when files are sorted by name
   */
  sources(ranks: readonly number[]): ConceptSources
}

/** Makes an empty collection of concepts. */
export function createConceptIntern(): ConceptIntern {
  const systems: string[] = []
  const codes: string[] = []
  const known = new Map<string, Map<string, number>>()
  const firsts: Map<number, FirstDisplay>[] = []

  function place(system: string, code: string, display: string): number {
    let ofSystem = known.get(system)
    if (ofSystem === undefined) known.set(system, (ofSystem = new Map<string, number>()))
    const name = code === '' ? `\n${display}` : code
    let found = ofSystem.get(name)
    if (found === undefined) {
      found = systems.length
      ofSystem.set(name, found)
      systems.push(system)
      codes.push(code)
      firsts.push(new Map())
    }
    return found
  }

  return {
    place,
    merge({ file, concepts }) {
      return Int32Array.from(concepts.systems, (system, i) => {
        const display = concepts.displays[i]!
        const own = place(system, concepts.codes[i]!, display)
        if (display === '') return own
        const offset = concepts.offset[i]!
        const seen = firsts[own]!.get(file)
        if (seen === undefined || offset < seen.offset) firsts[own]!.set(file, { display, offset })
        return own
      })
    },

    sources(ranks) {
      const displays = firsts.map((seen) => {
        const [first] = Array.from(seen).sort(([a], [b]) => ranks[a]! - ranks[b]!)
        return first?.[1].display ?? ''
      })
      return { systems, codes, displays, firsts }
    }
  }
}
