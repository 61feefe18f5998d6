import type { ConceptSources } from './concept-sources.ts'
import { partitionPoint } from '../../base/kernels/lower-bound.ts'

/** All distinct (system, code) pairs of a population. Ids are dense, from 0. */
export interface ConceptTable {
  readonly size: number
  /** Code system URI, '' when the coding names none. */
  readonly systems: readonly string[]
  readonly codes: readonly string[]
  /** First display text seen for the pair, '' when none. */
  readonly displays: readonly string[]
  /** @returns the id, or -1 when the pair does not occur in the data */
  find(system: string, code: string): number
}

/** Puts concepts in the order of system, code, and display. @param places of some concepts */
export function orderConcepts(
  places: readonly number[],
  { systems, codes, displays }: Pick<ConceptSources, 'systems' | 'codes' | 'displays'>
): number[] {
  const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
  return places.toSorted(
    (a, b) => compare(systems[a]!, systems[b]!) || compare(codes[a]!, codes[b]!) || compare(displays[a]!, displays[b]!)
  )
}

/** A table of concepts that are sorted by system and code. */
export function conceptTable(
  systems: readonly string[],
  codes: readonly string[],
  displays: readonly string[]
): ConceptTable {
  return {
    size: systems.length,
    systems,
    codes,
    displays,
    find(system, code) {
      const found = partitionPoint(systems.length, (each) =>
        systems[each] === system ? codes[each]! >= code : systems[each]! >= system
      )
      return systems[found] === system && codes[found] === code ? found : -1
    }
  }
}
