import { chartsKindsMessages as m } from '#messages/charts/kinds.ts'
import { commonMessages as common } from '#messages/common.ts'
import type { Figure } from '#engine/base/figures/figure.ts'
import type { BandSeries } from '#engine/population/panels/results/shapes.ts'
import type { Format } from '../../ui/format/format.ts'
import { blend } from '../model/color.ts'
import { apart } from '../parts/apart.ts'
import { describeTrend } from '../parts/describe.ts'
import { drawnValue, figureCell, figureLines, withSuppressed } from '../parts/figure-lines.ts'
import { filtersOf } from '../parts/marks.ts'
import { hatchLines, type Hatch } from '../model/hatch.ts'
import { alongSlots } from '../parts/line-parts.ts'
import { AXIS_ROOM, labelsBelow, valueAxis, vertical } from '../model/plot.ts'
import { textWidth } from '../model/row-layout.ts'
import type { Box, SceneShape } from '../model/scene.ts'
import { periodLabels } from '../parts/time-axis.ts'
import { withheldBandFigures } from '../parts/withheld-bands.ts'
import { periodTitle } from './trend.ts'
import type { ChartMark, ChartModel } from '../model/chart-model.ts'
import type { ChartTokens } from '../model/chart-tokens.ts'

/** Ordered bands as 100% bars over time: how is control split? The first band stands at the bottom. */
export function bandsChart(control: BandSeries, given: Format): ChartModel {
  const { bands, periods } = control
  const format = withSuppressed(given, withheldBandFigures(control, given.smallCellLimit))
  const shares = bands.map((_, band) =>
    periods.map(({ figures }) => {
      const figure = figures[band]
      return figure === undefined ? undefined : drawnValue(figure, format)
    })
  )
  const last = periods.length - 1
  const marks: ChartMark[] = periods.flatMap((period) =>
    bands.flatMap((band, b) => {
      const figure = period.figures[b]
      if (figure === undefined) return []
      return [
        {
          key: `${period.at}|${band.id}`,
          title: `${band.label}, ${periodTitle(period)}`,
          lines: figureLines(figure, format),
          figure,
          filters: filtersOf(figure)
        }
      ]
    })
  )
  const best = bands[0]
  return {
    marks,
    pointing: 'shape',
    stride: bands.length,
    legend: [],
    table: {
      columns: [
        { label: common.period, numeric: false },
        ...bands.map(({ label }) => ({ label, numeric: true })),
        { label: common.people, numeric: true }
      ],
      rows: periods.map((period) => [
        { text: periodTitle(period) },
        ...period.figures.map((figure) => figureCell(figure, format)),
        peopleCell(period.figures, format)
      ])
    },
    sentence:
      best === undefined
        ? m.noBands(control.title)
        : describeTrend(
            `${control.title}, ${best.label}`,
            periods.map((period, i) => ({
              label: period.label,
              text: period.figures[0] === undefined ? '–' : format.figure(period.figures[0]).text,
              value: shares[0]?.[i]
            }))
          ),
    note: periods.some(({ incomplete }) => incomplete === true) ? m.paleLastBarNotCompleteYet : '',
    minHeight: 140,
    scene(tokens, { width, height }) {
      const right = 14 + Math.max(0, ...bands.map(({ label }) => textWidth(label)))
      const box = { x: 42, y: 8, width: Math.max(1, width - 42 - right), height: Math.max(60, height - AXIS_ROOM - 8) }
      const scale = { min: 0, max: 1, interval: 0.25 }
      const y = vertical(scale, box)
      const position = alongSlots(box, periods.length)
      const slot = box.width / Math.max(1, periods.length)
      const gap = slot * (slot > 12 ? 0.13 : 0.04)
      const labels = periodLabels(
        periods.map((period) => period.at),
        box.width / 42
      )
      const below = (band: number, i: number): number =>
        shares.slice(0, band).reduce((sum, row) => sum + (row[i] ?? 0), 0)
      const parts = periods.flatMap((period, i) =>
        bands.map(({ tone }, b) => {
          const value = shares[b]?.[i] ?? 0
          const from = y(below(b, i))
          const to = y(below(b, i) + value)
          const edge = slot > 12 ? 0.5 : 0
          return {
            tone,
            value,
            incomplete: period.incomplete === true,
            labelled: (i === 0 || i === last || slot > 46) && from - to > 14 && slot > 18,
            box: {
              x: position(i) - slot / 2 + gap / 2,
              y: to + edge,
              width: slot - gap,
              height: Math.max(0, from - to - edge)
            }
          }
        })
      )
      const named = bands
        .map(({ label }, b) => ({ label, b }))
        .filter(({ b }) => shares[b]?.some((share) => (share ?? 0) > 0))
        .map(({ label, b }) => ({ label, y: y(below(b, last) + (shares[b]?.[last] ?? 0) / 2) }))
      return {
        shapes: [
          ...valueAxis(scale, box, (value) => `${format.value(value * 100, 'number')}%`, tokens),
          ...labelsBelow(labels, position, box, tokens),
          ...parts.flatMap((part) => bandShapes(part, tokens, format)),
          ...(last < 0 ? [] : apart(named)).map((label): SceneShape => ({
            kind: 'text',
            x: position(last) + (slot - gap) / 2 + 6,
            y: label.y,
            text: label.label,
            fill: tokens.textSecondary
          }))
        ],
        places: parts
          .filter((_, i) => periods[Math.floor(i / bands.length)]?.figures[i % bands.length] !== undefined)
          .map(({ box: part }) => ({ x: part.x + part.width / 2, y: part.y + part.height / 2, box: part }))
      }
    }
  }
}

/** One band of one period: its bar, a pattern where colors are not enough, and its share in per cent. */
function bandShapes(
  {
    tone,
    value,
    incomplete,
    labelled,
    box
  }: {
    readonly tone: keyof typeof hatches
    readonly value: number
    readonly incomplete: boolean
    readonly labelled: boolean
    readonly box: Box
  },
  tokens: ChartTokens,
  format: Format
): SceneShape[] {
  if (value <= 0) return []
  const full = tokens.bands[tone]
  const inside = tone === 'a' || tone === 'd' ? tokens.page : tokens.text
  const pattern = tokens.hatched ? hatchLines(box, hatches[tone], tokens.page) : []
  const label: SceneShape = {
    kind: 'text',
    x: box.x + box.width / 2,
    y: box.y + box.height / 2,
    text: format.value(Math.round(value * 100), 'number'),
    fill: tokens.hatched || incomplete ? tokens.text : inside,
    weight: 500,
    align: 'middle',
    ...(tokens.hatched ? { behind: tokens.page } : {})
  }
  const bar: SceneShape = { kind: 'rect', ...box, fill: incomplete ? blend(full, tokens.page, 0.5) : full }
  return [bar, ...pattern, ...(labelled ? [label] : [])]
}

const hatches = { a: 'none', b: 'rising', c: 'level', d: 'falling', u: 'crossed' } as const satisfies Record<
  string,
  Hatch
>

/** All whom the bands are of; where each of them is withheld, they may be what must not leave. */
function peopleCell(figures: readonly Figure[], format: Format): { text: string; value?: number } {
  const people = figures[0]?.denominator
  if (people === undefined || figures.every((figure) => format.figure(figure).hidden)) return { text: '–' }
  const text = format.people(people)
  return text === format.count(people) ? { text, value: people } : { text }
}
