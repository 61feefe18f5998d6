import type { SqlValue } from '#engine/tables/model/column-cells.ts'
import type { CountedFinding } from '#engine/tables/saved-views/view-table.ts'
import type { ColumnKind } from '#engine/store/model/column.ts'
import type { ViewDefinition } from '#engine/views/view-definition.ts'

/** The first rows of a view over the loaded population. */
export interface ViewPreview {
  readonly columns: readonly {
    readonly name: string
    /** As the definition declares it. */
    readonly type: string | undefined
    readonly kind: ColumnKind
    readonly description: string
    /** Masked until names are revealed. */
    readonly identifying: boolean
  }[]
  readonly rows: readonly (readonly SqlValue[])[]
  readonly findings: readonly CountedFinding[]
  /** Resources of the view's type that were read for these rows, and how many there are. */
  readonly resources: number
  readonly of: number
  /** There are no further rows. */
  readonly complete: boolean
  readonly seconds: number
}

/** How many rows a view gives over the whole population. */
export interface ViewCount {
  readonly rows: number
  readonly findings: readonly CountedFinding[]
  readonly resources: number
  readonly seconds: number
}

/** How far a {@link ViewApi.viewCount} is. */
export interface ViewCountProgress {
  readonly rows: number
  readonly resources: number
  readonly of: number
}

/** A built-in definition, to start from. */
export interface BuiltInView {
  readonly release: 'r4' | 'r5'
  readonly definition: ViewDefinition
}

/** What the page asks of the store worker about views of the user's own. One run at a time: a new one ends the one before. */
export interface ViewApi {
  builtInViews(): Promise<readonly BuiltInView[]>
  /**
   * Runs a view until there are enough rows.
   * @param rows how many
   * @throws AppError `cancelled`, or `invalid-input` when it does not compile
   */
  viewPreview(definition: ViewDefinition, rows: number, revealed: boolean): Promise<ViewPreview>
  /** Runs a view over everything and counts; SQL has the rows at once afterwards, until another view is counted. */
  viewCount(definition: ViewDefinition): Promise<ViewCount>
  /** How far the count is that is under way. */
  viewProgress(): Promise<ViewCountProgress | undefined>
  /** Ends a preview or count. */
  viewCancel(): Promise<void>
  /** Makes these the views that SQL and exports can ask as tables, by their names. They are read when they are first asked. */
  setViews(definitions: readonly ViewDefinition[]): Promise<void>
}
