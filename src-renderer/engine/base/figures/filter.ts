/** Days since 1970-01-01. */
export type Day = number

/**
 * A condition on people: the value of a dimension is one of `values`. Dimensions are in `dimensions.ts`; a registry's
 * membership is the dimension `registry:<id>`, a control band `control:<registry>/<control id>`.
 */
export interface Filter {
  readonly dimension: string
  readonly values: readonly string[]
  /** Keep those whose value is not in `values`. */
  readonly exclude?: boolean
}

/** What every screen shares: the clinical date and the population filters (all must hold). */
export interface Context {
  readonly asOf: Day
  readonly filters: readonly Filter[]
}

/**
 * Tests a column of a table. Days are inclusive, and a missing value is never between `from` and `to`. Concepts are
 * compared as `system|code`, a missing value as ''. Some columns exist without standing in the table: `@day`, the row's
 * clinical day (`Table.day`), in `condition` also `@active`, which is `true` for a diagnosis that holds on the selector's
 * `asOf`, and those of `derived-columns.ts`.
 */
export type ColumnTest =
  | { readonly column: string; readonly in: readonly string[]; /** Keep the others. */ readonly exclude?: boolean }
  | { readonly column: string; readonly from?: number; readonly to?: number }

/**
 * Names rows without holding them, so that a figure can open what it counted: rows of `table` of the people who match
 * `context` and `filters` (dimension values as of `asOf`, which may differ from the context's date), and every test.
 */
export interface RowSelector {
  readonly table: string
  readonly asOf: Day
  readonly filters: readonly Filter[]
  readonly where: readonly ColumnTest[]
}
