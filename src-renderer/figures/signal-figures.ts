import type { SignalsPanel } from '#engine/population/panels/results/overview-result.ts'
import { funnelChart, RELIABLE } from '../charts/kinds/funnel.ts'
import type { TableData } from '../ui/copy/delimited.ts'
import type { Format } from '../ui/format/format.ts'
import { chartName, describeSignal } from './describe-signal.ts'
import type { FigureExtras, FigureView } from './figure-view.ts'

type Build = (value: SignalsPanel | undefined, format: Format, extras?: FigureExtras) => FigureView

/** Rows of indicators by practice as a table. */
function signalTable(rows: SignalsPanel['rows'], format: Format): TableData {
  const limit = (value: number, unit: SignalsPanel['rows'][number]['figure']['unit']) => ({
    text: format.value(value, unit),
    value
  })
  return {
    columns: [
      { label: 'Indicator', numeric: false },
      { label: 'Practice', numeric: false },
      { label: 'Month', numeric: false },
      { label: 'Value', numeric: true },
      { label: 'Baseline', numeric: true },
      { label: 'Lower limit', numeric: true },
      { label: 'Upper limit', numeric: true },
      { label: 'Chart', numeric: false },
      { label: 'Signal', numeric: false },
      { label: 'Since', numeric: false }
    ],
    rows: rows.map((row) => {
      const { figure } = row
      const last = row.points.at(-1)
      const description = describeSignal(row)
      return [
        { text: `${row.indicator}, ${row.about}` },
        { text: row.group },
        { text: row.month },
        { text: format.figure(figure).text, value: figure.value, figure },
        limit(row.mean, figure.unit),
        ...(last === undefined
          ? [{ text: '–' }, { text: '–' }]
          : [limit(last.lower, figure.unit), limit(last.upper, figure.unit)]),
        { text: chartName(row.method) },
        { text: description.text },
        { text: description.since }
      ]
    })
  }
}

/** The choice is `signals` or `all`. */
const signals: Build = (value, format, { choice = 'signals' } = {}) => {
  const rows = value?.rows ?? []
  const listed = choice === 'all' ? rows : rows.filter(({ signal }) => signal !== undefined)
  const methods = [...new Set(rows.map(({ method }) => chartName(method)))].toSorted().join(', ')
  const together = rows.length === 1 ? 'this chart' : `all ${format.count(rows.length)} charts together`
  return {
    title: 'Signals',
    subtitle: 'By practice and month, ranked by strength of evidence, not by rate',
    caption:
      value !== undefined && rows.length > 0
        ? `Limits from the first half of the months, ${methods}, so wide that chance alone gives ${value.expectedFalse} false signals on average on ${together}. Orange: worse. Blue: better.`
        : '',
    model: undefined,
    table: listed.length > 0 ? signalTable(listed, format) : undefined,
    provenance: listed[0]?.figure.provenance,
    empty:
      value === undefined || listed.length > 0
        ? undefined
        : rows.length === 0
          ? 'No practice has enough results in each of the last 21 months for a control chart. Remove a filter or load more people.'
          : `Only ${format.quantity(rows.length, 'series has', 'series have')} enough data; ${rows.length === 1 ? 'it varies' : 'all vary'} as usual. Choose All to see them.`
  }
}

/** The choice is the id of an indicator. */
const practices: Build = (value, format, { choice } = {}) => {
  const funnels = value?.funnels ?? []
  const shown = funnels.find(({ id }) => id === choice) ?? funnels[0]
  return {
    title: 'Practices compared',
    subtitle: shown?.title ?? '12 months by practice',
    caption: `Beyond the limits, a practice differs more than chance explains: on average ${value?.expectedFalse ?? ''} practices on all of these plots together do where none differs. Open circle: too few people to rank (reliability below ${RELIABLE}).`,
    model: shown && funnelChart(shown, format),
    provenance: shown?.provenance,
    empty:
      value !== undefined && shown === undefined
        ? 'Fewer than two practices have results to compare. Remove a filter or load more people.'
        : undefined
  }
}

/** The figures of signals, by the names that boards use. */
export const signalFigures = { signals, practices } as const
