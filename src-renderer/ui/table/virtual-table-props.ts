import type { Sort } from '#engine/population/panels/results/shapes.ts'
import type { DataExport } from '#shared/contract/audit.ts'
import type { RowGroup } from './group-layout.ts'
import type { LoadRows } from './row-pages.svelte.ts'
import type { TablePlace, VirtualColumn } from './virtual-column.ts'

/** What a virtual table is given. */
export interface VirtualTableProps<Row> {
  readonly label: string
  /** What a copy of its rows is of, for the audit log. */
  readonly content: DataExport['what']
  readonly columns: readonly VirtualColumn<Row>[]
  readonly load: LoadRows<Row>
  /** The same for copies, where these are not what is shown: small counts are suppressed in them. */
  readonly leaving?: LoadRows<Row> | undefined
  /** Everything is loaded again when this changes. */
  readonly version: string
  /** The rows are loaded again when this changes; place and selection stay. */
  readonly refresh?: string
  /** Groups of the rows, in order; each gets a heading. */
  readonly groups?: readonly RowGroup[]
  readonly sort?: Sort | undefined
  readonly onsort?: (sort: Sort) => void
  /** Enter, or a press on a row. */
  readonly onopen?: ((row: Row, index: number) => void) | undefined
  /** The row that is open elsewhere gets an accent bar. */
  readonly isCurrent?: (row: Row) => boolean
  /** Told which columns there is room for, by id. */
  readonly onfit?: (ids: readonly string[]) => void
  readonly selectable?: boolean
  /** @param ranges chosen rows as `[first, end)` in order */
  readonly onselection?: (count: number, ranges: readonly (readonly [number, number])[]) => void
  /** Where to begin in place of the top, as {@link VirtualTableProps.onplace} told it. */
  readonly begin?: TablePlace | undefined
  /** Hears of scrolling, and of the row where the keyboard is. */
  readonly onplace?: ((place: TablePlace) => void) | undefined
  /** Last line of a copy. */
  readonly source: string
  /** Why rows must not be copied now, e.g. because names are shown. */
  readonly copyRefused?: string | undefined
  /** Why there are no rows, and the way out. */
  readonly empty?: string
}
