import type { CustomSeriesOption, LineSeriesOption, ScatterSeriesOption } from 'echarts/charts'
import type { CustomSeriesRenderItemReturn } from 'echarts'
import type { ChartTokens } from './chart-tokens.ts'

/**
 * The band between two lines, as one polygon.
 * @param ends low and high per category index; `undefined` where there is no interval
 */
export function bandSeries(
  ends: readonly (readonly [number, number] | undefined)[],
  tokens: ChartTokens,
  grid = 0
): CustomSeriesOption {
  const data = ends.flatMap((pair, i) => (pair === undefined ? [] : [[i, pair[0], pair[1]]]))
  return {
    type: 'custom',
    xAxisIndex: grid,
    yAxisIndex: grid,
    silent: true,
    encode: { x: 0, y: [1, 2] },
    data,
    z: 1,
    renderItem(params, api): CustomSeriesRenderItemReturn {
      if (params.dataIndex !== 0) return undefined
      const lower = data.map(([x, low]) => api.coord([x ?? 0, low ?? 0]))
      const upper = data.map(([x, , high]) => api.coord([x ?? 0, high ?? 0]))
      return {
        type: 'polygon',
        shape: { points: [...lower, ...upper.reverse()] },
        style: { fill: tokens.band95 }
      }
    }
  }
}

/** Shading behind periods that are not complete. */
export function incompleteArea(indexes: readonly number[], tokens: ChartTokens): object {
  const [first, last] = [indexes[0], indexes.at(-1)]
  if (first === undefined || last === undefined) return {}
  return {
    markArea: {
      silent: true,
      itemStyle: { color: tokens.hover },
      data: [[{ xAxis: Math.max(0, first - 1) }, { xAxis: last }]]
    }
  }
}

/** The value written at the end of a line: how many pixels after it, and how many below. */
export interface LineEnd {
  readonly text: string
  readonly distance: number
  readonly below: number
}

/** The actual line up to the last complete period, with a dot and its value there. */
export function mainLine(
  values: readonly (number | undefined)[],
  last: number,
  end: LineEnd,
  tokens: ChartTokens
): LineSeriesOption {
  return {
    type: 'line',
    showAllSymbol: true,
    data: values.map((value, i) => ({
      value: i > last ? '-' : (value ?? '-'),
      symbol: i === last ? 'circle' : 'none',
      symbolSize: 7
    })),
    itemStyle: { color: tokens.main, borderColor: tokens.page, borderWidth: 1 },
    lineStyle: { color: tokens.main, width: 1.75 },
    endLabel: { ...endLabel(end, tokens), color: tokens.text, fontWeight: 500 },
    z: 3
  }
}

/** A dashed line to compare with, and its last value. */
export function comparisonLine(
  values: readonly (number | undefined)[],
  end: LineEnd,
  tokens: ChartTokens
): LineSeriesOption {
  return {
    type: 'line',
    data: values.map((value) => value ?? '-'),
    lineStyle: { color: tokens.ref, width: 1.25, type: [5, 3] },
    itemStyle: { color: tokens.ref },
    endLabel: { ...endLabel(end, tokens), color: tokens.axis },
    silent: true,
    z: 2
  }
}

/** Open circles for what is reported so far, by category index. */
export function openDots(
  points: readonly (readonly [number, number | undefined])[],
  tokens: ChartTokens,
  grid = 0
): ScatterSeriesOption {
  return {
    type: 'scatter',
    xAxisIndex: grid,
    yAxisIndex: grid,
    data: points.map(([index, value]) => [index, value ?? '-']),
    symbolSize: 7,
    itemStyle: { color: tokens.page, borderColor: tokens.ref, borderWidth: 1.5 },
    silent: true,
    z: 4
  }
}

function endLabel({ text, distance, below }: LineEnd, tokens: ChartTokens): NonNullable<LineSeriesOption['endLabel']> {
  return { show: text !== '', formatter: text, fontSize: 11, fontFamily: tokens.font, distance, offset: [0, below] }
}
