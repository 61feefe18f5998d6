import type { ConceptList } from '../model/chunk.ts'
import { growableFloat64 } from '../model/growable.ts'

/** Collects the distinct concepts of one chunk. */
export interface ConceptCollector {
  /**
   * @param offset of the resource, which tells whose display was first
   * @returns the concept's place
   */
  add(system: string, code: string, display: string, offset: number): number
  take(): ConceptList
}

/** Makes a collector; see {@link ConceptCollector}. */
export function createConceptCollector(): ConceptCollector {
  const offsets = growableFloat64()
  let systems: string[] = []
  let codes: string[] = []
  let displays: string[] = []
  /** Places of later displays for concepts whose first occurrence had none. */
  let later: [number, number][] = []
  let known = new Map<string, Map<string, number>>()
  return {
    add(system, code, display, offset) {
      let ofSystem = known.get(system)
      if (ofSystem === undefined) {
        ofSystem = new Map()
        known.set(system, ofSystem)
      }
      const name = code === '' ? `\n${display}` : code
      const found = ofSystem.get(name)
      if (found !== undefined) {
        if (display !== '' && displays[found] === '') {
          displays[found] = display
          later.push([found, offset])
        }
        return found
      }
      const place = systems.length
      ofSystem.set(name, place)
      systems.push(system)
      codes.push(code)
      displays.push(display)
      offsets.push(offset)
      return place
    },
    take() {
      const offset = offsets.take()
      for (const [place, start] of later) offset[place] = start
      const list = { systems, codes, displays, offset }
      systems = []
      codes = []
      displays = []
      later = []
      known = new Map()
      return list
    }
  }
}
