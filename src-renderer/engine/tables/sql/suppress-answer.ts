import { isSmallCount } from '../../base/privacy/small-count.ts'
import { commonMessages as common } from '#messages/common.ts'
import { engineTablesSqlMessages as m } from '#messages/engine/tables/sql.ts'
import { defined } from '#shared/language/defined.ts'
import { suppressParts } from '../../base/privacy/suppress-table.ts'
import type { SqlValue } from '../model/column-cells.ts'
import { countColumns } from './count-columns.ts'

/** An answer whose small counts are marked in words, in place of their numbers. */
export interface SuppressedAnswer {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly SqlValue[])[]
  /** Whether each cell is such a mark, by row and column; undefined where there is none. */
  readonly marks: readonly (readonly boolean[])[] | undefined
  /** What was done, in a sentence without its period; undefined for an answer that counts nothing. */
  readonly note: string | undefined
}

const isCount = (value: SqlValue): boolean =>
  value === null || (typeof value === 'number' && Number.isInteger(value) && value >= 0)

/**
 * Whether a share tells few people, of a count in its row: a part of it, or who is left.
 * @param isPerCent what counts something and is no whole number may be per cent
 */
function tellsFew(
  value: SqlValue,
  isPerCent: boolean,
  row: readonly SqlValue[],
  counts: readonly number[],
  limit: number
): boolean {
  if (typeof value !== 'number') return false
  return [value, ...(isPerCent ? [value / 100] : [])].some((share) =>
    counts.some((index) => {
      const total = Number(row[index] ?? 0)
      const part = Math.round(share * total)
      if (share <= 0 || share >= 1 || Math.abs(share * total - part) > 1e-6 * total) return false
      return [part, total - part].some((people) => isSmallCount(people, limit))
    })
  )
}

/**
 * Suppresses counts of 1 to `limit` in the answer to a statement, so that it can leave the program: in columns that count or
 * add up whole numbers, as the statement tells, with as many others of the column as it takes (its total may be known). In a
 * row with a suppressed count, whatever else was computed from the group is suppressed, too. What a statement computes in
 * other ways cannot be known.
 * @param limit 0 suppresses nothing
 * @param isWithheld whether a count must not leave for what left before
 */
export function suppressAnswer(
  statement: string,
  { columns, rows }: { readonly columns: readonly string[]; readonly rows: readonly (readonly SqlValue[])[] },
  limit: number,
  isWithheld: (row: number, column: number) => boolean = () => false
): SuppressedAnswer {
  const kinds = countColumns(statement, columns.length)
  if (kinds === undefined) return { columns, rows, marks: undefined, note: undefined }
  const counts = kinds.flatMap((kind, index) =>
    kind === 'count' && rows.every((row) => isCount(row[index]!)) ? [index] : []
  )
  if (limit <= 0) return { columns, rows, marks: undefined, note: m.smallCountsAreNotSuppressed }
  const status = new Map(
    counts.map((index) => [
      index,
      suppressParts(
        rows.map((row) => Number(row[index] ?? 0)),
        limit,
        true
      ).parts
    ])
  )
  let found = false
  const marks = rows.map((row, r) => {
    // Each count is asked about, shown or not.
    const hidden = new Set(
      counts.filter((position) => isWithheld(r, position) || defined(status.get(position))[r] !== 'shown')
    )
    return row.map((value, index) => {
      const mark =
        value !== null &&
        (status.has(index)
          ? hidden.has(index)
          : kinds[index] !== 'key' &&
            (hidden.size > 0 || tellsFew(value, kinds[index] === 'count', row, counts, limit)))
      found ||= mark
      return mark
    })
  })
  const named = counts.map((index) => columns[index]!).join(', ')
  const note = counts.length === 0 ? m.noColumnOfThisAnswerCould : m.countsOf1ToInAre(limit, named, limit + 1)
  if (!found) return { columns, rows, marks: undefined, note }
  const words = rows.map((row, r) =>
    row.map((value, index) => {
      if (!marks[r]![index]!) return value
      return status.get(index)?.[r] === 'small' ? `<${limit + 1}` : common.suppressed
    })
  )
  const order = isOrderedByMarked(rows, marks, counts) ? withMarkedLast(words, marks) : rows.map((_, row) => row)
  return { columns, rows: order.map((r) => words[r]!), marks: order.map((r) => marks[r]!), note }
}

/** Whether the rows stand in the order of a count with suppressed cells. */
function isOrderedByMarked(
  rows: readonly (readonly SqlValue[])[],
  marks: readonly (readonly boolean[])[],
  counts: readonly number[]
): boolean {
  return counts.some((index) => {
    if (!marks.some((row) => row[index] === true)) return false
    const values = rows.map((row) => Number(row[index] ?? 0))
    const steps = values.slice(1).map((next, row) => next - values[row]!)
    return steps.every((step) => step <= 0) || steps.every((step) => step >= 0)
  })
}

/** In an answer that is sorted by a count the place of a suppressed one would tell between which others it is. */
function withMarkedLast(
  words: readonly (readonly SqlValue[])[],
  marks: readonly (readonly boolean[])[]
): readonly number[] {
  const places = words.map((_, row) => row)
  const isMarked = (row: number): boolean => marks[row]!.includes(true)
  const nameOf = (row: number): string => JSON.stringify(words[row]!.filter((_, index) => !marks[row]![index]!))
  return [
    ...places.filter((row) => !isMarked(row)),
    ...places.filter(isMarked).toSorted((left, right) => (nameOf(left) < nameOf(right) ? -1 : 1))
  ]
}
