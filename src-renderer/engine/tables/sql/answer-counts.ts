import type { PublishedCount } from '#shared/governance/published-count.ts'
import type { SqlValue } from '../model/column-cells.ts'
import { countColumns } from './count-columns.ts'
import { meaningful, nameOf, sqlTokens } from './sql-tokens.ts'

/** Most letters of a value by which an answer is divided. */
const LONGEST_VALUE = 500

/** Which data a statement was asked of, and for which day. */
export interface AskedData {
  readonly data: string
  readonly asOf: number
}

/**
 * The counts of an answer to a statement, by row and column, for the register of published counts; undefined where a cell
 * counts nothing. What two statements count is the same question where they ask the same tables and divide by the same values,
 * whatever their conditions are: nobody can tell from the text whether one is about some of the people of the other, so
 * that a difference by few people is taken for a group of few people.
 */
export function answerCounts(
  statement: string,
  { columns, rows }: { readonly columns: readonly string[]; readonly rows: readonly (readonly SqlValue[])[] },
  { data, asOf }: AskedData
): (row: number, column: number) => PublishedCount | undefined {
  const kinds = countColumns(statement, columns.length) ?? []
  const tables = tablesOf(statement).join(' ')
  const keys = kinds.flatMap((kind, index) => (kind === 'key' ? [index] : []))
  return (row, column) => {
    const value = rows[row]![column]
    if (kinds[column] !== 'count' || typeof value !== 'number' || !Number.isInteger(value) || value < 0)
      return undefined
    const where = keys
      .map((index) => ({
        dimension: `sql:${columns[index]!}`.slice(0, 300),
        values: [String(rows[row]![index] ?? '').slice(0, LONGEST_VALUE)]
      }))
      .toSorted((left, right) => (left.dimension < right.dimension ? -1 : 1))
    const words = where.map(({ dimension, values }) => `${dimension.slice(4)} = ${values.join()}`)
    return {
      of: `sql/${tables}/${kinds.slice(0, column).filter((kind) => kind === 'count').length}`.slice(0, 400),
      where,
      asOf,
      current: true,
      data,
      count: value,
      label: ['SQL', tables, ...words].join(', ').slice(0, 300)
    }
  }
}

/** Tables that a statement names after FROM and JOIN. */
function tablesOf(statement: string): readonly string[] {
  const tokens = meaningful(sqlTokens(statement))
  const found = tokens.flatMap((token, index) => {
    const word = token.kind === 'keyword' ? token.text.toLowerCase() : ''
    const name = word === 'from' || word === 'join' ? tokens[index + 1] && nameOf(tokens[index + 1]!) : undefined
    return name === undefined ? [] : [name]
  })
  return [...new Set(found)].toSorted()
}
