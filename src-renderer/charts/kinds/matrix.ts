import { chartsKindsMessages as m } from '#messages/charts/kinds.ts'
import type { RegistryPanel } from '#engine/population/panels/results/registry-result.ts'
import type { Format } from '../../ui/format/format.ts'
import { readableOn } from '../model/color.ts'
import { drawnValue, figureCell, figureLines } from '../parts/figure-lines.ts'
import { filtersOf } from '../parts/marks.ts'
import { textWidth } from '../model/row-layout.ts'
import type { Box, SceneShape } from '../model/scene.ts'
import type { ChartMark, ChartModel } from '../model/chart-model.ts'
import type { ChartTokens } from '../model/chart-tokens.ts'

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
  const title = (i: number, j: number): string => (i === j ? name(i) : m.valueWithValue(name(i), name(j)))
  const marks = flat.map(({ i, j, figure }): ChartMark => {
    const [first = '', ...rest] = figureLines(figure, format)
    return {
      key: `${labels[i]?.id ?? i}|${labels[j]?.id ?? j}`,
      title: title(i, j),
      lines: i === j ? [m.ofTheRegistry(first), ...rest] : [m.asOftenAsByChance(first), ...rest],
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
      { label: m.below1, shape: 'box', tone: 'seq1' },
      ...(['seq2', 'seq3', 'seq4', 'seq5', 'seq6'] as const).map((tone) => ({
        label: '',
        shape: 'box' as const,
        tone
      })),
      { label: m.n3AndOver, shape: 'box', tone: 'seq7' },
      ...(flat.some(({ value }) => value === undefined)
        ? [
            {
              label: m.noValueNobodyExpectedOrA,
              shape: 'dashed-outline' as const,
              tone: 'ref' as const
            }
          ]
        : [])
    ],
    table: {
      columns: [
        { label: m.condition, numeric: false },
        { label: m.withLabel, numeric: false },
        { label: m.observedExpected, numeric: true },
        { label: m.shareOfTheRegistry, numeric: true }
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
        ? m.noPairHasAValue(subject)
        : m.isFoundTogetherMostBeyondChance(
            subject,
            title(strongest.i, strongest.j),
            format.figure(strongest.figure).text
          ),
    note: '',
    minHeight: labels.length * smallestCell + 4,
    scene(tokens, { width, height }) {
      const left = Math.min(Math.max(60, ...labels.map(({ label }) => textWidth(label) + 16)), Math.round(width * 0.42))
      const side = Math.max(smallestCell, Math.min(largestCell, (height - 4) / Math.max(1, labels.length)))
      const cellWidth = Math.min(largestCell, (width - left) / Math.max(1, labels.length))
      const boxes = flat.map(({ i, j }) => ({
        x: left + j * cellWidth,
        y: 2 + i * side,
        width: cellWidth - 1,
        height: side - 1
      }))
      return {
        shapes: [
          ...labels.map(({ label }, i): SceneShape => ({
            kind: 'text',
            x: left - 6,
            y: 2 + (i + 0.5) * side,
            text: label,
            fill: tokens.text,
            align: 'end',
            room: left - 8
          })),
          ...flat.flatMap((cell, index) => cellShapes(cell, boxes[index]!, tokens))
        ],
        places: boxes.map((box) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2, box }))
      }
    }
  }
  function cellShapes({ i, j, value }: (typeof flat)[number], box: Box, tokens: ChartTokens): SceneShape[] {
    if (value === undefined) {
      const inner = { x: box.x + 0.5, y: box.y + 0.5, width: box.width - 1, height: box.height - 1 }
      return [{ kind: 'rect', ...inner, fill: tokens.page, stroke: tokens.lineStrong, dash: [2, 2] }]
    }
    const diagonal = i === j
    const step = bounds.findLastIndex((bound) => value >= bound)
    const fill = diagonal ? readableOn(tokens.refSoft, tokens.text, tokens.page) : step < 4 ? tokens.text : tokens.page
    const text = diagonal ? format.value(Math.round(value * 100), 'number') : format.value(value, 'ratio')
    const cell: SceneShape = {
      kind: 'rect',
      ...box,
      fill: diagonal ? tokens.refSoft : (tokens.sequence[step] ?? tokens.main)
    }
    if (box.width < textWidth(text) - 2) return [cell]
    const weight = diagonal || step >= 4 ? 500 : 400
    return [
      cell,
      { kind: 'text', x: box.x + box.width / 2, y: box.y + box.height / 2, text, fill, weight, align: 'middle' }
    ]
  }
}
