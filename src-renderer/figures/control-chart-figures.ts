import { figuresRegistryMessages as m } from '#messages/figures/registry.ts'
import type { ControlChartPanel } from '#engine/population/panels/results/control-chart-result.ts'
import { controlChart } from '../charts/kinds/control-chart.ts'
import { sentences } from '../charts/parts/describe.ts'
import { emptyText, type FigureBuild } from './base/figure-view.ts'
import { chartName, describeSignal } from './describe-signal.ts'

const months: FigureBuild<ControlChartPanel> = (value, format, { goal, lines, events } = {}) => {
  const chart = value?.chart
  const words = value && chart && describeSignal({ ...chart, better: value.better })
  return {
    title: value === undefined ? m.monthByMonth : m.goalMonthByMonth(value.title),
    subtitle: m.shareOfTheResultsOfEachMonth,
    caption:
      chart === undefined || words === undefined
        ? ''
        : sentences(
            m.limitsByAChart(
              words.since === '' ? words.text : m.wordsSince(words.text, words.since),
              chartName(chart.method)
            ),
            words.kind === 'common' ? '' : m.orangeWorseBlueBetter
          ),
    model:
      value &&
      chart &&
      words &&
      controlChart({ months: chart, figures: value.figures, words, subject: value.title, goal, lines, events }, format),
    provenance: value?.provenance,
    empty: emptyText(value?.refused)
  }
}

/** The control chart of a registry's control, by the name that boards use. */
export const controlChartFigures = { months } as const
