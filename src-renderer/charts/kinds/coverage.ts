import { chartsKindsMessages as messages } from '#messages/charts/kinds.ts'
import { commonMessages as common } from '#messages/common.ts'
import type { OverviewPanel } from '#engine/population/panels/results/overview-result.ts'
import type { Format } from '../../ui/format/format.ts'
import { drawnValue, figureCell, figureLines } from '../parts/figure-lines.ts'
import { filtersOf } from '../parts/marks.ts'
import { alongSlots } from '../parts/line-parts.ts'
import { labelsBelow } from '../model/plot.ts'
import { layoutRows, rowMiddle, rowTexts, type RowText } from '../model/row-layout.ts'
import type { Box, SceneShape } from '../model/scene.ts'
import type { ChartTokens } from '../model/chart-tokens.ts'
import { periodLabels } from '../parts/time-axis.ts'
import type { ChartModel, Tone } from '../model/chart-model.ts'

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
    marks: types.flatMap(({ table, label, counts }) =>
      counts.map((figure, m) => ({
        key: `${table}|${months[m]?.at ?? m}`,
        title: `${label}, ${months[m]?.label ?? ''}`,
        lines: figureLines(figure, format),
        figure,
        filters: filtersOf(figure)
      }))
    ),
    pointing: 'shape',
    stride: Math.max(1, months.length),
    legend: [
      { label: messages.noRows, shape: 'outline', tone: 'ref' },
      { label: messages.few, shape: 'box', tone: 'seq1' },
      ...(['seq3', 'seq5'] satisfies Tone[]).map((tone) => ({ label: '', shape: 'box' as const, tone })),
      { label: messages.busiestMonthOfTheType, shape: 'box', tone: 'seq7' }
    ],
    table: {
      columns: [
        { label: common.type, numeric: false },
        ...months.map(({ label }) => ({ label, numeric: true })),
        { label: common.lastDay, numeric: false }
      ],
      rows: types.map(({ label, counts, lastDay }) => [
        { text: label },
        ...counts.map((figure) => figureCell(figure, format)),
        { text: lastDay === undefined ? '–' : format.day(lastDay) }
      ])
    },
    sentence:
      silent.length === 0
        ? messages.allTypesHaveRowsIn(types.length, lastMonth?.label ?? messages.theLastMonth)
        : messages.noRowsIn(lastMonth?.label ?? messages.theLastMonth, silent.join(', ')),
    note: '',
    minHeight: types.length * smallestRow + axisHeight,
    scene(tokens, { width, height }) {
      const base = layoutRows(rows, width, height, 'below')
      const rowHeight = Math.max(smallestRow, Math.min(22, (height - axisHeight) / Math.max(1, types.length)))
      const layout = { ...base, top: 0, rowHeight, height: rowHeight * types.length }
      const box = { x: layout.left, y: 0, width: layout.plotEnd - layout.left, height: layout.height }
      const slot = box.width / Math.max(1, months.length)
      const place = alongSlots(box, months.length)
      const cells = values.flatMap((row, t) =>
        row.map((value, m) => ({
          value,
          type: t,
          box: {
            x: place(m) - slot / 2,
            y: rowMiddle(layout, t) - rowHeight / 2,
            width: Math.max(1, slot < 6 ? slot : slot - 1),
            height: rowHeight - 1
          }
        }))
      )
      return {
        shapes: [
          ...rowTexts(rows, layout, tokens),
          ...cells.map(({ value, type, box: cell }): SceneShape =>
            value === undefined || value <= 0
              ? emptyCell(cell, value === undefined, tokens)
              : {
                  kind: 'rect',
                  ...cell,
                  fill:
                    tokens.sequence[
                      Math.min(steps, Math.max(1, Math.ceil((value / (greatest[type] || 1)) * steps))) - 1
                    ] ?? tokens.main
                }
          ),
          ...labelsBelow(
            periodLabels(
              months.map(({ at }) => at),
              box.width / 46
            ),
            place,
            box,
            tokens
          )
        ],
        places: cells.map(({ box: cell }) => ({ x: cell.x + cell.width / 2, y: cell.y + cell.height / 2, box: cell }))
      }
    }
  }
}

/** No rows, or a number that is kept back. */
function emptyCell({ x, y, width, height }: Box, isHidden: boolean, tokens: ChartTokens): SceneShape {
  return {
    kind: 'rect',
    x: x + 0.5,
    y: y + 0.5,
    width: Math.max(0, width - 1),
    height: height - 1,
    fill: tokens.page,
    stroke: isHidden ? tokens.lineStrong : tokens.line,
    ...(isHidden ? { dash: [2, 2] } : {})
  }
}
