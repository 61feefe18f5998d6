import { engineTablesSavedViewsMessages as m } from '#messages/engine/tables/saved-views.ts'
import { AppError } from '#shared/app-error.ts'
import { defined } from '#shared/language/defined.ts'
import type { OpenBytes } from '../../base/ndjson/gunzip.ts'
import type { DescribedColumn } from '../model/sql-columns.ts'
import type { TableSource } from '../model/table-source.ts'
import type { Column } from '../../store/model/column.ts'
import type { Store } from '../../store/model/store.ts'
import { checkDefinition } from '../../views/check-definition.ts'
import { compileView } from '../../views/compile-view.ts'
import type { CompiledView, ViewFinding } from '../../views/compiled-view.ts'
import type { ViewDefinition } from '../../views/view-definition.ts'
import { identifyingColumns } from './identifying-columns.ts'
import { plainColumns } from './plain-columns.ts'
import { runView, type ViewProgress } from './run-view.ts'
import { createViewScan } from './scan-view.ts'
import { scannableView } from './scannable-view.ts'
import { viewColumnBuilder, viewColumnKind, type ValueFault } from './view-columns.ts'

/** Something that a run met, and how often. */
export interface CountedFinding {
  readonly kind: ViewFinding['kind'] | ValueFault
  /** Column name, or a path. */
  readonly place: string
  readonly count: number
}

/** The rows of a view over the loaded population, as a table. */
export interface ViewTable {
  readonly source: TableSource
  readonly findings: readonly CountedFinding[]
  readonly resources: number
  /** Resources of the view's type that there are. */
  readonly of: number
  /** Every resource was read. */
  readonly complete: boolean
}

/** How {@link readViewTable} is watched and bounded. */
export interface ViewTableOptions {
  readonly signal?: AbortSignal
  readonly between?: (progress: ViewProgress & { readonly rows: number }) => Promise<void> | void
  /** Stops after the resource that gives the row with this number. */
  readonly rows?: number
}

/** More rows than a table may hold in memory besides the others. */
const MAX_ROWS = 20_000_000

/** The name under which a view can be asked. */
export function viewTableName({ name, resource }: ViewDefinition): string {
  return (name ?? `${resource}_view`).toLowerCase()
}

/** The columns of a view as SQL and exports show them. */
export function viewTableColumns(view: CompiledView): DescribedColumn[] {
  const hidden = identifyingColumns(view.definition)
  return view.columns.map((column) => ({
    name: column.name,
    kind: viewColumnKind(column),
    description: column.description,
    ...(hidden.has(column.name) ? { identifying: true as const } : {})
  }))
}

/**
 * Runs a view and keeps its rows in columns, in the order of the files.
 * @throws AppError `invalid-input` when the view does not compile or has too many rows; the signal's reason
 */
export async function readViewTable(
  definition: ViewDefinition,
  store: Store,
  open: (file: number) => OpenBytes,
  options: ViewTableOptions = {}
): Promise<ViewTable> {
  checkDefinition(definition)
  const view = compileView(plainColumns(definition))
  const builders = view.columns.map(viewColumnBuilder)
  const found = new Map<string, { kind: CountedFinding['kind']; place: string; count: number }>()
  const note = (kind: CountedFinding['kind'], place: string): void => {
    const key = `${kind}|${place}`
    const known = found.get(key)
    if (known === undefined) found.set(key, { kind, place, count: 1 })
    else known.count++
  }
  const limit = options.rows
  let rows = 0
  let cut = false
  const count = (more: number): void => {
    if (rows + more > MAX_ROWS) throw new AppError('invalid-input', m.theViewGivesMoreThan20)
    rows += more
  }
  const add = (row: readonly unknown[]): void => {
    if (rows === limit) {
      cut = true
      return
    }
    count(1)
    for (let index = 0; index < builders.length; index++) {
      const fault = builders[index]!.push(row[index])
      if (fault !== undefined) note(fault, view.columns[index]!.name)
    }
  }
  // A few rows come sooner without a plan for the scanner.
  const { view: scannable } = limit === undefined ? scannableView(definition) : { view: undefined }
  const scan =
    scannable &&
    createViewScan(scannable, {
      row: add,
      scanned(columns) {
        const matchers = builders.map((builder, index) => builder.scanned(columns[index]!))
        return (from, to) => {
          count(to - from)
          for (const take of matchers) take(from, to)
        }
      }
    })
  const { resources, of, complete } = await runView(view, store, open, add, {
    ...(scan === undefined ? {} : { scan }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    between: (progress) => options.between?.({ ...progress, rows }),
    onFinding: ({ kind, place }) => note(kind, place),
    ...(limit === undefined ? {} : { enough: () => rows >= limit })
  })
  const columns = new Map<string, Column>(view.columns.map(({ name }, index) => [name, builders[index]!.take()]))
  return {
    source: {
      name: viewTableName(definition),
      group: 'Views',
      description: definition.description ?? definition.title ?? m.aViewOf(definition.resource),
      rows,
      columns: viewTableColumns(view),
      read: (column) => defined(columns.get(column))
    },
    findings: [...found.values()],
    resources,
    of,
    complete: complete && !cut
  }
}
