import { engineReportsMessages as m } from '#messages/engine/reports.ts'
import type { ReportBar } from './report-summary.ts'

/** What the chart shows. */
export const chartTitle = m.ratesOfAllMeasures
/** How it is read. */
export const chartCaption = m.barsRatesThinLines95Intervals

/** Sizes of the chart in its own units. */
const LABEL = 300
const TRACK = 420
const VALUE = 60
const LINE = 18

/** A shape of the chart. Texts are not escaped yet. */
export type ChartShape =
  | { readonly kind: 'bar'; readonly x: number; readonly y: number; readonly width: number; readonly height: number }
  | {
      readonly kind: 'interval' | 'target' | 'grid'
      readonly x1: number
      readonly x2: number
      readonly y1: number
      readonly y2: number
    }
  | { readonly kind: 'label' | 'value' | 'scale'; readonly x: number; readonly y: number; readonly text: string }

/** A chart of rates: a bar for each, its interval, and its target. */
export interface ReportChart {
  readonly width: number
  readonly height: number
  readonly shapes: readonly ChartShape[]
}

const maxLabelLength = 46

function shortened(text: string): string {
  return text.length > maxLabelLength ? `${text.slice(0, maxLabelLength - 1).trimEnd()}…` : text
}

/** Lays out the rates of a report. */
export function reportChart(bars: readonly ReportBar[]): ReportChart {
  const x = (share: number): number => LABEL + share * TRACK
  const bottom = bars.length * LINE
  const grid = [0, 0.25, 0.5, 0.75, 1].flatMap((share): ChartShape[] => [
    { kind: 'grid', x1: x(share), x2: x(share), y1: 0, y2: bottom },
    { kind: 'scale', x: x(share), y: bottom + 12, text: `${share * 100}%` }
  ])
  const shapes = bars.flatMap(({ label, value, low, high, target, text }, index): ChartShape[] => {
    const top = index * LINE
    const middle = top + LINE / 2
    return [
      { kind: 'label', x: LABEL - 8, y: middle + 3.5, text: shortened(label) },
      { kind: 'bar', x: LABEL, y: top + 4, width: value * TRACK, height: LINE - 8 },
      ...(low === undefined || high === undefined
        ? []
        : [{ kind: 'interval' as const, x1: x(low), x2: x(high), y1: middle, y2: middle }]),
      ...(target === undefined
        ? []
        : [{ kind: 'target' as const, x1: x(target), x2: x(target), y1: top + 2, y2: top + LINE - 2 }]),
      { kind: 'value', x: LABEL + TRACK + VALUE - 4, y: middle + 3.5, text }
    ]
  })
  return { width: LABEL + TRACK + VALUE, height: bottom + 16, shapes: [...grid, ...shapes] }
}
