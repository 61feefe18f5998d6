import type { Snippet } from 'svelte'

/** One column of a virtual table. */
export interface VirtualColumn<Row> {
  /** Also the column name that a sort gives to the loader. */
  readonly id: string
  readonly label: string
  /** Least width in pixels. */
  readonly width: number
  /** Width in pixels that it should have before columns of priority 2 and higher are shown; `width` when absent. */
  readonly preferred?: number
  /** Takes what is left over; a number is its share of it. */
  readonly grow?: boolean | number
  readonly numeric?: boolean
  readonly sortable?: boolean
  /** What stands in the cell, also for copies. */
  readonly text: (row: Row) => string
  /** Draws the cell instead of its text. Nothing in it may take the focus. */
  readonly cell?: Snippet<[Row]>
  /** Columns with higher numbers give way first where there is little room; without a number a column always stays. */
  readonly priority?: number
  /** Not drawn, because the heading of a group says it; copies have it. */
  readonly inHeading?: true
}

/** What can be asked of a virtual table from outside, through `bind:this`. */
export interface TableControl {
  /** Brings a row into view and makes it the one where the keyboard is. */
  goTo(index: number): void
  /** Selects the rows at these places, and no others. */
  choose(places: readonly number[]): void
  /** Gives the keyboard to the rows. */
  focus(): void
}

/** One page of rows. */
export interface RowPage<Row> {
  readonly total: number
  readonly rows: readonly Row[]
}

/**
 * Which columns fit into `available` pixels. Those of the highest priority number go first, those from 2 on also for the
 * preferred widths of others.
 */
export function fitColumns<Row>(
  columns: readonly VirtualColumn<Row>[],
  available: number
): readonly VirtualColumn<Row>[] {
  const drawn = columns.filter((column) => column.inHeading !== true)
  const shown = new Set(drawn)
  const givesWay = drawn
    .filter((column) => column.priority !== undefined)
    .sort((a, b) => (b.priority ?? 0) - (a.priority ?? 0))
  for (const column of givesWay) {
    const generous = (column.priority ?? 0) >= 2
    const needed = [...shown].reduce((sum, each) => sum + ((generous ? each.preferred : undefined) ?? each.width), 0)
    if (needed <= available) break
    shown.delete(column)
  }
  return drawn.filter((column) => shown.has(column))
}

/** Pixels below which a table of these columns is scrolled sideways. @param selectable a column of check boxes comes first */
export function minimumWidth<Row>(columns: readonly VirtualColumn<Row>[], selectable: boolean): number {
  return columns.reduce((sum, { width }) => sum + width, 16 + (selectable ? 30 : 0))
}

/**
 * Whether the first column, which names the rows, stays in view where a table is wider than its box: it may cover no more
 * than half of the box. @param available pixels of the box @param selectable the column of check boxes stays with it
 */
export function staysInView<Row>(
  columns: readonly VirtualColumn<Row>[],
  selectable: boolean,
  available: number
): boolean {
  return available < minimumWidth(columns, selectable) && minimumWidth(columns.slice(0, 1), selectable) * 2 <= available
}

/** Widths of the columns for a CSS grid. @param selectable a column of check boxes comes first */
export function gridTemplate<Row>(columns: readonly VirtualColumn<Row>[], selectable: boolean): string {
  const widths = columns.map(({ width, grow }) => (grow ? `minmax(${width}px, ${Number(grow)}fr)` : `${width}px`))
  return [...(selectable ? ['30px'] : []), ...widths].join(' ')
}

/** Where somebody is in a table. */
export interface TablePlace {
  /** Distance that it is scrolled, in CSS pixels. */
  readonly top: number
  /** Row where the keyboard is. */
  readonly active: number
}
