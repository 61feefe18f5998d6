import { isSmallCount } from './small-count.ts'
import { defined } from '#shared/language/defined.ts'
import { suppressSums, type CellStatus, type SumCell } from './suppress-sums.ts'

/** How the cells of a table with totals are published. */
export interface TableStatus {
  readonly cells: readonly (readonly CellStatus[])[]
  readonly rowTotals: readonly CellStatus[]
  readonly columnTotals: readonly CellStatus[]
  readonly total: CellStatus
}

/** How the parts of a whole are published. */
export interface PartsStatus {
  readonly parts: readonly CellStatus[]
  readonly total: CellStatus
}

/**
 * The cells of a two-way table whose row and column totals are published, too.
 * @param counts people, one list per row; all of one length
 * @param fixedColumns totals of the columns and of all are known from elsewhere and cannot be withheld
 */
export function suppressTable(
  counts: readonly (readonly number[])[],
  limit: number,
  fixedColumns = false
): TableStatus {
  const rows = counts.length
  const columns = counts[0]?.length ?? 0
  const [root, sink] = [rows + columns, rows + columns + 1]
  const sum = (list: readonly number[]): number => list.reduce((total, count) => total + count, 0)
  const fixed = fixedColumns
  const edges: SumCell[] = [
    ...counts.flatMap((row, r) => row.map((count, c): SumCell => ({ from: r, to: rows + c, count }))),
    ...counts.map((row, r): SumCell => ({ from: root, to: r, count: sum(row) })),
    ...Array.from({ length: columns }, (_, c): SumCell => ({
      from: rows + c,
      to: sink,
      count: sum(counts.map((row) => row[c]!)),
      fixed
    })),
    { from: sink, to: root, count: sum(counts.map(sum)), fixed }
  ]
  const status = suppressSums(edges, rows + columns + 2, limit)
  const cells = rows * columns
  return {
    cells: counts.map((_, r) => status.slice(r * columns, (r + 1) * columns)),
    rowTotals: status.slice(cells, cells + rows),
    columnTotals: status.slice(cells + rows, cells + rows + columns),
    total: defined(status.at(-1))
  }
}

/**
 * The parts of a whole whose total is published. The same as {@link suppressTable} with one row, in closed form: any number
 * of parts is done at once.
 * @param fixedTotal the total is known from elsewhere and cannot be withheld
 */
export function suppressParts(counts: readonly number[], limit: number, fixedTotal = false): PartsStatus {
  const parts = counts.map((count): CellStatus => (isSmallCount(count, limit) ? 'small' : 'shown'))
  const total = counts.reduce((sum, count) => sum + count, 0)
  const small = counts.filter((_, part) => parts[part] === 'small')
  if (total <= limit && total > 0) return { parts, total: 'small' }
  if (small.length === 0) return { parts, total: 'shown' }
  const smallSum = small.reduce((sum, count) => sum + count, 0)
  const others = counts
    .map((count, part) => ({ count, part }))
    .filter(({ part, count }) => parts[part] === 'shown' && count > 0)
    .sort((a, b) => a.count - b.count)
  let withheld = 0
  // Each withheld part gives as many people as it has above the smallest number that it may hold.
  let spare = smallSum - small.length
  const isProtected = (): boolean =>
    withheld === 0 ? spare >= limit - 1 && smallSum - (small.length - 1) * limit <= 1 : spare >= limit - 1
  for (const { count, part } of others) {
    if (isProtected()) break
    parts[part] = 'withheld'
    withheld++
    spare += count - limit - 1
  }
  return { parts, total: isProtected() || fixedTotal ? 'shown' : 'withheld' }
}
