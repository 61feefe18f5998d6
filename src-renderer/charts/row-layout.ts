import type { YAXisComponentOption } from 'echarts'
import type { ChartTokens } from './chart-tokens.ts'

/** One line of a chart with a row per thing. A heading has no mark. */
export interface RowText {
  readonly label: string
  readonly heading?: boolean
  readonly indent?: boolean
  /** Figures at the end of the row. */
  readonly columns: readonly string[]
}

/** Where the plot of a row chart lies, in pixels. */
export interface RowLayout {
  readonly left: number
  readonly right: number
  readonly height: number
  readonly rowHeight: number
  readonly labelWidth: number
  readonly columnWidths: readonly number[]
}

const smallestRow = 16
const largestRow = 28
const axisHeight = 22
/** An em quad: indents a row below its heading. */
const indentation = '\u2003'

/** The least height in which every row can be read. */
export function rowsHeight(rows: number, withAxis: boolean): number {
  return rows * smallestRow + (withAxis ? axisHeight : 4)
}

/** An estimate of how wide a text is at 11 px, in pixels: letters of the interface face are near 0.53 em. */
export function textWidth(text: string): number {
  return text.length * 5.9 + 2
}

/** Fits labels and end figures around the plot. */
export function layoutRows(rows: readonly RowText[], width: number, height: number, withAxis: boolean): RowLayout {
  const labels = rows.map(({ label, indent }) => textWidth(label) + (indent === true ? 8 : 0) + 10)
  const labelWidth = Math.min(Math.max(60, ...labels), Math.round(width * 0.42))
  const count = Math.max(0, ...rows.map(({ columns }) => columns.length))
  const columnWidths = Array.from(
    { length: count },
    (_, i) => Math.max(...rows.map(({ columns }) => textWidth(columns[i] ?? ''))) + 8
  )
  const free = height - (withAxis ? axisHeight : 4)
  const rowHeight = Math.max(smallestRow, Math.min(largestRow, free / Math.max(1, rows.length)))
  return {
    left: labelWidth,
    right: columnWidths.reduce((sum, each) => sum + each, 0) + 4,
    height: rowHeight * rows.length,
    rowHeight,
    labelWidth,
    columnWidths
  }
}

/** The category axes of a row chart: the labels at the left and one axis per column of figures at the right. */
export function rowAxes(rows: readonly RowText[], layout: RowLayout, tokens: ChartTokens): YAXisComponentOption[] {
  const base = {
    type: 'category' as const,
    inverse: true,
    axisTick: { show: false },
    axisLine: { show: false },
    splitLine: { show: false }
  }
  const labels: YAXisComponentOption = {
    ...base,
    data: rows.map((_, i) => String(i)),
    axisLabel: {
      interval: 0,
      align: 'left',
      margin: layout.labelWidth,
      width: layout.labelWidth - 8,
      overflow: 'truncate',
      color: (_, index) => (rows[index ?? 0]?.heading === true ? tokens.axis : tokens.text),
      formatter: (_: string, index: number) =>
        `${rows[index]?.indent === true ? indentation : ''}${rows[index]?.label ?? ''}`
    }
  }
  const columns = layout.columnWidths.map((_, i): YAXisComponentOption => {
    const margin = layout.columnWidths.slice(0, i + 1).reduce((sum, each) => sum + each, 0)
    return {
      ...base,
      position: 'right',
      data: rows.map(({ columns: texts }) => texts[i] ?? ''),
      axisLabel: {
        interval: 0,
        align: 'right',
        margin,
        color: i === 0 ? tokens.text : tokens.axis,
        fontWeight: i === 0 ? 500 : 400
      }
    }
  })
  return [labels, ...columns]
}
