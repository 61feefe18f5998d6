import type { CustomSeriesRenderItemReturn } from 'echarts'
import type { OverviewPanel } from '#engine/panels/panel.ts'
import type { Format } from '../../ui/format/use-format.ts'
import { drawnValue, figureCell, figureLines } from '../figure-lines.ts'
import { filtersOf } from '../marks.ts'
import { layoutRows, rowAxes, type RowText } from '../row-layout.ts'
import { periodLabels } from '../time-axis.ts'
import type { ChartModel, Tone } from '../chart-model.ts'

const steps = 7
const smallestRow = 14
const axisHeight = 22

/** Rows of each type by month, shaded against the busiest month of that type: where do the data have holes? */
export function coverageChart(coverage: OverviewPanel['coverage'], format: Format): ChartModel {
  const { months, types } = coverage
  const values = types.map(({ counts }) => counts.map((figure) => drawnValue(figure, format)))
  const greatest = values.map((row) => Math.max(0, ...row.map((value) => value ?? 0)))
  const totals = values.map((row) => row.reduce<number>((sum, value) => sum + (value ?? 0), 0))
  const rows = types.map(({ label, lastDay }, t): RowText => ({
    label,
    columns: [format.count(totals[t] ?? 0), lastDay === undefined ? '–' : format.day(lastDay)]
  }))
  const lastMonth = months.at(-1)
  const silent = types
    .filter((_, t) => (values[t]?.at(-1) ?? 0) === 0 && (totals[t] ?? 0) > 0)
    .map(({ label }) => label)
  return {
    marks: types.flatMap(({ table, label, counts }, t) =>
      counts.map((figure, m) => ({
        key: `${table}|${months[m]?.at ?? m}`,
        series: 0,
        item: t * months.length + m,
        at: [m, t] as const,
        title: `${label}, ${months[m]?.label ?? ''}`,
        lines: figureLines(figure, format),
        figure,
        filters: filtersOf(figure)
      }))
    ),
    pointing: 'shape',
    stride: Math.max(1, months.length),
    legend: [
      { label: 'No rows', shape: 'outline', tone: 'ref' },
      { label: 'Few', shape: 'box', tone: 'seq1' },
      ...(['seq3', 'seq5'] satisfies Tone[]).map((tone) => ({ label: '', shape: 'box' as const, tone })),
      { label: 'Busiest month of the type', shape: 'box', tone: 'seq7' }
    ],
    table: {
      columns: [
        { label: 'Type', numeric: false },
        ...months.map(({ label }) => ({ label, numeric: true })),
        { label: 'Last day', numeric: false }
      ],
      rows: types.map(({ label, counts, lastDay }) => [
        { text: label },
        ...counts.map((figure) => figureCell(figure, format)),
        { text: lastDay === undefined ? '–' : format.day(lastDay) }
      ])
    },
    sentence:
      silent.length === 0
        ? `All ${types.length} types have rows in ${lastMonth?.label ?? 'the last month'}.`
        : `No rows in ${lastMonth?.label ?? 'the last month'}: ${silent.join(', ')}.`,
    note: '',
    minHeight: types.length * smallestRow + axisHeight,
    option(tokens, { width, height }) {
      const layout = layoutRows(rows, width, height, true)
      const rowHeight = Math.max(smallestRow, Math.min(22, (height - axisHeight) / Math.max(1, types.length)))
      const plot = width - layout.left - layout.right
      return {
        grid: {
          left: layout.left,
          right: layout.right,
          top: 0,
          height: rowHeight * types.length,
          outerBoundsMode: 'none'
        },
        xAxis: {
          type: 'category',
          data: periodLabels(
            months.map(({ at }) => at),
            plot / 46
          ),
          axisLabel: { interval: 0 }
        },
        yAxis: rowAxes(rows, layout, tokens),
        series: [
          {
            type: 'custom',
            encode: { x: 0, y: 1 },
            data: values.flatMap((row, t) => row.map((value, m) => [m, t, value ?? -1])),
            renderItem(_, api): CustomSeriesRenderItemReturn {
              const [month = 0, type = 0, value = 0] = [0, 1, 2].map((dimension) => Number(api.value(dimension)))
              const [x = 0, y = 0] = api.coord([month, type])
              const slot = plot / Math.max(1, months.length)
              const shape = {
                x: x - slot / 2,
                y: y - rowHeight / 2,
                width: Math.max(1, slot < 6 ? slot : slot - 1),
                height: rowHeight - 1
              }
              const level = Math.min(steps, Math.max(1, Math.ceil((value / (greatest[type] || 1)) * steps)))
              const outline = { x: shape.x + 0.5, y: shape.y + 0.5, width: shape.width - 1, height: shape.height - 1 }
              return value <= 0
                ? {
                    type: 'rect',
                    shape: outline,
                    style: {
                      fill: tokens.page,
                      stroke: value < 0 ? tokens.lineStrong : tokens.line,
                      lineWidth: 1,
                      lineDash: value < 0 ? [2, 2] : false
                    }
                  }
                : {
                    type: 'rect',
                    shape,
                    style: { fill: tokens.sequence[level - 1] ?? tokens.main },
                    emphasis: { style: { stroke: tokens.text, lineWidth: 1 } }
                  }
            }
          }
        ]
      }
    }
  }
}
