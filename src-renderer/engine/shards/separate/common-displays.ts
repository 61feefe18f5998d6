import type { Store } from '../../store/model/store.ts'
import type { ConceptTexts } from '../disk/directory.ts'

interface FirstDisplay {
  readonly file: string
  readonly place: number
  readonly display: string
}

/**
 * The display of each code in a population whose shards were built apart: the first one in the order of the files, as in one
 * store. Places in files are those that all shards have in common.
 */
export class CommonDisplays {
  /** By system, and then by code. */
  readonly #firsts = new Map<string, Map<string, FirstDisplay>>()

  add({ concepts, origins, files }: Pick<Store, 'concepts' | 'origins' | 'files'>): void {
    const { concept, file, offset, display, texts } = origins.displays
    concept.forEach((id, entry) => {
      if (id >= concepts.size) return
      const [system, code] = [concepts.systems[id]!, concepts.codes[id]!]
      const ofSystem = this.#firsts.get(system) ?? new Map<string, FirstDisplay>()
      this.#firsts.set(system, ofSystem)
      const first = { file: files[file[entry]!]!, place: offset[entry]!, display: texts[display[entry]!]! }
      const known = ofSystem.get(code)
      if (known === undefined || isBefore(first, known)) ofSystem.set(code, first)
    })
  }

  /** The concepts of a shard with the displays of the population. Texts without a code are what they are. */
  of({ systems, codes, displays }: ConceptTexts): ConceptTexts {
    return {
      systems,
      codes,
      displays: displays.map((display, id) =>
        codes[id] === '' ? display : (this.#firsts.get(systems[id]!)?.get(codes[id]!)?.display ?? display)
      )
    }
  }
}

function isBefore(left: FirstDisplay, right: FirstDisplay): boolean {
  return left.file === right.file ? left.place < right.place : left.file < right.file
}
