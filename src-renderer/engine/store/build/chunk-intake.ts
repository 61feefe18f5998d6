import type { StoreChunk } from '../model/chunk.ts'
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
  /** The chunks that came, which are given away. */
  take(): StoreChunk[]
}

/** What {@link createChunkIntake} does with chunks. */
export interface IntakeOptions {
  /** Of the files, when they come from several. */
  readonly sources?: PopulationSources | undefined
  /** Tells by index which tables are made; the rows of others are left out. */
  readonly isWanted?: (table: number) => boolean
  /** Codes, profiles, and sources of the chunks are those of the population already; only their keys and texts are numbered. */
  readonly isNumbered?: boolean
}

/** Makes the intake for the tables of a plan. */
export function createChunkIntake(
  plan: TablePlan,
  { sources, isWanted = () => true, isNumbered = false }: IntakeOptions = {}
): ChunkIntake {
  const keys = createKeyTable()
  const texts = createTextNumbers(plan)
  const codingTables = plan.codings.map((name) => plan.tables.findIndex((table) => table.name === name))
  let chunks: StoreChunk[] = []
  return {
    keys,
    texts,
    add(read) {
      const qualified = sources === undefined || isNumbered ? read : qualifyChunk(read, sources)
      const tables = qualified.tables.filter(({ table }) => isWanted(table))
      const codings = qualified.codings.filter(({ coding }) => isWanted(codingTables[coding]!))
      const chunk = { ...qualified, tables, codings }
      if (!isNumbered) texts.numberConcepts(chunk)
      texts.numberTexts(chunk)
      const keyPlaces = keys.merge(chunk.keys)
      translate(chunk.resources.key, keyPlaces)
      translate(chunk.resources.patient, keyPlaces)
      for (const { columns } of tables)
        for (const column of columns)
          if (column.kind === 'id' || column.kind === 'reference') translate(column.codes, keyPlaces)
      chunks.push(chunk)
    },
    take() {
      const taken = chunks
      chunks = []
      return taken
    }
  }
}
