import type { CustomSeriesRenderItemReturn } from 'echarts'
import type { RegistryPanel } from '#engine/panels/panel.ts'
import type { Format } from '../../ui/format/use-format.ts'
import { readableOn } from '../colour.ts'
import { drawnValue, figureCell, figureLines } from '../figure-lines.ts'
import { filtersOf } from '../marks.ts'
import { textWidth } from '../row-layout.ts'
import type { ChartMark, ChartModel } from '../chart-model.ts'

/** Lower bounds of the shades of observed ÷ expected. */
const bounds = [0, 1, 1.25, 1.5, 2, 2.5, 3]
const smallestCell = 18
const largestCell = 30

/** A lower triangle of pairs, observed ÷ expected, with the share of each on the diagonal: what comes together? */
export function matrixChart(comorbidity: RegistryPanel['comorbidity'], subject: string, format: Format): ChartModel {
  const { labels, cells } = comorbidity
  const flat = cells.flatMap((row, i) =>
    row.slice(0, i + 1).map((figure, j) => ({ i, j, figure, value: drawnValue(figure, format) }))
  )
  const name = (index: number): string => labels[index]?.label ?? ''
  const title = (i: number, j: number): string => (i === j ? name(i) : `${name(i)} with ${name(j)}`)
  const marks = flat.map(({ i, j, figure }, item): ChartMark => {
    const [first = '', ...rest] = figureLines(figure, format)
    return {
      key: `${labels[i]?.id ?? i}|${labels[j]?.id ?? j}`,
      series: 0,
      item,
      at: [j, i],
      title: title(i, j),
      lines: i === j ? [`${first} of the registry`, ...rest] : [`${first} × as often as by chance`, ...rest],
      figure,
      filters: filtersOf(figure)
    }
  })
  const pairs = flat.filter(({ i, j, value }) => i !== j && value !== undefined)
  const strongest = pairs.reduce<(typeof pairs)[number] | undefined>(
    (best, pair) => ((pair.value ?? 0) > (best?.value ?? 0) ? pair : best),
    undefined
  )
  return {
    marks,
    pointing: 'shape',
    stride: 1,
    legend: [
      { label: 'below 1', shape: 'box', tone: 'seq1' },
      ...(['seq2', 'seq3', 'seq4', 'seq5', 'seq6'] as const).map((tone) => ({
        label: '',
        shape: 'box' as const,
        tone
      })),
      { label: '3 and over', shape: 'box', tone: 'seq7' }
    ],
    table: {
      columns: [
        { label: 'Condition', numeric: false },
        { label: 'With', numeric: false },
        { label: 'Observed ÷ expected', numeric: true },
        { label: 'Share of the registry', numeric: true }
      ],
      rows: flat.map(({ i, j, figure }) => [
        { text: name(i) },
        { text: i === j ? '' : name(j) },
        i === j ? { text: '' } : figureCell(figure, format),
        i === j ? figureCell(figure, format) : { text: '' }
      ])
    },
    sentence:
      strongest === undefined
        ? `${subject}: no pair has a value.`
        : `${subject}: ${title(strongest.i, strongest.j)} is found together most beyond chance, ${format.figure(strongest.figure).text} times as often.`,
    note: '',
    minHeight: labels.length * smallestCell + 4,
    option(tokens, { width, height }) {
      const left = Math.min(Math.max(60, ...labels.map(({ label }) => textWidth(label) + 16)), Math.round(width * 0.42))
      const side = Math.max(smallestCell, Math.min(largestCell, (height - 4) / Math.max(1, labels.length)))
      const cellWidth = Math.min(largestCell, (width - left) / Math.max(1, labels.length))
      const category = {
        type: 'category' as const,
        data: labels.map(({ id }) => id),
        axisTick: { show: false },
        axisLine: { show: false }
      }
      return {
        grid: { left, top: 2, width: cellWidth * labels.length, height: side * labels.length, outerBoundsMode: 'none' },
        xAxis: { ...category, axisLabel: { show: false } },
        yAxis: {
          ...category,
          inverse: true,
          axisLabel: {
            interval: 0,
            align: 'right',
            margin: 6,
            width: left - 8,
            overflow: 'truncate',
            color: tokens.text,
            formatter: (_: string, index: number) => name(index)
          }
        },
        series: [
          {
            type: 'custom',
            encode: { x: 0, y: 1 },
            data: flat.map(({ i, j, value }) => [j, i, value ?? NaN]),
            renderItem(params, api): CustomSeriesRenderItemReturn {
              const cell = flat[params.dataIndex]
              if (cell === undefined) return undefined
              const [x = 0, y = 0] = api.coord([cell.j, cell.i])
              const shape = { x: x - cellWidth / 2, y: y - side / 2, width: cellWidth - 1, height: side - 1 }
              const step = cell.value === undefined ? 0 : bounds.findLastIndex((bound) => (cell.value ?? 0) >= bound)
              const diagonal = cell.i === cell.j
              const missing = cell.value === undefined
              const text = missing
                ? ''
                : diagonal
                  ? format.value(Math.round((cell.value ?? 0) * 100), 'number')
                  : format.value(cell.value ?? 0, 'ratio')
              return {
                type: 'group',
                children: [
                  {
                    type: 'rect',
                    shape,
                    style: missing
                      ? { fill: tokens.page, stroke: tokens.lineStrong, lineWidth: 1, lineDash: [2, 2] }
                      : { fill: diagonal ? tokens.refSoft : (tokens.sequence[step] ?? tokens.main) },
                    emphasis: { style: { stroke: tokens.text, lineWidth: 1 } },
                    textContent: {
                      type: 'text',
                      style: {
                        text: cellWidth < 21 ? '' : text,
                        fill: diagonal
                          ? readableOn(tokens.refSoft, tokens.text, tokens.page)
                          : step < 4
                            ? tokens.text
                            : tokens.page,
                        font: `${diagonal || step >= 4 ? 500 : 400} 11px ${tokens.font}`
                      }
                    },
                    textConfig: { position: 'inside' }
                  }
                ]
              }
            }
          }
        ]
      }
    }
  }
}
