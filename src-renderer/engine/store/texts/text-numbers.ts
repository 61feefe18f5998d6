import type { ChunkContent, StoreChunk } from '../model/chunk.ts'
import type { TablePlan } from '../model/plan.ts'
import { createConceptIntern, type ConceptIntern, type SavedConcepts } from './concept-intern.ts'
import { createDictionaries, type Dictionaries } from './dictionaries.ts'
import { translate } from './translate-codes.ts'

/** Gives every text, code, and profile one number over all chunks. */
export interface TextNumbers {
  readonly concepts: ConceptIntern
  readonly dictionaries: Dictionaries
  /** Profiles by number. */
  profiles(): readonly string[]
  /** Replaces the numbers that codes and profiles have within a chunk by those over all chunks. */
  numberConcepts(chunk: StoreChunk): void
  /** The same with the texts of columns. */
  numberTexts(chunk: Pick<ChunkContent, 'tables'>): void
}

/** Codes and profiles by their numbers, with which another numbering goes on. */
export interface SavedNumbers {
  readonly concepts: SavedConcepts
  readonly profiles: readonly string[]
}

/** Makes a numbering for the tables of a plan. @param saved the codes and profiles that it begins with */
export function createTextNumbers(plan: TablePlan, saved?: SavedNumbers): TextNumbers {
  const concepts = createConceptIntern(saved?.concepts)
  const dictionaries = createDictionaries(plan)
  const profilePlaces = new Map(saved?.profiles.map((profile, place) => [profile, place]))
  return {
    concepts,
    dictionaries,
    profiles: () => Array.from(profilePlaces.keys()),
    numberConcepts(chunk) {
      const conceptPlaces = concepts.merge(chunk)
      const ownProfiles = Int32Array.from(chunk.resources.profiles, (profile) => {
        const known = profilePlaces.get(profile)
        if (known === undefined) profilePlaces.set(profile, profilePlaces.size)
        return known ?? profilePlaces.size - 1
      })
      translate(chunk.resources.profile, ownProfiles)
      for (const { columns } of chunk.tables)
        for (const column of columns) if (column.kind === 'concept') translate(column.codes, conceptPlaces)
      for (const { concept } of chunk.codings) translate(concept, conceptPlaces)
    },
    numberTexts({ tables }) {
      for (const { table, columns } of tables)
        columns.forEach((column, place) => {
          if (column.kind === 'dictionary') translate(column.codes, dictionaries.merge(table, place, column.values))
        })
    }
  }
}
