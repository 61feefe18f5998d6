import { arrangeCodings } from './arrange-codings.ts'
import { arrangeResources } from './arrange-resources.ts'
import { arrangeTable, type ArrangedTable } from './arrange-table.ts'
import type { FileAccount, StoreChunk } from './chunk.ts'
import { orderChunks } from './chunk-order.ts'
import type { Column } from './column.ts'
import { createConceptIntern } from './concept-intern.ts'
import { storeOf, tableOf } from './create-store.ts'
import { createDictionaries } from './dictionaries.ts'
import { finishConcepts } from './finish-concepts.ts'
import { finishTable } from './finish-table.ts'
import { indexResources } from './index-resources.ts'
import { createKeyTable } from './key-table.ts'
import { joinStretches } from './join-stretches.ts'
import { loadReport } from './load-report.ts'
import type { TablePlan } from './plan.ts'
import { createReferenceCollector } from './reference-collector.ts'
import { resolveKeys } from './resolve-keys.ts'
import type { CodingIndex, Store, Table } from './store.ts'
import { partsByTable } from './table-parts.ts'
import { countValues } from './value-counts.ts'

/** What is known about a population besides its data. */
export interface Population {
  /** Names of the files, by the index that chunks and accounts use. */
  readonly files: readonly string[]
  /** One for each file, or for each stretch of one. */
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
  const intern = createConceptIntern()
  const dictionaries = createDictionaries(plan)
  const profilePlaces = new Map<string, number>()
  let chunks: StoreChunk[] = []

  return {
    add(chunk) {
      const keyPlaces = keys.merge(chunk.keys)
      const conceptPlaces = intern.merge(chunk)
      const ownProfiles = Int32Array.from(chunk.resources.profiles, (profile) => {
        const known = profilePlaces.get(profile)
        if (known === undefined) profilePlaces.set(profile, profilePlaces.size)
        return known ?? profilePlaces.size - 1
      })
      translate(chunk.resources.key, keyPlaces)
      translate(chunk.resources.patient, keyPlaces)
      translate(chunk.resources.profile, ownProfiles)
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
      const ofFiles = joinStretches(chunks, accounts)
      const ordered = orderChunks(chunks, files)
      chunks = []
      const codingOf = plan.tables.map(({ name }) => plan.codings.indexOf(name))
      const parts = partsByTable(ordered, codingOf)
      const read = ordered.map(({ tables: _tables, codings: _codings, ...rest }) => ({
        ...rest,
        tables: [],
        codings: []
      }))
      ordered.length = 0
      const arranged = arrangeResources(read, keys)
      const resolved = resolveKeys(read, keys, arranged)
      const references = createReferenceCollector(plan.tables, keys, arranged, resolved)
      const columns: Map<string, Column>[] = []
      const tables: Omit<Table, 'column' | 'columns'>[] = []
      const codings: CodingIndex[] = plan.codings.map(() => ({ offsets: new Int32Array(1), ids: new Int32Array(0) }))
      plan.tables.forEach((planned, at) => {
        const table = arrangeTable(planned, parts[at]!, arranged, resolved)
        parts[at] = []
        if (codingOf[at]! >= 0) codings[codingOf[at]!] = arrangeCodings(table)
        columns.push(finishTable(table, at, { keys, dictionaries, arranged, references }))
        tables.push(describeTable(table))
      })
      const dangling = references.finish(columns)
      const concepts = finishConcepts(columns, codings, intern.sources(read))
      const { indexes, profiles } = indexResources(read, arranged, resolved, Array.from(profilePlaces.keys()))
      const values = countValues(columns.map((own) => ({ columns: own })))
      const report = loadReport({ chunks: read, files, accounts: ofFiles, keys, arranged, dangling, values, seconds })
      return storeOf({
        patients: arranged.patients,
        tables: new Map(
          tables.map((table, at) => [table.name, tableOf({ ...table, columns: inOrder(table, columns[at]!) })])
        ),
        concepts,
        codings: new Map(plan.codings.map((name, at) => [name, codings[at]!])),
        resources: indexes,
        profiles,
        files,
        report,
        snapshot
      })
    }
  }
}

/** What is known of a table besides its columns, which stand in the order of the plan. */
function describeTable(table: ArrangedTable): Omit<Table, 'column' | 'columns'> {
  const { plan, rows, resource, patient, patientOffsets, day } = table
  const { name, description, resourceType } = plan
  const info = plan.columns.map((column) => ({ name: column.name, kind: column.kind, description: column.description }))
  return { name, description, rows, info, patient, patientOffsets, day, resource, resourceType }
}

/** Columns in the order in which the table tells about them. */
function inOrder({ info }: Pick<Table, 'info'>, columns: ReadonlyMap<string, Column>): ReadonlyMap<string, Column> {
  return new Map(info.map(({ name }) => [name, columns.get(name)!]))
}

/** Replaces local codes by global ones; -1 stays. */
function translate(codes: Int32Array, places: Int32Array): void {
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!
    if (code >= 0) codes[i] = places[code]!
  }
}
