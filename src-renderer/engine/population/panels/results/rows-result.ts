import type { RowSelector } from '../../../base/figures/filter.ts'
import type { ResourceRef } from './shapes.ts'

/** A page of any selection, as text ready to show. */
export interface RowsPanel {
  readonly selector: RowSelector
  readonly total: number
  readonly people: number
  readonly columns: readonly { readonly name: string; readonly label: string; readonly numeric: boolean }[]
  readonly rows: readonly {
    readonly patient: number
    /** Name of the person, masked unless revealed; absent where rows are people, or about none. */
    readonly person?: string
    readonly source: ResourceRef | undefined
    readonly cells: readonly string[]
  }[]
}
