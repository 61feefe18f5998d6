import type { Sort } from '#engine/population/panels/results/shapes.ts'
import type { ExportFormat } from '#engine/tables/interchange/write-file.ts'
import type { Day } from '#engine/base/figures/filter.ts'
import type { PublishedCount } from '#shared/governance/published-count.ts'
import type { AskedData } from '#engine/tables/sql/answer-counts.ts'
import type { SqlValue } from '#engine/tables/model/column-cells.ts'
import type { SqlCatalogTable } from '#engine/tables/sql/sql-catalog.ts'
import type { SqlParameters } from '#engine/tables/sql/sql-engine.ts'
import type { TableNeed, TableParts } from '#engine/tables/model/table-parts.ts'

/** How a statement ended. The rows of an answer stay in the worker, page by page. */
export type SqlOutcome =
  | {
      readonly kind: 'rows'
      readonly columns: readonly { readonly name: string; readonly numeric: boolean }[]
      readonly total: number
      /** There were more rows than are kept. */
      readonly cut: boolean
      readonly seconds: number
      /** Tables that the statement is about, and their rows. */
      readonly tables: number
      readonly scanned: number
    }
  | { readonly kind: 'error'; readonly message: string; readonly offset: number | undefined }

/** What the register of published counts says of an answer that leaves. */
export interface LeavingAnswer {
  readonly asked: AskedData
  /** Keys of counts that must not leave. */
  readonly withheld: readonly string[]
}

/** What the page asks of the SQL worker. */
export interface SqlApi {
  open(catalog: readonly SqlCatalogTable[], asOf: Day): Promise<void>
  /** @param key names the answer; the next one under the same key takes its place */
  run(key: string, statement: string, parameters: SqlParameters): Promise<SqlOutcome>
  /**
   * Rows of an answer.
   * @param smallCells counts of 1 to so many people are suppressed; 0 on a screen of one's own
   * @param leaving counts that must not leave, for rows that do
   * @throws AppError `not-found` when it is no longer held: only the last few are
   */
  rows(
    key: string,
    offset: number,
    limit: number,
    sort: Sort | undefined,
    smallCells: number,
    leaving?: LeavingAnswer
  ): Promise<readonly (readonly SqlValue[])[]>
  /** The counts of an answer, for the register of published counts. @throws AppError as {@link rows} does */
  counts(key: string, asked: AskedData): Promise<readonly PublishedCount[]>
  /**
   * An answer as a file.
   * @throws AppError as {@link rows} does
   */
  file(
    key: string,
    format: ExportFormat,
    about: { name: string; description: string; source: string },
    smallCells: number,
    leaving: LeavingAnswer
  ): Promise<Blob>
}

/** What the SQL worker asks of the page. */
export interface SqlPageApi {
  parts(need: TableNeed): Promise<TableParts>
  /** A table is being read. */
  reading(table: string): void
}
