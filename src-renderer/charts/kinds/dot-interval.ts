import type { CustomSeriesRenderItemReturn } from 'echarts'
import type { Figure } from '#engine/figure.ts'
import type { Filter } from '#engine/selection/filter.ts'
import type { Format } from '../../ui/format/use-format.ts'
import { axisStart, axisText } from '../axis-text.ts'
import { describeGroups } from '../describe.ts'
import { drawnInterval, drawnValue, figureLines, rateCells, rateColumns } from '../figure-lines.ts'
import { filtersOf } from '../marks.ts'
import { layoutRows, rowAxes, rowsHeight, type RowText } from '../row-layout.ts'
import { niceScale } from '../scale.ts'
import type { ChartMark, ChartModel, LegendEntry } from '../chart-model.ts'

/** One row: a group with its rate, or a heading. */
export type DotRow =
  | { readonly heading: string }
  | {
      readonly key: string
      readonly label: string
      readonly figure: Figure
      /** An earlier value, drawn as an open circle. */
      readonly before?: Figure | undefined
      /** People in the group. */
      readonly people?: number | undefined
      readonly filters?: readonly Filter[]
    }

interface DotOptions {
  readonly heads: { readonly label: string; readonly before?: string }
  /** Everyone, as a dashed line. */
  readonly overall?: Figure | undefined
  readonly legend?: readonly LegendEntry[]
}

/** Dot and interval per group, everyone as a dashed line: how do groups differ? */
export function dotIntervalChart(dots: readonly DotRow[], options: DotOptions, format: Format): ChartModel {
  const { overall, heads } = options
  const indent = dots.some((dot) => 'heading' in dot)
  const withPeople = dots.some((dot) => !('heading' in dot) && dot.people !== undefined)
  const rows = dots.map((dot): RowText => {
    if ('heading' in dot) return { label: dot.heading, heading: true, columns: [] }
    const { text, hidden } = format.figure(dot.figure)
    const people = dot.people === undefined ? '' : hidden ? '–' : format.count(dot.people)
    return { label: dot.label, indent, columns: withPeople ? [text, people] : [text] }
  })
  const marks: ChartMark[] = []
  const drawn: {
    readonly row: number
    readonly value: number | undefined
    readonly ends: readonly [number, number] | undefined
    readonly before: number | undefined
  }[] = []
  dots.forEach((dot, row) => {
    if ('heading' in dot) return
    const value = drawnValue(dot.figure, format)
    const lines = figureLines(dot.figure, format)
    if (dot.before !== undefined) lines.push(`${heads.before ?? 'Before'}: ${format.figure(dot.before).text}`)
    marks.push({
      key: dot.key,
      series: 0,
      item: drawn.length,
      at: [value ?? 0, row],
      title: dot.label,
      lines,
      figure: dot.figure,
      filters: dot.filters ?? filtersOf(dot.figure)
    })
    drawn.push({
      row,
      value,
      ends: drawnInterval(dot.figure, format),
      before: dot.before === undefined ? undefined : drawnValue(dot.before, format)
    })
  })
  const values = drawn
    .flatMap(({ value, ends, before }) => [value, before, ...(ends ?? [])])
    .filter((value) => value !== undefined)
  const everyone = overall === undefined ? undefined : drawnValue(overall, format)
  const scale = niceScale(everyone === undefined ? values : [...values, everyone])
  const unit = marks[0]?.figure?.unit ?? 'number'
  // Marks without a value still take part in keyboard steps: they stand at the start of the axis.
  const placed = marks.map((mark, i) =>
    drawn[i]?.value === undefined ? { ...mark, at: [scale.min, mark.at[1]] as const } : mark
  )
  return {
    marks: placed,
    pointing: 'row',
    stride: 1,
    legend: options.legend ?? [],
    table: {
      columns: [
        { label: heads.label, numeric: false },
        ...rateColumns,
        ...(heads.before === undefined ? [] : [{ label: heads.before, numeric: true }])
      ],
      rows: dots.flatMap((dot) =>
        'heading' in dot
          ? []
          : [
              [
                { text: headed(dots, dot) },
                ...rateCells(dot.figure, format),
                ...(heads.before === undefined
                  ? []
                  : [
                      dot.before === undefined
                        ? { text: '–' }
                        : { text: format.figure(dot.before).text, figure: dot.before }
                    ])
              ]
            ]
      )
    },
    sentence: describeGroups(
      marks.map(({ title, lines }, i) => ({ label: title, text: lines[0] ?? '', value: drawn[i]?.value })),
      overall === undefined ? undefined : format.figure(overall).text
    ),
    note: axisStart(unit, scale, format),
    minHeight: rowsHeight(rows.length, true),
    option(tokens, { width, height }) {
      const layout = layoutRows(rows, width, height, true)
      // Where the rows scroll, the axis stands above them, so that it is in sight first.
      const scrolls = height <= rowsHeight(rows.length, true)
      return {
        grid: {
          left: layout.left + 6,
          right: layout.right + 10,
          top: scrolls ? 20 : 2,
          height: layout.height,
          outerBoundsMode: 'none'
        },
        xAxis: {
          type: 'value',
          position: scrolls ? 'top' : 'bottom',
          ...scale,
          axisLabel: { formatter: (value: number) => axisText(value, unit, scale, format) }
        },
        yAxis: rowAxes(
          rows,
          {
            ...layout,
            labelWidth: layout.labelWidth + 6,
            columnWidths: layout.columnWidths.map((each, i) => (i === 0 ? each + 10 : each))
          },
          tokens
        ),
        series: [
          {
            type: 'custom',
            encode: { x: [0, 2, 3, 4], y: 1 },
            data: drawn.map(({ row, value, ends, before }) => [
              value ?? NaN,
              row,
              ends?.[0] ?? NaN,
              ends?.[1] ?? NaN,
              before ?? NaN
            ]),
            renderItem(_, api): CustomSeriesRenderItemReturn {
              const [value, row, low, high, before] = [0, 1, 2, 3, 4].map((dimension) => Number(api.value(dimension)))
              if (value === undefined || row === undefined || Number.isNaN(value)) return undefined
              const [x = 0, y = 0] = api.coord([value, row])
              const end = (at: number | undefined): number =>
                at === undefined || Number.isNaN(at) ? x : (api.coord([at, row])[0] ?? x)
              return {
                type: 'group',
                children: [
                  ...(before === undefined || Number.isNaN(before)
                    ? []
                    : [
                        {
                          type: 'circle' as const,
                          shape: { cx: end(before), cy: y, r: 3.5 },
                          style: { fill: tokens.page, stroke: tokens.ref, lineWidth: 1.5 }
                        }
                      ]),
                  {
                    type: 'line',
                    shape: { x1: end(low), y1: y, x2: end(high), y2: y },
                    style: { stroke: tokens.main, lineWidth: 1.5 }
                  },
                  {
                    type: 'circle',
                    shape: { cx: x, cy: y, r: 4 },
                    style: { fill: tokens.main, stroke: tokens.page, lineWidth: 1 }
                  }
                ]
              }
            },
            ...(everyone === undefined
              ? {}
              : {
                  markLine: {
                    silent: true,
                    symbol: 'none',
                    label: { show: false },
                    lineStyle: { color: tokens.target, width: 1, type: [2, 2] },
                    data: [{ xAxis: everyone }]
                  }
                })
          }
        ]
      }
    }
  }
}

function headed(dots: readonly DotRow[], dot: DotRow): string {
  const index = dots.indexOf(dot)
  const heading = dots.slice(0, index).findLast((each) => 'heading' in each)
  const label = 'heading' in dot ? dot.heading : dot.label
  return heading !== undefined && 'heading' in heading ? `${heading.heading}: ${label}` : label
}
