import type { ChartTokens } from './chart-tokens.ts'
import type { Cut } from './chart-model.ts'
import type { SceneShape } from './scene.ts'

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
  /** Where the rows begin. */
  readonly top: number
  readonly height: number
  /** Right edge of the plot. */
  readonly plotEnd: number
  readonly rowHeight: number
  readonly labelWidth: number
  readonly columnWidths: readonly number[]
}

/** Between columns of figures, beyond the estimate of their texts: a percent sign is wider than a digit. */
const COLUMN_GAP = 14
const smallestRow = 17
const largestRow = 28
const axisHeight = 22
const indentation = 11
/** What stands in for the rows that do not fit. */
const moreHeight = 24

/** What a chart needs of its rows beyond room for their texts. */
interface RowNeeds {
  /** The least height of a row, in pixels. */
  readonly least?: number
  /** The share of the width that labels and figures take at most, 0..1. */
  readonly texts?: number
}

/** The least height in which every row can be read. @param least height of a row, in pixels */
export function rowsHeight(rows: number, withAxis: boolean, least = smallestRow): number {
  return rows * least + (withAxis ? axisHeight : 4)
}

/**
 * The rows that are drawn where not all of them fit: whole ones, with room below for a line that tells how many more
 * there are. A heading is never the last.
 * @param height pixels that there are
 * @param least height of a row, in pixels
 * @returns undefined when every row fits
 */
export function fitRows(
  rows: readonly Pick<RowText, 'heading'>[],
  height: number,
  withAxis: boolean,
  least = smallestRow
): Cut | undefined {
  if (height >= rowsHeight(rows.length, withAxis, least)) return undefined
  const top = withAxis ? axisHeight - 2 : 2
  let count = Math.max(1, Math.floor((height - top - moreHeight) / least))
  while (count > 1 && rows[count - 1]?.heading === true) count--
  const marksOf = (part: typeof rows): number => part.filter(({ heading }) => heading !== true).length
  const marks = marksOf(rows.slice(0, count))
  return { height: top + count * least, marks, more: marksOf(rows) - marks }
}

/** An estimate of how wide a text is at 12 px, in pixels: letters of the interface face are near 0.53 em. */
export function textWidth(text: string): number {
  return text.length * 6.4 + 2
}

/**
 * Fits labels and end figures around the plot.
 * @param axis where the value axis is, if there is one
 */
export function layoutRows(
  rows: readonly RowText[],
  width: number,
  height: number,
  axis: 'none' | 'below' | 'above' = 'none',
  { least = smallestRow, texts = axis === 'none' ? 0.73 : 0.6 }: RowNeeds = {}
): RowLayout {
  const labels = rows.map(({ label, indent }) => textWidth(label) + (indent === true ? 8 : 0) + 10)
  const count = Math.max(0, ...rows.map(({ columns }) => columns.length))
  const columnWidths = Array.from(
    { length: count },
    (_, i) => Math.max(...rows.map(({ columns }) => textWidth(columns[i] ?? ''))) + COLUMN_GAP
  )
  const right = columnWidths.reduce((sum, each) => sum + each, 0) + 4
  // The marks keep their part of the width, whatever the labels say; what has an axis needs more.
  const maxTexts = Math.max(width * 0.3, width * texts - right)
  const labelWidth = Math.min(Math.max(60, ...labels), Math.round(maxTexts))
  const free = height - (axis === 'none' ? 4 : axisHeight)
  const rowHeight = Math.max(least, Math.min(largestRow, free / Math.max(1, rows.length)))
  return {
    left: labelWidth,
    right,
    top: axis === 'above' ? axisHeight - 2 : 2,
    height: rowHeight * rows.length,
    plotEnd: width - right,
    rowHeight,
    labelWidth,
    columnWidths
  }
}

/** The middle of a row, in pixels from the top of the chart. */
export function rowMiddle(layout: RowLayout, row: number): number {
  return layout.top + (row + 0.5) * layout.rowHeight
}

/** The texts of a row chart: the labels at the left, and the columns of figures at the right of the plot. */
export function rowTexts(rows: readonly RowText[], layout: RowLayout, tokens: ChartTokens): SceneShape[] {
  return rows.flatMap(({ label, heading, indent, columns }, row): SceneShape[] => {
    const y = rowMiddle(layout, row)
    const x = indent === true ? indentation : 0
    let end = layout.plotEnd
    return [
      {
        kind: 'text',
        x,
        y,
        text: label,
        fill: heading === true ? tokens.axis : tokens.text,
        room: layout.labelWidth - 8 - x
      },
      ...columns.map((text, i): SceneShape => {
        end += layout.columnWidths[i] ?? 0
        return {
          kind: 'text',
          x: end,
          y,
          text,
          align: 'end',
          fill: i === 0 ? tokens.text : tokens.axis,
          weight: i === 0 ? 500 : 400
        }
      })
    ]
  })
}
