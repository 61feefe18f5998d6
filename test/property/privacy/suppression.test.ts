import { describe, expect, it } from 'vitest'
import { suppressedCells } from '#engine/base/privacy/small-cells.ts'
import { suppressParts, suppressTable, type TableStatus } from '#engine/base/privacy/suppress-table.ts'
import type { CellStatus } from '#engine/base/privacy/suppress-sums.ts'
import { budgeted, fc } from '../../support/property.ts'

/** A number that somebody does not know, and between which bounds it must lie. */
interface Unknown {
  low: number
  high: number
}

/** What is published: numbers, or that a cell holds 1 to the limit, or that it holds more. */
function published(count: number, status: CellStatus, limit: number): Unknown {
  if (status === 'shown') return { low: count, high: count }
  return status === 'small' ? { low: 1, high: limit } : { low: limit + 1, high: 10_000 }
}

/**
 * Somebody who tries: finds for one cell all values with which the published rest can be true, by completing the table
 * value by value (depth first, with bounds of the sums).
 */
function possible(
  counts: readonly (readonly number[])[],
  status: TableStatus,
  limit: number,
  row: number,
  column: number
): readonly number[] {
  const rows = counts.length
  const columns = counts[0]!.length
  const sum = (list: readonly number[]): number => list.reduce((total, count) => total + count, 0)
  const cell = counts.map((list, r) => list.map((count, c) => published(count, status.cells[r]![c]!, limit)))
  const rowSum = counts.map((list, r) => published(sum(list), status.rowTotals[r]!, limit))
  const columnSum = Array.from({ length: columns }, (_, c) =>
    published(sum(counts.map((list) => list[c]!)), status.columnTotals[c]!, limit)
  )
  const all = published(sum(counts.map(sum)), status.total, limit)
  return Array.from({ length: limit }, (_, index) => index + 1).filter((value) => {
    const fixed = cell.map((list, r) =>
      list.map((each, c) => (r === row && c === column ? { low: value, high: value } : each))
    )
    return isFeasible(fixed, rowSum, columnSum, all, rows, columns)
  })
}

/** Whether a flow with bounds exists (Hoffman's circulation): by maximum flow from a super source, Ford and Fulkerson. */
function isFeasible(
  cell: readonly (readonly Unknown[])[],
  rowSum: readonly Unknown[],
  columnSum: readonly Unknown[],
  all: Unknown,
  rows: number,
  columns: number
): boolean {
  const [root, sink] = [rows + columns, rows + columns + 1]
  const [source, target] = [sink + 1, sink + 2]
  const size = target + 1
  const capacity = Array.from({ length: size }, () => new Float64Array(size))
  const excess = new Float64Array(size)
  const edge = (from: number, to: number, { low, high }: Unknown): void => {
    capacity[from]![to]! += high - low
    excess[to]! += low
    excess[from]! -= low
  }
  cell.forEach((list, r) => list.forEach((each, c) => edge(r, rows + c, each)))
  rowSum.forEach((each, r) => edge(root, r, each))
  columnSum.forEach((each, c) => edge(rows + c, sink, each))
  edge(sink, root, all)
  let needed = 0
  excess.forEach((each, node) => {
    if (each > 0) {
      capacity[source]![node] = each
      needed += each
    } else capacity[node]![target] = -each
  })
  let flow = 0
  for (;;) {
    const before = new Int32Array(size).fill(-1)
    before[source] = source
    const queue = [source]
    for (const node of queue)
      for (let next = 0; next < size; next++)
        if (before[next] === -1 && capacity[node]![next]! > 0) {
          before[next] = node
          queue.push(next)
        }
    if (before[target] === -1) return flow === needed
    let units = Number.POSITIVE_INFINITY
    for (let node = target; node !== source; node = before[node]!)
      units = Math.min(units, capacity[before[node]!]![node]!)
    for (let node = target; node !== source; node = before[node]!) {
      capacity[before[node]!]![node]! -= units
      capacity[node]![before[node]!]! += units
    }
    flow += units
  }
}

const limit = 10

/** The table where all cells but the zeros are withheld: nobody can do more. */
function allWithheld(counts: readonly (readonly number[])[]): TableStatus {
  const sum = (list: readonly number[]): number => list.reduce((total, each) => total + each, 0)
  const statusOf = (each: number): CellStatus => (each === 0 ? 'shown' : each <= limit ? 'small' : 'withheld')
  return {
    cells: counts.map((list) => list.map(statusOf)),
    rowTotals: counts.map((list) => statusOf(sum(list))),
    columnTotals: counts[0]!.map((_, c) => statusOf(sum(counts.map((list) => list[c]!)))),
    total: statusOf(sum(counts.map(sum)))
  }
}
const count = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 15 }), fc.integer({ min: 11, max: 400 }))
const table = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))
  .chain(([rows, columns]) =>
    fc.array(fc.array(count, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows })
  )

describe('suppression of a two-way table with totals', () => {
  it('leaves possible in every small cell what would be if all were withheld, whoever computes', () => {
    fc.assert(
      fc.property(table, (counts) => {
        const status = suppressTable(counts, limit)
        counts.forEach((list, row) =>
          list.forEach((each, column) => {
            if (each < 1 || each > limit) return
            expect(status.cells[row]![column]).toBe('small')
            const best = possible(counts, allWithheld(counts), limit, row, column)
            expect(possible(counts, status, limit, row, column)).toEqual(best)
          })
        )
      }),
      { numRuns: budgeted(400) }
    )
  })

  it('withholds nothing where nothing is small, and never a zero', () => {
    fc.assert(
      fc.property(table, (counts) => {
        const status = suppressTable(counts, limit)
        const all = [...status.cells.flat(), ...status.rowTotals, ...status.columnTotals, status.total]
        if (!all.includes('small')) expect(all.every((each) => each === 'shown')).toBe(true)
        counts.flat().forEach((each, index) => {
          if (each === 0) expect(status.cells.flat()[index]).toBe('shown')
        })
      })
    )
  })

  it('does not give away two cells of one by their total', () => {
    const status = suppressTable([[1, 1, 50]], limit)
    expect(status.cells[0]).toEqual(['small', 'small', 'withheld'])
    expect(possible([[1, 1, 50]], status, limit, 0, 0)).toHaveLength(limit)
  })

  it('withholds a rectangle around a single small cell', () => {
    const { cells, total } = suppressTable(
      [
        [5, 60, 70],
        [40, 90, 80],
        [50, 30, 95]
      ],
      limit
    )
    expect(cells[0]![0]).toBe('small')
    expect(cells.flat().filter((each) => each === 'withheld').length).toBeLessThanOrEqual(5)
    expect(total).toBe('shown')
  })
})

describe('suppression of rates by group', () => {
  it('hides groups until no part, rest or group that is small can be worked out from the known rate of all', () => {
    const cells = fc.array(
      count.chain((denominator) =>
        fc.integer({ min: 0, max: denominator }).map((numerator) => ({ numerator, denominator }))
      ),
      { minLength: 2, maxLength: 6 }
    )
    fc.assert(
      fc.property(cells, (groups) => {
        const hidden = suppressedCells(groups, limit)
        const isSmall = (each: number): boolean => each >= 1 && each <= limit
        const counts = groups.map(({ numerator, denominator }) => [numerator, denominator - numerator])
        const all = allWithheld(counts)
        // Of a hidden group nothing is published but that it is hidden; of the others and of all together, everything.
        const status: TableStatus = {
          ...all,
          cells: all.cells.map((row, r) => row.map((each) => (hidden[r] === true ? each : 'shown'))),
          rowTotals: all.rowTotals.map((each, r) => (hidden[r] === true ? each : 'shown')),
          columnTotals: ['shown', 'shown'],
          total: 'shown'
        }
        const best: TableStatus = { ...all, columnTotals: ['shown', 'shown'], total: 'shown' }
        counts.forEach((row, r) => {
          if ([...row, row[0]! + row[1]!].some(isSmall)) expect(hidden[r]).toBe(true)
          row.forEach((each, c) => {
            if (isSmall(each))
              expect(possible(counts, status, limit, r, c)).toEqual(possible(counts, best, limit, r, c))
          })
        })
      })
    )
  })
})

describe('suppression of parts of a whole', () => {
  it('protects as that of a table with one row does', () => {
    fc.assert(
      fc.property(fc.array(count, { minLength: 1, maxLength: 9 }), (counts) => {
        const { parts, total } = suppressParts(counts, limit)
        const status: TableStatus = {
          cells: [parts],
          rowTotals: [total],
          columnTotals: parts,
          total
        }
        counts.forEach((each, part) => {
          if (each < 1 || each > limit) return
          expect(possible([counts], status, limit, 0, part)).toEqual(
            possible([counts], allWithheld([counts]), limit, 0, part)
          )
        })
      }),
      { numRuns: budgeted(400) }
    )
  })

  it('withholds a part that gives nothing away by itself only where it must', () => {
    expect(suppressParts([1, 1, 50], limit).parts).toEqual(['small', 'small', 'withheld'])
    expect(suppressParts([5, 6, 50], limit).parts).toEqual(['small', 'small', 'shown'])
    expect(suppressParts([10, 10, 50], limit).parts).toEqual(['small', 'small', 'withheld'])
    expect(suppressParts([4, 11, 300, 20], limit)).toEqual({
      parts: ['small', 'withheld', 'shown', 'withheld'],
      total: 'shown'
    })
    expect(suppressParts([3, 12], limit).total).toBe('withheld')
    expect(suppressParts([0, 40, 50], limit).parts).toEqual(['shown', 'shown', 'shown'])
  })
})
