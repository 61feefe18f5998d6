import { createChunkIntake } from '../build/chunk-intake.ts'
import { rankFiles } from '../model/chunk-order.ts'
import type { FileAccount, StoreChunk } from '../model/chunk.ts'
import type { ConceptIntern } from '../texts/concept-intern.ts'
import { conceptsByFile } from '../model/concept-origins.ts'
import { storeOf } from '../build/create-store.ts'
import { joinSegments } from '../build/join-segments.ts'
import { knownResources } from './known-resources.ts'
import { finishTables, makeTable, type UnfinishedTable } from '../build/make-tables.ts'
import type { TablePlan } from '../model/plan.ts'
import type { Rebuild } from './rebuild.ts'
import { createReferenceCollector } from '../build/reference-collector.ts'
import { createRejectCollector } from '../build/reject-collector.ts'
import { resolveKeys } from '../build/resolve-keys.ts'
import type { LoadReport, Store, Table } from '../model/store.ts'
import { sortChunks } from '../build/table-parts.ts'
import { translate } from '../texts/translate-codes.ts'
import { addValueFindings } from '../build/value-findings.ts'

/** Makes some tables of a store again from the files that hold their resources. */
export interface TableRebuilder {
  /** Takes a chunk of one of these files; its arrays are changed and kept. */
  add(chunk: StoreChunk): void
  /**
   * Puts the new tables next to the others, as if all files had been read.
   * @param accounts of the files that were read
   * @throws AppError `unreadable-file` when the files are not those that the store was made from
   */
  finish(accounts: readonly FileAccount[]): Store
}

/**
 * Makes the rebuilder of a store whose views have changed. Resources, files and tables of other types stay as they are; what
 * goes through all tables is rebuilt: the numbers and displays of concepts, what references lead to, and the findings.
 * @param plan of the views as they are now
 * @param before the store by the views as they were; its columns are taken over and changed, so it cannot be used afterwards
 */
export function createTableRebuilder(
  plan: TablePlan,
  before: Store,
  { types, files, tables }: Rebuild
): TableRebuilder {
  const isNew = (index: number): boolean => tables.has(plan.tables[index]?.name ?? '')
  const intake = createChunkIntake(plan, { sources: before.sources, isWanted: isNew })

  return {
    add: (chunk) => intake.add(chunk),
    finish(accounts) {
      const { keys, texts } = intake
      const { dictionaries, concepts } = texts
      const taken = intake.take()
      joinSegments(taken, accounts)
      const ranks = rankFiles(before.files)
      const { chunks, parts } = sortChunks(taken, ranks, plan)
      const arranged = knownResources(chunks, keys, before, types)
      const resolved = resolveKeys(keys, arranged, before.origins.names)
      const references = createReferenceCollector(plan.tables, keys, arranged, resolved)
      const conceptPlaces = addConcepts(concepts, before, files)
      const unfinished = parts.map((tableParts, index): UnfinishedTable => {
        parts[index] = []
        if (isNew(index))
          return makeTable(plan, index, tableParts, { keys, dictionaries, arranged, references, resolved })
        const table = before.table(plan.tables[index]!.name)
        references.keep(table, index)
        return keepTable(before, table, conceptPlaces)
      })
      const { dangling, displays, values, ...made } = finishTables(
        plan,
        unfinished,
        references,
        concepts.sources(ranks)
      )
      const rejects = createRejectCollector()
      for (const reject of before.report.rejects)
        if (reject.scope === 'resource' || !types.has(reject.resourceType ?? ''))
          rejects.add(reject, ranks[reject.file]!)
      addValueFindings({ chunks, keys, arranged }, dangling, rejects, (type) => types.has(type))
      const report: LoadReport = { ...before.report, ...rejects.finish(), values }
      return storeOf({ ...before, ...made, report, origins: { ...before.origins, displays } })
    }
  }
}

/** Adds what files that were not read again say of concepts. @returns the place of each concept of the store */
function addConcepts(intern: ConceptIntern, { concepts, origins }: Store, read: ReadonlySet<number>): Int32Array {
  for (const [file, list] of conceptsByFile(concepts, origins.displays))
    if (!read.has(file)) intern.merge({ file, concepts: list })
  const { systems, codes, displays } = concepts
  return Int32Array.from(systems, (system, id) => intern.place(system, codes[id]!, displays[id]!))
}

/** Takes a table over; its concepts are numbered as in the intake. */
function keepTable(store: Store, table: Table, conceptPlaces: Int32Array): UnfinishedTable {
  const columns = new Map(table.columns)
  for (const column of columns.values()) if (column.kind === 'concept') translate(column.ids, conceptPlaces)
  const codings = store.codings.get(table.name)
  if (codings !== undefined) translate(codings.ids, conceptPlaces)
  return { table, columns, codings }
}
