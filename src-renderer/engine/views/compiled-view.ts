import type { ViewDefinition } from './view-definition.ts'

/** One output column of a compiled view, in the order the standard prescribes. */
export interface CompiledColumn {
  readonly name: string
  readonly type: string | undefined
  readonly description: string
  readonly collection: boolean
  readonly tags: ReadonlyMap<string, string>
}

/** Receives one row; the array is reused, so copy what must stay. */
export type RowSink = (row: readonly unknown[]) => void

/** Something that the standard calls an error of a view that meets certain data. */
export interface ViewFinding {
  /**
   * `several-values`: a column without `collection` found more than one value, and is null.
   * `not-boolean`: a `where` found something other than true or false, and leaves the resource out.
   * `too-deep`: a `repeat` stopped at its limit of levels.
   */
  readonly kind: 'several-values' | 'not-boolean' | 'too-deep'
  /** Column name, or the path of the `where` or `repeat`. */
  readonly place: string
}

/** A view turned into closures once; running it allocates as little as possible and never throws on odd data. */
export interface CompiledView {
  readonly definition: ViewDefinition
  readonly columns: readonly CompiledColumn[]
  /**
   * Whether a result depends on how decimals were written (`1.0` is not `1` to `lowBoundary()`). If so, parse resources
   * with `parseWithDecimalText`; with plain `JSON.parse` the boundaries are those of the shortest notation.
   */
  readonly needsDecimalText: boolean
  /**
   * Emits the rows of one resource of type `definition.resource`; another resource has none. Missing elements give null.
   * @param onFinding told of what a strict runner would stop at
   */
  run(resource: unknown, sink: RowSink, onFinding?: (finding: ViewFinding) => void): void
}
