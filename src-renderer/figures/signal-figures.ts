import { commonMessages as common } from '#messages/common.ts'
import { figuresSignalMessages as m } from '#messages/figures/signal.ts'
import { nouns } from '#messages/nouns.ts'
import { isSmallCount } from '#engine/base/privacy/small-count.ts'
import { POWER, SHIFT_PERIODS } from '#engine/base/stats/count-chart.ts'
import type { SignalRow, SignalsPanel } from '#engine/population/panels/results/overview-result.ts'
import { funnelChart, RELIABLE } from '../charts/kinds/funnel.ts'
import { figureCell } from '../charts/parts/figure-lines.ts'
import type { TableCell, TableData } from '../ui/copy/delimited.ts'
import type { Format } from '../ui/format/format.ts'
import { chartName, describeSignal } from './describe-signal.ts'
import type { FigureExtras, FigureView } from './base/figure-view.ts'

type Build = (value: SignalsPanel | undefined, format: Format, extras?: FigureExtras) => FigureView

/** Whether mean, limits and line of a series would tell a month that counts few: they are withheld with it. */
export function tellsSmallMonth({ figure, smallest }: SignalRow, format: Format): boolean {
  return format.figure(figure).hidden || isSmallCount(smallest, format.smallCellLimit)
}

/** Rows of indicators by practice as a table. */
function signalTable(rows: SignalsPanel['rows'], format: Format): TableData {
  const limit = (row: SignalRow, value: number): TableCell =>
    tellsSmallMonth(row, format) ? { text: '–', value: '' } : { text: format.value(value, row.figure.unit), value }
  return {
    columns: [
      { label: m.indicator, numeric: false },
      { label: common.practice, numeric: false },
      { label: m.month, numeric: false },
      { label: common.value, numeric: true },
      { label: m.baseline, numeric: true },
      { label: m.lowerLimit, numeric: true },
      { label: m.upperLimit, numeric: true },
      { label: m.chart, numeric: false },
      { label: m.signal, numeric: false },
      { label: m.since, numeric: false },
      { label: m.smallestChangeFound, numeric: true }
    ],
    rows: rows.map((row) => {
      const { figure } = row
      const last = row.points.at(-1)
      const description = describeSignal(row)
      return [
        { text: `${row.indicator}, ${row.about}` },
        { text: row.group },
        { text: row.month },
        figureCell(figure, format),
        limit(row, row.mean),
        ...(last === undefined ? [{ text: '–' }, { text: '–' }] : [limit(row, last.lower), limit(row, last.upper)]),
        { text: chartName(row.method) },
        { text: description.text },
        { text: description.since },
        row.detectable === undefined || tellsSmallMonth(row, format)
          ? { text: '–' }
          : { text: changeText(row, row.detectable, format), value: row.detectable }
      ]
    })
  }
}

/** The size of a change; of shares in percentage points. */
function changeText({ figure }: SignalRow, size: number, format: Format): string {
  return figure.unit === 'proportion' ? m.pointsOfPercent((size * 100).toFixed(1)) : format.value(size, figure.unit)
}

/** Says from which size on a lasting change of each indicator could be found; '' where nothing tells. */
function detectableText(rows: SignalsPanel['rows'], format: Format): string {
  const smallest = new Map<string, { readonly row: SignalRow; readonly size: number }>()
  for (const row of rows) {
    // What can be found follows from how many people a month has, so that it goes with the mean and the limits.
    if (row.detectable === undefined || tellsSmallMonth(row, format)) continue
    if (row.detectable >= (smallest.get(row.indicator)?.size ?? Infinity)) continue
    smallest.set(row.indicator, { row, size: row.detectable })
  }
  if (smallest.size === 0) return ''
  const sizes = Array.from(smallest, ([indicator, { row, size }]) =>
    m.changeOf(indicator, changeText(row, size, format))
  )
  return m.aChangeThatLastsMonthsIsFound(SHIFT_PERIODS, POWER * 100, sizes.join('; '))
}

/** The choice is `signals` or `all`. */
const signals: Build = (value, format, { choice = 'signals' } = {}) => {
  const rows = value?.rows ?? []
  const listed = choice === 'all' ? rows : rows.filter(({ signal }) => signal !== undefined)
  const methods = [...new Set(rows.map(({ method }) => chartName(method)))].toSorted().join(', ')
  const together = rows.length === 1 ? m.thisChart : m.allChartsTogether(format.count(rows.length))
  return {
    title: m.signals,
    subtitle: m.byPracticeAndMonthRankedBy,
    caption:
      value !== undefined && rows.length > 0 ? m.limitsFromTheFirstHalfOf(methods, value.expectedFalse, together) : '',
    model: undefined,
    table: listed.length > 0 ? signalTable(listed, format) : undefined,
    provenance: listed[0]?.figure.provenance,
    empty:
      value === undefined || listed.length > 0
        ? undefined
        : rows.length === 0
          ? m.noPracticeHasEnoughResultsIn
          : `${m.onlyEnoughDataAllVaryAs(format.quantity(rows.length, nouns.seriesHas), rows.length)} ${detectableText(rows, format)}`.trim()
  }
}

/** The choice is the id of an indicator. */
const practices: Build = (value, format, { choice } = {}) => {
  const funnels = value?.funnels ?? []
  const shown = funnels.find(({ id }) => id === choice) ?? funnels[0]
  return {
    title: m.practicesCompared,
    subtitle: shown?.title ?? m.n12MonthsByPractice,
    caption: m.beyondTheLimitsAPracticeDiffers(value?.expectedFalse ?? '', RELIABLE),
    model: shown && funnelChart(shown, format),
    provenance: shown?.provenance,
    empty: value !== undefined && shown === undefined ? m.fewerThanTwoPracticesHaveResults : undefined
  }
}

/** The figures of signals, by the names that boards use. */
export const signalFigures = { signals, practices } as const
