import { chartsKindsMessages as m } from '#messages/charts/kinds.ts'
import { commonMessages as common } from '#messages/common.ts'
import { nouns } from '#messages/nouns.ts'
import type { Figure } from '#engine/base/figures/figure.ts'
import type { OverviewPanel } from '#engine/population/panels/results/overview-result.ts'
import type { Format } from '../../ui/format/format.ts'
import { axisText } from '../parts/axis-text.ts'
import { bar, hiddenBar } from '../parts/bar-shapes.ts'
import { drawnValue, figureCell, figureLines, withComplement } from '../parts/figure-lines.ts'
import { filtersOf } from '../parts/marks.ts'
import { crisp, ticksOf } from '../model/plot.ts'
import { textWidth } from '../model/row-layout.ts'
import { niceScale } from '../model/scale.ts'
import type { Box, Point, SceneShape } from '../model/scene.ts'
import type { ChartMark, ChartModel } from '../model/chart-model.ts'
import type { ChartTokens } from '../model/chart-tokens.ts'

/** Room for the age bands between the two sides. */
const smallestMiddle = 52
/** Room for half a label at the outer ends. */
const edge = 20
const smallestBand = 9

/** People by age band, women to the left and men to the right: who is in view? */
export function pyramidChart({ bands }: OverviewPanel['pyramid'], given: Format): ChartModel {
  const format = withComplement(given, [
    { of: 'parts', figures: bands.flatMap(({ female, male, other }) => [female, male, other]) }
  ])
  const sides = [
    { id: 'female', label: m.female },
    { id: 'male', label: m.male }
  ] as const
  const values = sides.map(({ id }) => bands.map((band) => drawnValue(band[id], format)))
  const totals = sides.map(({ id }) => totalOf(bands.map((band) => band[id])))
  const others = totalOf(bands.map((band) => band.other))
  const all = [...totals, others].reduce((sum, total) => add(sum, total), 0)
  const share = (count: number): string => (all === undefined || all === 0 ? '' : ` (${format.percent(count / all)})`)
  const marks = bands.flatMap((band, i) =>
    sides.map(({ id, label }, side): ChartMark => ({
      key: `${band.label}|${id}`,
      title: m.labelAgeLabel(label, band.label),
      lines: [...figureLines(band[id], format), ...shareLine(values[side]?.[i], all, format)],
      figure: band[id],
      filters: filtersOf(band[id])
    }))
  )
  const drawn = bands.flatMap((_, i) => values.map((side) => side[i] ?? 0))
  const maximum = Math.max(0, ...drawn)
  const largest = maximum > 0 ? marks[drawn.indexOf(maximum)] : undefined
  return {
    marks,
    pointing: 'row',
    stride: 2,
    legend: [],
    table: {
      columns: [
        { label: common.age, numeric: false },
        ...[m.female, m.male, m.otherOrUnknown].map((label) => ({ label, numeric: true }))
      ],
      rows: bands.map((band) => [
        { text: band.label },
        figureCell(band.female, format),
        figureCell(band.male, format),
        figureCell(band.other, format)
      ])
    },
    sentence:
      largest === undefined
        ? m.nobodyIsInView
        : totals[0] === undefined || totals[1] === undefined
          ? m.ofTheGroupsThatAreShown(largest.title, largest.lines[0] ?? '')
          : m.femaleAndMaleTheLargestGroup(
              format.count(totals[0]),
              format.count(totals[1]),
              largest.title,
              largest.lines[0] ?? ''
            ),
    note: others === undefined || others === 0 ? '' : m.ofOtherOrUnknownSexSee(format.quantity(others, nouns.person)),
    minHeight: bands.length * smallestBand + 44,
    scene(tokens, { width, height }) {
      const scale = niceScale(
        values.flat().filter((value) => value !== undefined),
        'always',
        3,
        true
      )
      const plotHeight = Math.max(40, height - 44)
      const bandHeight = plotHeight / Math.max(1, bands.length)
      const every = bandHeight < 13 ? 2 : 1
      const named = bands.filter((_, i) => i % every === 0)
      const middle = Math.max(smallestMiddle, ...named.map(({ label }) => textWidth(label) + 10))
      const half = (width - middle) / 2
      const thickness = bandHeight * 0.82
      const plots: Box[] = [
        { x: edge, y: 20, width: Math.max(1, half - edge), height: plotHeight },
        { x: half + middle, y: 20, width: Math.max(1, half - edge), height: plotHeight }
      ]
      /** The youngest stand at the bottom. */
      const rowY = (i: number): number => 20 + plotHeight - (i + 0.5) * bandHeight
      const lengthOf = (value: number): number => (value / scale.max) * (plots[0]?.width ?? 0)
      /** Both heads tell the share, or neither does. */
      const withShares = sides.every(
        ({ label }, side) => textWidth(`${label}  ${headCount(totals[side], true)}`) <= half
      )
      const shapes: SceneShape[] = sides.flatMap(({ label }, side): SceneShape[] => {
        const box = plots[side]!
        const mirrored = side === 0
        const zero = mirrored ? box.x + box.width : box.x
        const position = (value: number): number => (mirrored ? zero - lengthOf(value) : zero + lengthOf(value))
        return [
          ...ticksOf(scale).flatMap((tick): SceneShape[] => [
            {
              kind: 'path',
              points: upright(position(tick), box),
              stroke: tick === 0 ? tokens.lineStrong : tokens.grid
            },
            {
              kind: 'text',
              x: position(tick),
              y: 20 + plotHeight + 13,
              text: axisText(tick, 'people', scale, format),
              fill: tokens.axis,
              align: 'middle'
            }
          ]),
          ...headShapes(label, totals[side], zero, mirrored, withShares, tokens),
          ...bands.map((band, i): SceneShape => {
            const isHidden = format.figure(band[sides[side]!.id]).hidden
            const length = isHidden ? lengthOf(scale.max / 12) : lengthOf(values[side]?.[i] ?? 0)
            const bounds = {
              x: mirrored ? zero - length : zero,
              y: rowY(i) - thickness / 2,
              width: length,
              height: thickness
            }
            return isHidden ? hiddenBar(bounds, tokens) : bar(bounds, tokens.main)
          })
        ]
      })
      return {
        shapes: [
          ...shapes,
          ...bands.flatMap(({ label }, i): SceneShape[] =>
            i % every === 0
              ? [{ kind: 'text', x: width / 2, y: rowY(i), text: label, fill: tokens.textSecondary, align: 'middle' }]
              : []
          )
        ],
        plots,
        places: bands.flatMap((_, i) =>
          sides.map((__, side) => {
            const length = lengthOf(values[side]?.[i] ?? 0)
            const box = plots[side]!
            return { x: side === 0 ? box.x + box.width - length : box.x + length, y: rowY(i), plot: side }
          })
        )
      }
    }
  }
  /** Their sum; undefined where one of them is withheld, for the sum of the others is not the number of people. */
  function totalOf(figures: readonly Figure[]): number | undefined {
    return figures.reduce<number | undefined>(
      (sum, figure) => add(sum, format.figure(figure).hidden ? undefined : (drawnValue(figure, format) ?? 0)),
      0
    )
  }

  function headCount(count: number | undefined, withShare: boolean): string {
    if (count === undefined) return ''
    return withShare ? `${format.count(count)}${share(count)}` : format.count(count)
  }

  /** Who stands on a side, and how many. */
  function headShapes(
    label: string,
    count: number | undefined,
    x: number,
    mirrored: boolean,
    withShare: boolean,
    tokens: ChartTokens
  ): SceneShape[] {
    const text = headCount(count, withShare)
    return [
      {
        kind: 'text',
        x,
        y: 9,
        text: label,
        fill: tokens.text,
        weight: 500,
        align: mirrored ? 'end' : 'start',
        tail: { text, fill: tokens.axis }
      }
    ]
  }
}

function add(left: number | undefined, right: number | undefined): number | undefined {
  return left === undefined || right === undefined ? undefined : left + right
}

function upright(x: number, { y, height }: Box): Point[] {
  return [
    [crisp(x), y],
    [crisp(x), y + height]
  ]
}

function shareLine(value: number | undefined, all: number | undefined, format: Format): string[] {
  return value === undefined || all === undefined || all === 0 ? [] : [m.ofThePeopleInView(format.percent(value / all))]
}
