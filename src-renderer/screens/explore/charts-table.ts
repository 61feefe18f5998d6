import { commonMessages as common } from '#messages/common.ts'
import { screensExploreMessages as m } from '#messages/screens/explore.ts'
import { suppressedCells } from '#engine/base/privacy/small-cells.ts'
import type { ExploreFrame } from '#engine/explore/explorer.ts'
import type { ChosenCodes } from './explore-count.ts'
import type { Format } from '../../ui/format/format.ts'
import type { TableCell, TableData } from '../../ui/copy/delimited.ts'

/** Whether a number of people with some values must not leave. @param isMatching they match the choices of the other charts */
export type HidesPeople = (people: number, chosen: ChosenCodes, isMatching: boolean) => boolean

/**
 * The charts to brush as one table: people of each value, and those of them who match the choices of the other charts.
 * @param counts matching people by chart and value
 * @param hides whether a number of people must not leave for what left before
 * @param limit groups of 1 to so many people are suppressed, with others that would tell them
 */
export function chartsTable(
  dimensions: ExploreFrame['dimensions'],
  counts: readonly (Int32Array | undefined)[],
  limit: number,
  format: Pick<Format, 'count'>,
  hides: HidesPeople = () => false
): TableData {
  const column = (label: string, numeric: boolean): TableData['columns'][number] => ({ label, numeric })
  return {
    columns: [
      column(m.chart, false),
      column(common.value, false),
      column(m.matchingPeople, true),
      column(common.people, true)
    ],
    rows: dimensions.flatMap(({ id, label, values, people }, index) => {
      const cells = values.map((_, code) => ({ numerator: counts[index]?.[code] ?? 0, denominator: people[code] ?? 0 }))
      const hidden = limit > 0 ? suppressedCells(cells, limit) : cells.map(() => false)
      return cells.flatMap(({ numerator, denominator }, code) => {
        if (denominator === 0) return []
        const cell = (count: number, isMatching: boolean): TableCell =>
          hides(count, { [id]: code }, isMatching) || hidden[code] === true
            ? { text: common.suppressed, withheld: true }
            : { text: format.count(count), value: count }
        return [[{ text: label }, { text: values[code]?.label ?? '' }, cell(numerator, true), cell(denominator, false)]]
      })
    })
  }
}
