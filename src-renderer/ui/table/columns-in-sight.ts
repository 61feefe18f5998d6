import type { Attachment } from 'svelte/attachments'

/** Which columns of a table are in sight, from 1; the first column, which names the rows, does not count. */
export interface ColumnsInSight {
  readonly first: number
  readonly last: number
  readonly all: number
  /** Pixels to the next columns that are not in sight. */
  readonly page: number
}

/** Pixels of a column that may be out of sight. */
const SLACK = 4

/** The columns between two edges; what is cut off is not in sight, but one column always is. */
export function columnsBetween(
  columns: readonly { readonly start: number; readonly end: number }[],
  from: number,
  to: number
): Pick<ColumnsInSight, 'first' | 'last'> {
  const first = columns.findIndex(({ start }) => start >= from - SLACK)
  const last = columns.findLastIndex(({ end }) => end <= to + SLACK)
  const shown = first < 0 ? columns.length - 1 : first
  return { first: shown + 1, last: Math.max(shown, last) + 1 }
}

/**
 * Tells which columns of the table in a scrolling box are in sight; undefined while all of them are.
 * @param headings selects the headings of the columns, of which the first names the rows
 */
export function columnsInSight(
  report: (sight: ColumnsInSight | undefined) => void,
  headings = 'thead th'
): Attachment<HTMLElement> {
  return (box) => {
    const look = (): void => {
      if (box.scrollWidth <= box.clientWidth + 1) {
        report(undefined)
        return
      }
      const [names, ...heads] = box.querySelectorAll<HTMLElement>(headings)
      const { left, right } = box.getBoundingClientRect()
      const isFromRight = getComputedStyle(box).direction === 'rtl'
      const place = (head: HTMLElement): { readonly start: number; readonly end: number } => {
        const { left: near, right: far } = head.getBoundingClientRect()
        return isFromRight ? { start: right - far, end: right - near } : { start: near - left, end: far - left }
      }
      // Check boxes may stay before the names.
      const covered = names !== undefined && getComputedStyle(names).position === 'sticky' ? place(names).end : 0
      const columns = heads.map(place)
      const sight = columnsBetween(columns, covered, box.clientWidth)
      report({ ...sight, all: columns.length, page: box.clientWidth - covered })
    }
    const observer = new ResizeObserver(look)
    observer.observe(box)
    if (box.firstElementChild !== null) observer.observe(box.firstElementChild)
    box.addEventListener('scroll', look, { passive: true })
    return () => {
      observer.disconnect()
      box.removeEventListener('scroll', look)
    }
  }
}
