import { defined } from '#shared/language/defined.ts'
import { emptyCodes, type Codes } from '../../base/kernels/codes.ts'
import type { Store } from '../../store/model/store.ts'

/** Names that rows of a store have, by small numbers. */
export interface NumberedNames {
  /** In order of first sight. */
  readonly names: readonly string[]
}

/** The names of a population, in their order, so that they do not depend on whose records are read first. */
export interface PopulationNames {
  readonly names: readonly string[]
  /** Index into `names` of each name of the store. */
  readonly place: Int32Array
}

/** @param what the names are, e.g. `payers` @param namesOf reads those of one store, once */
export function namesInPopulation(
  store: Store,
  what: string,
  namesOf: (store: Store) => NumberedNames
): PopulationNames {
  const names = store.inPopulation(
    `names of ${what}`,
    (each): readonly string[] => namesOf(each).names.toSorted(),
    (left, right) => [...new Set([...left, ...right])].sort()
  )
  const index = new Map(names.map((name, index) => [name, index]))
  return { names, place: Int32Array.from(namesOf(store).names, (name) => defined(index.get(name))) }
}

/** Codes of names of a store as those of the population; -1 stays. */
export function placeNames({ names, place }: PopulationNames, codes: Codes): Codes {
  const placed = emptyCodes(codes.length, names.length)
  for (let row = 0; row < codes.length; row++) if (codes[row]! >= 0) placed[row] = place[codes[row]!]!
  return placed
}
