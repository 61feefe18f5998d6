import { screensExploreMessages as m } from '#messages/screens/explore.ts'
import type { ExploreFrame, Brushes } from '#engine/explore/explorer.ts'
import {
  chosenByFilter,
  dimensionExpression,
  whereText,
  type ChosenValues,
  type WhereText
} from '#engine/explore/where-text.ts'
import type { Filter } from '#engine/base/figures/filter.ts'

/** What has to be known of a dimension that a filter names. */
interface KnownDimension {
  readonly id: string
  readonly label: string
  readonly values: readonly { readonly value: string }[]
}

/** The people in view who match the choices of the charts, as conditions on the table `person_feature`. */
export function exploreWhere(
  frame: ExploreFrame,
  brushes: Brushes,
  filters: readonly Filter[],
  dimensions: readonly KnownDimension[]
): WhereText {
  const living = filters.some(({ dimension }) => dimension === 'living')
  const all: readonly Filter[] = living ? filters : [{ dimension: 'living', values: ['living'] }, ...filters]
  const byFilter = all.map((filter) => {
    const known = dimensions.find(({ id }) => id === filter.dimension)
    return chosenByFilter(filter, known?.label ?? filter.dimension, known?.values.map(({ value }) => value) ?? [])
  })
  const byBrush = frame.dimensions.flatMap(({ id, label, values }): ChosenValues[] => {
    const codes = brushes[id] ?? []
    if (codes.length === 0) return []
    const names = values.map(({ value }) => value)
    return [{ dimension: id, label, values: names, chosen: codes.flatMap((code) => names[code] ?? []) }]
  })
  return whereText([...byFilter, ...byBrush])
}

/** A statement that lists those people. @param day the as-of date in words */
export function exploreStatement({ conditions, left }: WhereText, day: string): string {
  const without = left.length === 0 ? '' : m.withoutWhatTheTableHasNo(left.join(', '))
  return `-- People who match the charts of the Explore screen, as of ${day}${without}
SELECT patient_id, age, sex, payer, practice
FROM person_feature
WHERE ${conditions.join('\n  AND ')}`
}

/**
 * A statement that counts the people who match by one dimension, for a board.
 * @returns undefined where SQL cannot say it: of the dimension or of a choice
 */
export function exploreCountStatement(
  { conditions, left }: WhereText,
  dimension: string,
  label: string
): string | undefined {
  const expression = dimensionExpression(dimension)
  if (expression === undefined || left.length > 0) return undefined
  const name = label.replaceAll('"', '')
  return `SELECT coalesce(${expression}, '${m.notRecorded}') AS "${name}", count(*) AS people
FROM person_feature
WHERE ${conditions.join('\n  AND ')}
GROUP BY 1
ORDER BY 1`
}
