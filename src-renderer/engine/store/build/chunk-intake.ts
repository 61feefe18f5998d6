import type { ChunkContent, JoinedChunk, StoreChunk } from '../model/chunk.ts'
import { qualifyChunk } from '../collect/qualify-chunk.ts'
import type { PopulationSources } from '../model/source-keys.ts'
import { createKeyTable, type KeyTable } from '../model/key-table.ts'
import type { TablePlan } from '../model/plan.ts'
import { createTextNumbers, type TextNumbers } from '../texts/text-numbers.ts'
import { translate } from '../texts/translate-codes.ts'

/** Gives every text, code and resource of all chunks one number. */
export interface ChunkIntake {
  readonly keys: KeyTable
  readonly texts: TextNumbers
  /** Takes a chunk; its arrays are changed and kept. */
  add(chunk: StoreChunk): void
  /** The same of chunks whose codes, profiles, and sources are those of the population already; only their keys and texts are numbered. */
  addJoined(chunk: JoinedChunk): void
  /** The chunks that came, which are given away. */
  take(): (StoreChunk | JoinedChunk)[]
}

/** What {@link createChunkIntake} does with chunks. */
export interface IntakeOptions {
  /** Of the files, when they come from several. */
  readonly sources?: PopulationSources | undefined
  /** Tells by index which tables are made; the rows of others are left out. */
  readonly isWanted?: (table: number) => boolean
}

/** Makes the intake for the tables of a plan. */
export function createChunkIntake(
  plan: TablePlan,
  { sources, isWanted = () => true }: IntakeOptions = {}
): ChunkIntake {
  const keys = createKeyTable()
  const texts = createTextNumbers(plan)
  const codingTables = plan.codings.map((name) => plan.tables.findIndex((table) => table.name === name))
  let chunks: (StoreChunk | JoinedChunk)[] = []

  function wantedOf<C extends ChunkContent>(chunk: C): C {
    const tables = chunk.tables.filter(({ table }) => isWanted(table))
    const codings = chunk.codings.filter(({ coding }) => isWanted(codingTables[coding]!))
    return { ...chunk, tables, codings }
  }

  function addNumbered(chunk: StoreChunk | JoinedChunk): void {
    texts.numberTexts(chunk)
    const keyPlaces = keys.merge(chunk.keys)
    translate(chunk.resources.key, keyPlaces)
    translate(chunk.resources.patient, keyPlaces)
    for (const { columns } of chunk.tables)
      for (const column of columns)
        if (column.kind === 'id' || column.kind === 'reference') translate(column.codes, keyPlaces)
    chunks.push(chunk)
  }

  return {
    keys,
    texts,
    add(read) {
      const chunk = wantedOf(sources === undefined ? read : qualifyChunk(read, sources))
      texts.numberConcepts(chunk)
      addNumbered(chunk)
    },
    addJoined: (chunk) => addNumbered(wantedOf(chunk)),
    take() {
      const taken = chunks
      chunks = []
      return taken
    }
  }
}
