import { engineTablesSqlMessages as m } from '#messages/engine/tables/sql.ts'
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
 * Suppresses counts of 1 to `limit` in the answer to a statement, so that it can leave the program: in columns that count or
 * add up whole numbers, as the statement tells, with as many others of the column as it takes (its total may be known). In a
 * row with a suppressed count, whatever else was computed from the group is suppressed, too. What a statement computes in
 * other ways cannot be known.
 * @param limit 0 suppresses nothing
 */
export function suppressAnswer(
  statement: string,
  { columns, rows }: { readonly columns: readonly string[]; readonly rows: readonly (readonly SqlValue[])[] },
  limit: number
): SuppressedAnswer {
  const kinds = countColumns(statement, columns.length)
  if (kinds === undefined) return { columns, rows, marks: undefined, note: undefined }
  const counts = kinds.flatMap((kind, at) => (kind === 'count' && rows.every((row) => isCount(row[at]!)) ? [at] : []))
  if (limit <= 0) return { columns, rows, marks: undefined, note: m.smallCountsAreNotSuppressed }
  const status = new Map(
    counts.map((at) => [
      at,
      suppressParts(
        rows.map((row) => Number(row[at] ?? 0)),
        limit,
        true
      ).parts
    ])
  )
  let found = false
  const marks = rows.map((row, r) => {
    const isHidden = counts.some((at) => status.get(at)![r] !== 'shown')
    return row.map((value, at) => {
      const own = status.get(at)?.[r]
      const mark = value !== null && (own === undefined ? isHidden && kinds[at] !== 'key' : own !== 'shown')
      found ||= mark
      return mark
    })
  })
  const named = counts.map((at) => columns[at]!).join(', ')
  const note = counts.length === 0 ? m.noColumnOfThisAnswerCould : m.countsOf1ToInAre(limit, named, limit + 1)
  if (!found) return { columns, rows, marks: undefined, note }
  return {
    columns,
    rows: rows.map((row, r) =>
      row.map((value, at) => {
        if (!marks[r]![at]!) return value
        return status.get(at)?.[r] === 'small' ? `<${limit + 1}` : 'suppressed'
      })
    ),
    marks,
    note
  }
}
