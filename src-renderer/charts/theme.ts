import type { ChartTokens } from './chart-tokens.ts'

/** How the user's system wants charts drawn. */
export interface ChartManner {
  /** The system palette is in force: fills are told apart by patterns. */
  readonly forcedColours: boolean
}

/** The ECharts theme for a set of tokens (design language, section 6). */
export function chartTheme(tokens: ChartTokens, manner: ChartManner): object {
  const axis = {
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { color: tokens.axis, fontSize: 11, fontFamily: tokens.font },
    splitLine: { lineStyle: { color: tokens.grid, width: 1 } }
  }
  return {
    color: [...tokens.categories],
    backgroundColor: 'transparent',
    textStyle: { fontFamily: tokens.font, fontSize: 11, color: tokens.textSecondary },
    // A redraw replaces everything, so nothing could move to keep its identity.
    animation: false,
    // The patterns belong to this component; its own sentence about the chart is generic, so it stays off.
    aria: { enabled: manner.forcedColours, label: { enabled: false }, decal: { show: manner.forcedColours } },
    categoryAxis: { ...axis, splitLine: { show: false } },
    valueAxis: axis,
    timeAxis: { ...axis, splitLine: { show: false } },
    logAxis: axis,
    line: { symbol: 'none', lineStyle: { width: 1.75 } },
    bar: { itemStyle: { borderWidth: 0 } }
  }
}
