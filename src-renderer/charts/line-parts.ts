import type { CustomSeriesOption } from 'echarts/charts'
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
