import type { StoreChunk } from '../model/chunk.ts'
import type { TablePlan } from '../model/plan.ts'
import { createConceptIntern, type ConceptIntern } from './concept-intern.ts'
import { createDictionaries, type Dictionaries } from './dictionaries.ts'
import { translate } from './translate-codes.ts'

/** Gives every text, code, and profile one number over all chunks. */
export interface TextNumbers {
  readonly concepts: ConceptIntern
  readonly dictionaries: Dictionaries
  /** Profiles by number. */
  profiles(): readonly string[]
  /** Replaces the numbers that texts, codes, and profiles have within a chunk by those over all chunks. */
  number(chunk: StoreChunk): void
}

/** Makes an empty numbering for the tables of a plan. */
export function createTextNumbers(plan: TablePlan): TextNumbers {
  const concepts = createConceptIntern()
  const dictionaries = createDictionaries(plan)
  const profilePlaces = new Map<string, number>()
  return {
    concepts,
    dictionaries,
    profiles: () => Array.from(profilePlaces.keys()),
    number(chunk) {
      const conceptPlaces = concepts.merge(chunk)
      const ownProfiles = Int32Array.from(chunk.resources.profiles, (profile) => {
        const known = profilePlaces.get(profile)
        if (known === undefined) profilePlaces.set(profile, profilePlaces.size)
        return known ?? profilePlaces.size - 1
      })
      translate(chunk.resources.profile, ownProfiles)
      for (const { table, columns } of chunk.tables) {
        columns.forEach((column, place) => {
          if (column.kind === 'concept') translate(column.codes, conceptPlaces)
          else if (column.kind === 'dictionary')
            translate(column.codes, dictionaries.merge(table, place, column.values))
        })
      }
      for (const { concept } of chunk.codings) translate(concept, conceptPlaces)
    }
  }
}
