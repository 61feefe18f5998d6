/** Minimum of lines on a page: so many where there is room for no more. */
const MINIMUM = 8

/** Height of the foot with its buttons, in CSS pixels. */
const FOOT = 34

/** The place of a table that is turned page by page, in CSS pixels. */
export interface PageRoom {
  /** Height of the table with its head and its foot; 0 before it is laid out. */
  readonly room: number
  readonly rowHeight: number
}

/** How many lines a table that is turned page by page has at the minimum; a message stands in place of none. */
export function minimumLines(lines: number): number {
  return Math.max(4, Math.min(MINIMUM, lines))
}

/** How many lines there are on a page. @param lines lines of the table in all */
export function linesPerPage({ room, rowHeight }: PageRoom, lines: number): number {
  return Math.max(minimumLines(lines), Math.floor((room - FOOT) / rowHeight) - 1)
}
