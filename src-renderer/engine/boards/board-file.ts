import type { RowSelector } from '../base/figures/filter.ts'
import type { Board, BoardItem } from './board.ts'

/** What is written to a file, and how many items were left out because they name single people. */
export interface BoardExport {
  readonly text: string
  readonly leftOut: number
}

/** Columns whose values are ids of people or of their records. */
function namesPeople({ filters, where }: RowSelector): boolean {
  return (
    where.some((test) => 'in' in test && /(^|_)(id|patient|person|member|subscriber)$/i.test(test.column)) ||
    filters.some(({ dimension }) => /^(patient|person|id)\b/i.test(dimension))
  )
}

function isAboutPeople(item: BoardItem): boolean {
  return item.kind === 'figure' && item.source.of === 'rows' && namesPeople(item.source.selector)
}

/** A board as a file for others: definitions alone. */
export function writeBoard(board: Board): BoardExport {
  const items = board.items.filter((item) => !isAboutPeople(item))
  return {
    text: `${JSON.stringify({ ...board, items }, undefined, 2)}\n`,
    leftOut: board.items.length - items.length
  }
}
