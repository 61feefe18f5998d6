import { AppError } from '#shared/app-error.ts'
import type { ArrangedResources } from './arrange-resources.ts'
import type { ArrangedTable } from './arrange-table.ts'
import type { Column, ColumnKind, ColumnOf } from './column.ts'
import type { FinishedColumns } from './finish-columns.ts'
import type { TablePlan } from './plan.ts'
import type { LoadReport, Store, Table } from './store.ts'

/** What a store is made from. */
export interface StoreSources {
  readonly plan: TablePlan
  readonly tables: readonly ArrangedTable[]
  readonly finished: FinishedColumns
  readonly arranged: ArrangedResources
  readonly files: readonly string[]
  readonly report: LoadReport
  readonly snapshot: Store['snapshot']
}

/** Puts the finished parts together. */
export function createStore({ plan, tables, finished, arranged, files, report, snapshot }: StoreSources): Store {
  const byName = new Map(tables.map((table, at) => [table.plan.name, createTable(table, finished.columns[at]!)]))
  return storeOf({
    patients: arranged.patients,
    tables: byName,
    concepts: finished.concepts,
    codings: new Map(plan.codings.map((name, at) => [name, finished.codings[at]!])),
    resources: arranged.indexes,
    profiles: arranged.profiles,
    files,
    report,
    snapshot
  })
}

/** A store from its parts. */
export function storeOf(parts: Omit<Store, 'table'>): Store {
  return {
    ...parts,
    table(name) {
      const table = parts.tables.get(name)
      if (table === undefined) throw new AppError('not-found', `There is no table “${name}”.`)
      return table
    }
  }
}

function createTable(arranged: ArrangedTable, columns: ReadonlyMap<string, Column>): Table {
  const { plan, rows, resource, patient, patientOffsets, day } = arranged
  return tableOf({
    name: plan.name,
    description: plan.description,
    rows,
    columns,
    info: plan.columns.map(({ name, kind, description }) => ({ name, kind, description })),
    patient,
    patientOffsets,
    day,
    resource,
    resourceType: plan.resourceType
  })
}

/** A table from its parts. */
export function tableOf(parts: Omit<Table, 'column'>): Table {
  return {
    ...parts,
    column<K extends ColumnKind>(name: string, kind: K): ColumnOf<K> {
      const column = parts.columns.get(name)
      if (column === undefined) throw new AppError('not-found', `The table “${parts.name}” has no column “${name}”.`)
      if (column.kind !== kind)
        throw new AppError('invalid-input', `The column “${name}” of “${parts.name}” is not of the kind ${kind}.`)
      return column as ColumnOf<K>
    }
  }
}
