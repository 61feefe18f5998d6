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
  /** All of it, for another collection that goes on from here. @param ranks as for `sources` */
  save(ranks: readonly number[]): SavedConcepts
}

/** Concepts by place, each with its first display and where that is from; a file of -1 where it has none. */
export interface SavedConcepts {
  readonly systems: readonly string[]
  readonly codes: readonly string[]
  readonly displays: readonly string[]
  readonly file: Int32Array
  readonly offset: Float64Array
}

/** Makes a collection of concepts. @param saved those that it begins with, in the same places */
export function createConceptIntern(saved?: SavedConcepts): ConceptIntern {
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

  function firstOf(concept: number, ranks: readonly number[]): readonly [number, FirstDisplay] | undefined {
    return Array.from(firsts[concept]!).sort(([a], [b]) => ranks[a]! - ranks[b]!)[0]
  }

  saved?.systems.forEach((system, index) => {
    const [display, file] = [saved.displays[index]!, saved.file[index]!]
    const number = place(system, saved.codes[index]!, display)
    if (file >= 0) firsts[number]!.set(file, { display, offset: saved.offset[index]! })
  })

  return {
    place,
    merge({ file, concepts }) {
      return Int32Array.from(concepts.systems, (system, i) => {
        const display = concepts.displays[i]!
        const number = place(system, concepts.codes[i]!, display)
        if (display === '') return number
        const offset = concepts.offset[i]!
        const seen = firsts[number]!.get(file)
        if (seen === undefined || offset < seen.offset) firsts[number]!.set(file, { display, offset })
        return number
      })
    },

    sources(ranks) {
      const displays = firsts.map((_, concept) => firstOf(concept, ranks)?.[1].display ?? '')
      return { systems, codes, displays, firsts }
    },

    save(ranks) {
      const first = firsts.map((_, concept) => firstOf(concept, ranks))
      return {
        systems,
        codes,
        displays: first.map((found) => found?.[1].display ?? ''),
        file: Int32Array.from(first, (found) => found?.[0] ?? -1),
        offset: Float64Array.from(first, (found) => found?.[1].offset ?? 0)
      }
    }
  }
}
