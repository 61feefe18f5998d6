import type { BarSeriesOption } from 'echarts/charts'
import type { ChartTokens } from './chart-tokens.ts'

interface BarStyle {
  readonly barWidth?: number
  readonly barCategoryGap?: string
  /** Length of the outline that stands for a value that is kept back. */
  readonly hiddenLength: number
  readonly grid?: number
}

/** Bars in one colour. A value that is kept back is a dashed outline of fixed length, so that it says nothing. */
export function barSeries(
  values: readonly (number | 'hidden' | undefined)[],
  { barWidth, barCategoryGap, hiddenLength, grid = 0 }: BarStyle,
  tokens: ChartTokens
): BarSeriesOption {
  return {
    type: 'bar',
    xAxisIndex: grid,
    yAxisIndex: grid,
    ...(barWidth === undefined ? {} : { barWidth }),
    ...(barCategoryGap === undefined ? {} : { barCategoryGap }),
    itemStyle: { color: tokens.main },
    emphasis: { itemStyle: { color: tokens.main, borderColor: tokens.text, borderWidth: 1 } },
    data: values.map((value) =>
      value === 'hidden'
        ? {
            value: hiddenLength,
            itemStyle: { color: 'transparent', borderColor: tokens.lineStrong, borderWidth: 1, borderType: 'dashed' }
          }
        : (value ?? '-')
    )
  }
}
