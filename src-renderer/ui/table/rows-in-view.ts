import type { GroupLayout } from './group-layout.ts'

/** Lines beyond the edges of the view that are drawn, too. */
const OVERSCAN = 6

/** The part of a table that is in view, in CSS pixels. */
export interface Viewport {
  readonly scrollTop: number
  readonly height: number
  readonly rowHeight: number
}

/** Lines and rows to draw, each from the first to before the end. */
export interface RowsInView {
  readonly firstLine: number
  readonly endLine: number
  readonly first: number
  readonly end: number
}

/** Which lines of a table are to be drawn, and which rows stand on them. @param total rows in all */
export function rowsInView({ scrollTop, height, rowHeight }: Viewport, layout: GroupLayout, total: number): RowsInView {
  const firstLine = Math.max(0, Math.floor(scrollTop / rowHeight) - OVERSCAN)
  const endLine = Math.ceil((scrollTop + height) / rowHeight) + OVERSCAN
  const first = Math.max(0, Math.min(layout.rowAt(firstLine), total - 1))
  const end = Math.min(total, layout.rowAt(endLine))
  return { firstLine, endLine, first, end }
}

/** How many rows are drawn at one time at most. */
export function drawnRows({ height, rowHeight }: Pick<Viewport, 'height' | 'rowHeight'>): number {
  return Math.ceil(height / rowHeight) + 2 * OVERSCAN + 2
}

/** Where to scroll so that a line is in view, below the head of the table; the same place where it is in view already. */
export function scrollToShow(line: number, { scrollTop, height, rowHeight }: Viewport): number {
  const top = line * rowHeight
  const view = height - rowHeight
  if (top < scrollTop) return top
  return top + rowHeight > scrollTop + view ? top + rowHeight - view : scrollTop
}
