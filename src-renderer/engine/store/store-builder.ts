import { arrangeCodings } from './arrange-codings.ts'
import { arrangeResources } from './arrange-resources.ts'
import { arrangeTable, type ArrangedTable } from './arrange-table.ts'
import type { FileAccount, StoreChunk } from './chunk.ts'
import { orderChunks } from './chunk-order.ts'
import { createConceptIntern } from './concept-intern.ts'
import { createDictionaries } from './dictionaries.ts'
import { finishColumns } from './finish-columns.ts'
import { createKeyTable } from './key-table.ts'
import { loadReport } from './load-report.ts'
import type { TablePlan } from './plan.ts'
import { resolveKeys } from './resolve-keys.ts'
import type { Store } from './store.ts'
import { createStore } from './create-store.ts'

/** What is known about a population besides its data. */
export interface Population {
  /** Names of the files, by the index that chunks and accounts use. */
  readonly files: readonly string[]
  readonly accounts: readonly FileAccount[]
  readonly snapshot: Store['snapshot']
  /** Wall time of reading, for the report. */
  readonly seconds: number
}

/** Puts chunks together, in any order and from any number of workers, into a store that depends on the data alone. */
export interface StoreBuilder {
  /** Takes a chunk; its arrays are changed and kept. */
  add(chunk: StoreChunk): void
  /** Arranges everything. The builder cannot be used afterwards. */
  finish(population: Population): Store
}

/** Makes the builder for the tables of a plan. */
export function createStoreBuilder(plan: TablePlan): StoreBuilder {
  const keys = createKeyTable()
  const concepts = createConceptIntern()
  const dictionaries = createDictionaries(plan)
  const profiles = new Map<string, number>()
  let chunks: StoreChunk[] = []

  return {
    add(chunk) {
      const keyPlaces = keys.merge(chunk.keys)
      const conceptPlaces = concepts.merge(chunk)
      const profilePlaces = Int32Array.from(chunk.resources.profiles, (profile) => {
        const known = profiles.get(profile)
        if (known === undefined) profiles.set(profile, profiles.size)
        return known ?? profiles.size - 1
      })
      translate(chunk.resources.key, keyPlaces)
      translate(chunk.resources.patient, keyPlaces)
      translate(chunk.resources.profile, profilePlaces)
      for (const { table, columns } of chunk.tables) {
        columns.forEach((column, place) => {
          if (column.kind === 'id' || column.kind === 'reference') translate(column.codes, keyPlaces)
          else if (column.kind === 'concept') translate(column.codes, conceptPlaces)
          else if (column.kind === 'dictionary')
            translate(column.codes, dictionaries.merge(table, place, column.values))
        })
      }
      for (const { concept } of chunk.codings) translate(concept, conceptPlaces)
      chunks.push(chunk)
    },

    finish({ files, accounts, snapshot, seconds }) {
      const ordered = orderChunks(chunks, files)
      chunks = []
      const arranged = arrangeResources(ordered, keys, Array.from(profiles.keys()))
      const resolved = resolveKeys(ordered, keys, arranged)
      arranged.setPatients((key) => resolved.patientOf(key))
      const tables = plan.tables.map((table, index): ArrangedTable =>
        arrangeTable(ordered, index, table, keys, arranged, resolved)
      )
      const codings = plan.codings.map((name, index) =>
        arrangeCodings(
          ordered,
          index,
          tables.find((table) => table.plan.name === name),
          arranged
        )
      )
      const finished = finishColumns(tables, codings, {
        keys,
        concepts: concepts.sources(ordered),
        dictionaries,
        arranged,
        resolved
      })
      const report = loadReport({
        chunks: ordered,
        files,
        accounts,
        keys,
        arranged,
        dangling: finished.dangling,
        seconds
      })
      return createStore({ plan, tables, finished, arranged, files, report, snapshot })
    }
  }
}

/** Replaces local codes by global ones; -1 stays. */
function translate(codes: Int32Array, places: Int32Array): void {
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!
    if (code >= 0) codes[i] = places[code]!
  }
}
