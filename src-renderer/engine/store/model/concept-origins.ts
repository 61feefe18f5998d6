import type { ConceptList } from './chunk.ts'
import type { ConceptSources } from './concept-sources.ts'
import type { ConceptTable } from './concept-table.ts'

/**
 * Where the displays of concepts come from. With it the first display of a concept can be told again when only some of the
 * files are read again.
 */
export interface ConceptOrigins {
  /** Concepts with a display that no column holds, as of resources that are not stored. They count on from the table. */
  readonly unused: Pick<ConceptList, 'systems' | 'codes' | 'displays'>
  /** One entry for each concept and file that has a display for it, by concept and then by file. */
  readonly concept: Int32Array
  readonly file: Int32Array
  /** Byte offset of the resource that the display comes from. */
  readonly offset: Float64Array
  /** Code into `texts`. */
  readonly display: Int32Array
  readonly texts: readonly string[]
}

/** The origins of a store whose tables are never rebuilt. */
export const noConceptOrigins: ConceptOrigins = {
  unused: { systems: [], codes: [], displays: [] },
  concept: new Int32Array(0),
  file: new Int32Array(0),
  offset: new Float64Array(0),
  display: new Int32Array(0),
  texts: []
}

/**
 * Makes the origins of all concepts.
 * @param order places of the concepts: first those that are used, in the order of their ids, then others with a display
 * @param used how many are used
 */
export function conceptOrigins(sources: ConceptSources, order: readonly number[], used: number): ConceptOrigins {
  const entries = order.flatMap((place, concept) =>
    Array.from(sources.firsts[place]!, ([file, first]) => ({ concept, file, ...first })).sort((a, b) => a.file - b.file)
  )
  const texts = new Map<string, number>()
  const display = Int32Array.from(entries, ({ display: text }) => {
    const code = texts.get(text) ?? texts.size
    texts.set(text, code)
    return code
  })
  const unused = order.slice(used)
  return {
    unused: {
      systems: unused.map((place) => sources.systems[place]!),
      codes: unused.map((place) => sources.codes[place]!),
      displays: unused.map((place) => sources.displays[place]!)
    },
    concept: Int32Array.from(entries, ({ concept }) => concept),
    file: Int32Array.from(entries, ({ file }) => file),
    offset: Float64Array.from(entries, ({ offset }) => offset),
    display,
    texts: Array.from(texts.keys())
  }
}

/** The concepts of each file with their first displays, as chunks have them. */
export function conceptsByFile(
  { systems, codes, size }: Pick<ConceptTable, 'systems' | 'codes' | 'size'>,
  { unused, concept, file, offset, display, texts }: ConceptOrigins
): ReadonlyMap<number, ConceptList> {
  const lists = new Map<number, { systems: string[]; codes: string[]; displays: string[]; offsets: number[] }>()
  concept.forEach((id, index) => {
    const list = lists.get(file[index]!) ?? { systems: [], codes: [], displays: [], offsets: [] }
    lists.set(file[index]!, list)
    list.systems.push(id < size ? systems[id]! : unused.systems[id - size]!)
    list.codes.push(id < size ? codes[id]! : unused.codes[id - size]!)
    list.displays.push(texts[display[index]!]!)
    list.offsets.push(offset[index]!)
  })
  return new Map(
    Array.from(lists, ([system, { offsets, ...list }]) => [system, { ...list, offset: Float64Array.from(offsets) }])
  )
}
