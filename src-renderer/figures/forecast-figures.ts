import { commonMessages as common } from '#messages/common.ts'
import { figuresForecastMessages as m } from '#messages/figures/forecast.ts'
import type { ForecastPanel } from '#engine/population/panels/results/forecast-result.ts'
import { forecastChart } from '../charts/kinds/forecast.ts'
import type { Format } from '../ui/format/format.ts'
import type { FigureView } from './base/figure-view.ts'
import { forecastFacts } from './forecast-facts.ts'

function forecast(value: ForecastPanel | undefined, format: Format): FigureView {
  return {
    title: value?.title ?? common.forecast,
    subtitle: m.byMonthWith80And95,
    caption: value?.refused === undefined ? m.ifThingsGoOnAsThey : m.noForecastOfRefused(value.refused),
    model: value && forecastChart(value, format),
    provenance: value?.provenance,
    empty: value?.actual.points.length === 0 ? m.noForecastOfRefused(value.refused ?? m.noCompleteMonth) : undefined
  }
}

function method(value: ForecastPanel | undefined, format: Format): FigureView {
  return {
    title: m.howItIsMade,
    subtitle: m.theModelAndHowWellIt,
    caption: value?.title ?? '',
    model: undefined,
    table: value && {
      columns: [
        { label: common.what, numeric: false },
        { label: m.textLabel, numeric: false }
      ],
      rows: forecastFacts(value, format).map(({ term, text }) => [{ text: term }, { text }])
    },
    provenance: value?.provenance
  }
}

/** The figures of a forecast, by the names that boards use. */
export const forecastFigures = { forecast, method } as const
