import { defined } from '#shared/language/defined.ts'
import { arrangeCodings } from './arrange-codings.ts'
import { arrangeTable, type ArrangedTable } from './arrange-table.ts'
import type { Column } from '../model/column.ts'
import type { ConceptSources } from '../model/concept-sources.ts'
import type { ConceptOrigins } from '../model/concept-origins.ts'
import { tableOf } from './create-store.ts'
import type { Dangling } from './dangling-collector.ts'
import { finishConcepts, shareConcepts } from '../texts/finish-concepts.ts'
import { finishTable, type FinishSources } from './finish-table.ts'
import type { PlannedTable, TablePlan } from '../model/plan.ts'
import type { ReferenceCollector } from './reference-collector.ts'
import type { ResolvedKeys } from './resolve-keys.ts'
import type { CodingIndex, ColumnInfo, Store, Table } from '../model/store.ts'
import type { SharedTexts } from '../texts/shared-texts.ts'
import type { TablePart } from './table-parts.ts'
import { countValues, type ValueCounts } from '../model/value-counts.ts'

/** A table whose references are not there yet, and whose concepts are numbered as they arrived. */
export interface UnfinishedTable {
  readonly table: Omit<Table, 'column' | 'columns' | 'info' | 'description' | 'isAboutPeople' | 'hasDays'>
  readonly columns: Map<string, Column>
  /** Where the plan wants them. */
  readonly codings: CodingIndex | undefined
}

/** Tables and what goes through all of them. */
export interface FinishedTables extends Pick<Store, 'tables' | 'codings' | 'concepts'> {
  readonly displays: ConceptOrigins
  readonly dangling: Dangling
  readonly values: ValueCounts
}

/**
 * Makes one table from its parts, which are let go.
 * @param index index of the table in the plan
 */
export function makeTable(
  plan: TablePlan,
  index: number,
  parts: readonly TablePart[],
  sources: FinishSources & { readonly resolved: ResolvedKeys }
): UnfinishedTable {
  const planned = plan.tables[index]!
  const table = arrangeTable(planned, parts, sources.arranged, sources.resolved)
  const codings = plan.codings.includes(planned.name) ? arrangeCodings(table) : undefined
  return { table: rowsOf(table), columns: finishTable(table, index, sources), codings }
}

/** Rows of other shards stay in the columns and days, where references find them, and are no rows of the table. */
function rowsOf(table: ArrangedTable): UnfinishedTable['table'] {
  const { plan, rows, guests, resource, patient, patientOffsets, day } = table
  const { name, resourceType } = plan
  if (guests === 0) return { name, rows, patient, patientOffsets, day, resource, resourceType }
  const storedRows = rows - guests
  return {
    name,
    rows: storedRows,
    patient: patient?.subarray(0, storedRows),
    patientOffsets,
    day,
    resource: resource.subarray(0, storedRows),
    resourceType
  }
}

/** Finishes what depends on all tables: references, and the numbers of concepts. */
export function finishTables(
  plan: TablePlan,
  unfinished: readonly UnfinishedTable[],
  references: ReferenceCollector,
  concepts: ConceptSources | SharedTexts,
  isCounted: (table: UnfinishedTable) => boolean = () => true
): FinishedTables {
  const columns = unfinished.map((each) => each.columns)
  const dangling = references.finish(columns)
  const codings = new Map(
    plan.codings.map((name) => [
      name,
      unfinished.find(({ table }) => table.name === name)?.codings ?? {
        offsets: new Int32Array(1),
        ids: new Int32Array(0)
      }
    ])
  )
  const numbered =
    'conceptOrder' in concepts
      ? shareConcepts(columns, Array.from(codings.values()), concepts)
      : finishConcepts(columns, Array.from(codings.values()), concepts)
  return {
    tables: new Map(
      unfinished.map(({ table, columns: unfinishedColumns }, index) => {
        const planned = plan.tables[index]!
        const { description, info } = describeColumns(planned.columns, planned)
        const inOrder = new Map(info.map(({ name }) => [name, defined(unfinishedColumns.get(name))]))
        return [table.name, tableOf({ ...table, description, info, columns: inOrder })]
      })
    ),
    codings,
    concepts: numbered.concepts,
    displays: numbered.origins,
    dangling,
    values: countValues(
      unfinished
        .filter(isCounted)
        .map(({ table: { rows }, columns: unfinishedColumns }) => ({ rows, columns: unfinishedColumns }))
    )
  }
}

/** What a table and its columns are about, as far as the plan says. */
export function describeColumns(
  columns: readonly Pick<ColumnInfo, 'name' | 'kind'>[],
  planned: PlannedTable | undefined
): Pick<Table, 'description' | 'info'> {
  return {
    description: planned?.description ?? '',
    info: columns.map(({ name, kind }) => {
      const column = planned?.columns.find((each) => each.name === name)
      const description = column?.description ?? ''
      return kind === 'concept' && column !== undefined
        ? { name, kind, description, parts: column.parts }
        : { name, kind, description }
    })
  }
}
