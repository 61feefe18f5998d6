import type { StoreChunk } from '../model/chunk.ts'
import { qualifyChunk } from '../collect/qualify-chunk.ts'
import type { PopulationSources } from '../model/source-keys.ts'
import { createConceptIntern, type ConceptIntern } from './concept-intern.ts'
import { createDictionaries, type Dictionaries } from './dictionaries.ts'
import { createKeyTable, type KeyTable } from '../model/key-table.ts'
import type { TablePlan } from '../model/plan.ts'

/** Gives every text, code and resource of all chunks one number. */
export interface ChunkIntake {
  readonly keys: KeyTable
  readonly concepts: ConceptIntern
  readonly dictionaries: Dictionaries
  /** Profiles by the number they got. */
  profiles(): readonly string[]
  /** Takes a chunk; its arrays are changed and kept. */
  add(chunk: StoreChunk): void
  /** The chunks that came, which are given away. */
  take(): StoreChunk[]
}

/**
 * Makes the intake for the tables of a plan.
 * @param sources of the files, when they come from several
 * @param isWanted tells by index which tables are made; the rows of others are left out
 */
export function createChunkIntake(
  plan: TablePlan,
  sources: PopulationSources | undefined,
  isWanted: (table: number) => boolean = () => true
): ChunkIntake {
  const keys = createKeyTable()
  const concepts = createConceptIntern()
  const dictionaries = createDictionaries(plan)
  const profilePlaces = new Map<string, number>()
  const codingTables = plan.codings.map((name) => plan.tables.findIndex((table) => table.name === name))
  let chunks: StoreChunk[] = []
  return {
    keys,
    concepts,
    dictionaries,
    profiles: () => Array.from(profilePlaces.keys()),
    add(read) {
      const chunk = sources === undefined ? read : qualifyChunk(read, sources)
      const keyPlaces = keys.merge(chunk.keys)
      const conceptPlaces = concepts.merge(chunk)
      const ownProfiles = Int32Array.from(chunk.resources.profiles, (profile) => {
        const known = profilePlaces.get(profile)
        if (known === undefined) profilePlaces.set(profile, profilePlaces.size)
        return known ?? profilePlaces.size - 1
      })
      translate(chunk.resources.key, keyPlaces)
      translate(chunk.resources.patient, keyPlaces)
      translate(chunk.resources.profile, ownProfiles)
      const tables = chunk.tables.filter(({ table }) => isWanted(table))
      for (const { table, columns } of tables) {
        columns.forEach((column, place) => {
          if (column.kind === 'id' || column.kind === 'reference') translate(column.codes, keyPlaces)
          else if (column.kind === 'concept') translate(column.codes, conceptPlaces)
          else if (column.kind === 'dictionary')
            translate(column.codes, dictionaries.merge(table, place, column.values))
        })
      }
      const codings = chunk.codings.filter(({ coding }) => isWanted(codingTables[coding]!))
      for (const { concept } of codings) translate(concept, conceptPlaces)
      chunks.push({ ...chunk, tables, codings })
    },
    take() {
      const taken = chunks
      chunks = []
      return taken
    }
  }
}

/** Replaces local codes by global ones; -1 stays. */
export function translate(codes: Int32Array, places: Int32Array): void {
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!
    if (code >= 0) codes[i] = places[code]!
  }
}
