import type { Figure } from '#engine/base/figures/figure.ts'
import type { Format } from '../../ui/format/format.ts'
import { bar } from '../parts/bar-shapes.ts'
import { describeLargest } from '../parts/describe.ts'
import { drawnValue, figureCell, figureLines } from '../parts/figure-lines.ts'
import { filtersOf } from '../parts/marks.ts'
import { hatchLines } from '../model/hatch.ts'
import { crisp, horizontal } from '../model/plot.ts'
import { fitRows, layoutRows, rowMiddle, rowsHeight, rowTexts, textWidth, type RowText } from '../model/row-layout.ts'
import type { SceneShape } from '../model/scene.ts'
import type { ChartModel } from '../model/chart-model.ts'

/** One part of a whole, now and before. */
export interface ChangeBar {
  readonly key: string
  readonly label: string
  readonly figure: Figure
  readonly before: Figure
}

interface ChangeOptions {
  readonly heads: { readonly label: string; readonly value: string; readonly before: string; readonly change: string }
  /** What the bars count, for the sentence. */
  readonly things: string
}

const gap = 18

/** Horizontal bars from zero, and next to them how each has changed: what is it made of, and what moved? More is worse. */
export function barsChangeChart(bars: readonly ChangeBar[], options: ChangeOptions, format: Format): ChartModel {
  const { heads } = options
  const values = bars.map(({ figure }) => drawnValue(figure, format))
  const earlier = bars.map(({ before }) => drawnValue(before, format))
  const changes = values.map((value, i) =>
    value === undefined || earlier[i] === undefined ? undefined : value - earlier[i]
  )
  const changeText = (i: number): string => {
    const change = changes[i]
    const unit = bars[i]?.figure.unit ?? 'number'
    if (change === undefined) return '–'
    const text = format.value(change, unit)
    return change > 0 ? `+${text}` : text
  }
  const rows = bars.map(({ label }, i): RowText => ({ label, columns: [changeText(i)] }))
  return {
    marks: bars.map(({ key, label, figure, before }, i) => ({
      key,
      title: label,
      lines: [
        ...figureLines(figure, format).slice(0, 1),
        `${heads.before}: ${format.figure(before).text} (${changeText(i)})`
      ],
      figure,
      filters: filtersOf(figure)
    })),
    pointing: 'row',
    stride: 1,
    legend: [],
    table: {
      columns: [
        { label: heads.label, numeric: false },
        ...[heads.value, heads.before, heads.change].map((label) => ({ label, numeric: true }))
      ],
      rows: bars.map(({ label, figure, before }, i) => [
        { text: label },
        figureCell(figure, format),
        figureCell(before, format),
        { text: changeText(i), value: changes[i] ?? '' }
      ])
    },
    sentence: describeLargest(
      bars.map(({ label, figure }, i) => ({ label, text: format.figure(figure).text, value: values[i] })),
      options.things
    ),
    note: '',
    minHeight: rowsHeight(bars.length, false),
    cut: (height) => fitRows(rows, height, false),
    scene(tokens, { width, height }) {
      const layout = layoutRows(rows, width, height)
      const plot = layout.plotEnd - layout.left - gap
      const [main, side] = [plot * 0.64, plot * 0.36]
      const thickness = Math.min(13, Math.round(layout.rowHeight * 0.6))
      const texts = bars.map(({ figure }) => format.figure(figure).text)
      const greatest = Math.max(...values.map((value) => value ?? 0), 0) || 1
      const room = Math.max(0, ...texts.map(textWidth)) + 8
      const reach = Math.max(...changes.map((change) => Math.abs(change ?? 0)), 0) || 1
      const position = horizontal(
        { min: 0, max: greatest },
        { x: layout.left, y: 0, width: Math.max(1, main - room), height: 0 }
      )
      const moved = horizontal(
        { min: -reach, max: reach },
        { x: layout.left + main + gap, y: 0, width: side, height: 0 }
      )
      const zero = crisp(moved(0))
      return {
        shapes: [
          ...rowTexts(rows, layout, tokens),
          ...bars.flatMap((_, i): SceneShape[] => {
            const y = rowMiddle(layout, i)
            const value = values[i]
            const change = changes[i]
            return [
              ...(value === undefined
                ? []
                : [
                    bar(
                      { x: layout.left, y: y - thickness / 2, width: position(value) - layout.left, height: thickness },
                      tokens.main
                    )
                  ]),
              { kind: 'text', x: position(value ?? 0) + 6, y, text: texts[i] ?? '', fill: tokens.text, weight: 500 },
              ...(change === undefined ? [] : changeBar(change, y, thickness))
            ]
          }),
          {
            kind: 'path',
            points: [
              [zero, layout.top],
              [zero, layout.top + layout.height]
            ],
            stroke: tokens.lineStrong
          }
        ],
        places: values.map((value, i) => ({ x: position(value ?? 0), y: rowMiddle(layout, i) }))
      }

      function changeBar(change: number, y: number, height: number): SceneShape[] {
        const box = {
          x: Math.min(zero, moved(change)),
          y: y - height / 2 + 1,
          width: Math.abs(moved(change) - zero),
          height: height - 2
        }
        const fill = change > 0 ? tokens.concern : tokens.improve
        return [bar(box, fill), ...(tokens.hatched && change > 0 ? hatchLines(box, 'rising', tokens.page) : [])]
      }
    }
  }
}
