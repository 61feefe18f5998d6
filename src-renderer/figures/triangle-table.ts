import { commonMessages as common } from '#messages/common.ts'
import { figuresMessages as m } from '#messages/figures.ts'
import { isSmallCount } from '#engine/base/privacy/small-count.ts'
import type { RunOutTriangle } from '#engine/population/panels/results/cost-result.ts'
import type { TableCell, TableData } from '../ui/copy/delimited.ts'
import type { Format } from '../ui/format/format.ts'

const none: TableCell = { text: '–', value: '' }
const withheld: TableCell = { text: common.suppressed, withheld: true }

/**
 * A lag triangle as a table: the completion by lag, then a row per month of service, the latest first: what is known, what it
 * will come to, and what was known by each lag. What is asked for comes first: the lags are more than a window is wide.
 * @param shown at which lags what is known of each row may be shown
 * @param as shares of what the month will come to, or US dollars
 */
export function triangleTable(
  { rows, completion, members }: RunOutTriangle,
  shown: readonly (readonly boolean[])[],
  as: 'percent' | 'dollars',
  format: Pick<Format, 'value' | 'smallCellLimit'>
): TableData {
  const last = completion.length - 1
  const dollars = (value: number): TableCell => ({ text: format.value(value, 'usd'), value: Math.round(value) })
  const share = (value: number | undefined): TableCell =>
    value === undefined
      ? none
      : { text: `${Math.round(value * 100)}%`, value, shade: Math.max(1, Math.min(7, Math.ceil(value * 7))) }
  // How the claims of few people came in is theirs, however many claims they are.
  const isOfFew = isSmallCount(members, format.smallCellLimit)
  return {
    columns: [
      { label: m.service, numeric: false },
      { label: m.known, numeric: true },
      { label: m.willComeTo, numeric: true },
      { label: common.n95Interval, numeric: true },
      ...completion.map((_, lag) => ({ label: lag === last ? `${lag}+` : String(lag), numeric: true }))
    ],
    rows: [
      [
        { text: m.completion },
        { text: '' },
        { text: '' },
        { text: '' },
        ...completion.map((each) => (isOfFew ? withheld : share(each)))
      ],
      ...rows
        .map((row, place) => ({ ...row, lags: shown[place] ?? [] }))
        .toReversed()
        .map(({ label, known, completed, interval, lags }): TableCell[] => {
          // What a month will come to tells what is known of it.
          const isTold = lags.at(-1) === true
          return [
            { text: label },
            isTold ? dollars(known.at(-1) ?? 0) : withheld,
            completed === undefined ? none : isTold ? dollars(completed) : withheld,
            interval === undefined || !isTold
              ? none
              : { text: interval.map((end) => format.value(end, 'usd')).join(' to '), value: Math.round(interval[1]) },
            ...completion.map((_, lag): TableCell => {
              const amount = known[lag]
              if (amount === undefined) return { text: '', value: '' }
              if (lags[lag] !== true || (as === 'percent' && !isTold)) return withheld
              return as === 'dollars' ? dollars(amount) : share(completed ? amount / completed : undefined)
            })
          ]
        })
    ]
  }
}
