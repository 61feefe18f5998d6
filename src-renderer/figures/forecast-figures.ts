import type { ForecastPanel } from '#engine/population/panels/results/forecast-result.ts'
import { forecastChart } from '../charts/kinds/forecast.ts'
import type { Format } from '../ui/format/format.ts'
import type { FigureView } from './figure-view.ts'
import { forecastFacts } from './forecast-facts.ts'

function forecast(value: ForecastPanel | undefined, format: Format): FigureView {
  return {
    title: value?.title ?? 'Forecast',
    subtitle: 'By month, with 80% and 95% prediction intervals',
    caption:
      value?.refused === undefined
        ? 'If things go on as they did: no new program, no change of the people in view.'
        : `No forecast: ${value.refused}.`,
    model: value && forecastChart(value, format),
    provenance: value?.provenance,
    empty: value?.actual.points.length === 0 ? `No forecast: ${value.refused ?? 'no complete month'}.` : undefined
  }
}

function method(value: ForecastPanel | undefined, format: Format): FigureView {
  return {
    title: 'How it is made',
    subtitle: 'The model, and how well it would have done',
    caption: value?.title ?? '',
    model: undefined,
    table: value && {
      columns: [
        { label: 'What', numeric: false },
        { label: 'Text', numeric: false }
      ],
      rows: forecastFacts(value, format).map(({ term, text }) => [{ text: term }, { text }])
    },
    provenance: value?.provenance
  }
}

/** The figures of a forecast, by the names that boards use. */
export const forecastFigures = { forecast, method } as const
