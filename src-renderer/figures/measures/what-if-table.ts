import { commonMessages as common } from '#messages/common.ts'
import { screensMeasuresWhatIfMessages as m } from '#messages/screens/measures/what-if.ts'
import { isSmallCount } from '#engine/base/privacy/small-count.ts'
import type { StarRow, StarsPanel } from '#engine/measures/results/stars-result.ts'
import { starsWorth } from '#engine/measures/stars/stars-worth.ts'
import type { TableCell, TableData } from '../../ui/copy/delimited.ts'
import type { Format } from '../../ui/format/format.ts'

/**
 * Whether score, stars, closures and people to the next star of a measure are computed from a rate that is withheld, and would tell it.
 */
export function tellsHiddenRate({ source, figure }: Pick<StarRow, 'source' | 'figure'>, format: Format): boolean {
  return source === 'measure' && figure !== undefined && format.figure(figure).hidden
}

/** Whether a rating is withheld: with the stars of the other rates it would tell those of a rate of few people. */
export function isRatingWithheld(
  rated: Pick<StarsPanel, 'tells'> | undefined,
  { smallCellLimit }: Pick<Format, 'smallCellLimit'>
): boolean {
  return isSmallCount(rated?.tells, smallCellLimit)
}

/** What is tried, one row per measure: scores and stars before and with the closures. */
export function whatIfTable(rows: readonly StarRow[], format: Format): TableData {
  return {
    columns: [
      { label: common.measure, numeric: false },
      { label: m.weight, numeric: true },
      { label: m.score, numeric: true },
      { label: m.stars, numeric: true },
      { label: m.starsAre, numeric: false },
      { label: m.closuresTried, numeric: true },
      { label: m.scoreThen, numeric: true },
      { label: m.starsThen, numeric: true },
      { label: m.peopleToNextStar, numeric: true },
      { label: m.dataPeriod, numeric: false }
    ],
    rows: rows.map((row) => {
      const isTold = tellsHiddenRate(row, format)
      const cell = (value: number | undefined, text: (value: number) => string): TableCell => {
        if (isTold) return { text: common.suppressed, withheld: true }
        return value === undefined ? { text: '', value } : { text: text(value), value }
      }
      const count = (value: number): string => format.count(value)
      const score = (value: number): string => value.toFixed(row.decimals)
      return [
        { text: `${row.code} ${row.title}` },
        { text: String(row.weight), value: row.weight },
        cell(row.score, score),
        cell(row.stars, String),
        { text: isTold ? '' : starsWorth(row) },
        cell(row.closures, count),
        cell(row.triedScore, score),
        cell(row.triedStars, String),
        cell(row.next?.people, count),
        { text: row.dataPeriod }
      ]
    })
  }
}
