import { chartsKindsMessages as m } from '#messages/charts/kinds.ts'
import { nouns } from '#messages/nouns.ts'
import type { Figure } from '#engine/base/figures/figure.ts'
import type { GroupRow } from '#engine/population/panels/results/shapes.ts'
import { funnelLimits, funnelPlace, funnelShares } from '#engine/base/stats/funnel.ts'
import { reliability } from '#engine/base/stats/reliability.ts'
import type { Format } from '../../ui/format/format.ts'
import { axisText } from '../parts/axis-text.ts'
import { drawnValue, figureLines, rateCells, rateColumns, withComplement } from '../parts/figure-lines.ts'
import { dot, linePlot, ring } from '../parts/line-parts.ts'
import { horizontal, lineThrough, ticksOf, valueAxis, vertical } from '../model/plot.ts'
import { niceScale } from '../model/scale.ts'
import type { Point, SceneShape } from '../model/scene.ts'
import type { ChartModel } from '../model/chart-model.ts'

/** Reliability from which a unit is compared with the others. */
const RELIABLE = 0.7
/** Sizes at which a limit is drawn. */
const STEPS = 60

interface FunnelOptions {
  /** What the units are, e.g. "Practice". */
  readonly label: string
  /** The rate of all. */
  readonly overall: Figure
  /** How alike the cases of one unit are; undefined where that cannot be told. */
  readonly intraclass: number | undefined
}

/** Units by size and rate within the limits of chance around the rate of all: who departs, and of whom is it sure? */
export function unitFunnelChart(
  units: readonly GroupRow[],
  { label, overall, intraclass }: FunnelOptions,
  given: Format
): ChartModel {
  // The rate of all is known, so that a single unit that is withheld is what the others leave.
  const figures = units.map(({ figure }) => figure)
  const format = withComplement(given, [{ of: 'groups', figures, whole: overall }])
  const share = drawnValue(overall, format)
  const shown = units.filter(({ figure }) => figure.value !== undefined && !format.figure(figure).hidden)
  const maximum = Math.max(10, ...shown.map(({ people }) => people))
  const about = shown.map((unit) => {
    const size = unit.figure.denominator ?? 0
    const unitReliability = intraclass === undefined ? undefined : reliability(size, intraclass)
    const place = share === undefined ? undefined : funnelPlace(unit.figure.numerator ?? 0, size, share)
    const isReliable = unitReliability !== undefined && unitReliability >= RELIABLE
    return {
      unit,
      size,
      reliability: unitReliability,
      isReliable,
      words: share === undefined ? '–' : placeWords(place, isReliable)
    }
  })
  const outside =
    share === undefined ? [] : about.filter(({ isReliable, words }) => isReliable && words !== withinWords)
  const sizes = Array.from({ length: STEPS }, (_, step) => Math.max(1, Math.round(((step + 1) * maximum) / STEPS)))
  // Limits around a value that is suppressed would tell it.
  const limits =
    share === undefined
      ? []
      : (['inner', 'outer'] as const).map((limit) =>
          sizes.map((size) => funnelLimits(size, share, funnelShares[limit]))
        )
  const scale = niceScale([0, 1])
  return {
    marks: about.map(({ unit, reliability: unitReliability, words }) => ({
      key: unit.group,
      title: unit.label,
      lines: [...figureLines(unit.figure, format), words, reliabilityText(unitReliability)],
      figure: unit.figure,
      filters: [unit.filter]
    })),
    pointing: 'near',
    stride: 1,
    legend: [
      { label: m.reliable, shape: 'dot', tone: 'main' },
      { label: m.reliabilityBelowReliable(RELIABLE), shape: 'ring', tone: 'ref' },
      { label: m.n95Limits, shape: 'dotted', tone: 'ref' },
      { label: m.n998Limits, shape: 'dashed', tone: 'ref' }
    ],
    table: {
      columns: [
        { label, numeric: false },
        ...rateColumns,
        { label: m.reliability, numeric: true },
        { label: m.againstTheLimits, numeric: false }
      ],
      rows: about.map(({ unit, reliability: unitReliability, words }) => [
        { text: unit.label },
        ...rateCells(unit.figure, format),
        unitReliability === undefined
          ? { text: '–', value: '' }
          : { text: unitReliability.toFixed(2), value: unitReliability },
        { text: words }
      ])
    },
    sentence:
      outside.length === 0
        ? m.noReliableUnitOfLiesOutside(format.count(about.length), format.figure(overall).text)
        : m.outsideOfThe95LimitsAround(
            format.quantity(outside.length, nouns.reliableUnitLies),
            format.figure(overall).text,
            outside
              .slice(0, 3)
              .map(({ unit }) => unit.label)
              .join(', ')
          ),
    note: '',
    minHeight: 160,
    scene(tokens, size) {
      const box = linePlot({ width: size.width, height: size.height - 14 }, scale, 'proportion', 12, format)
      const across = niceScale([0, maximum], 'always', 5, true)
      const [x, y] = [horizontal(across, box), vertical(scale, box)]
      const line = (rows: readonly (readonly [number, number])[], end: 0 | 1): Point[] =>
        rows.map((row, step) => [x(sizes[step]!), y(row[end])])
      const places = about.map(({ unit, size: n }) => ({ x: x(n), y: y(unit.figure.value ?? 0) }))
      const shapes: SceneShape[] = [
        ...valueAxis(scale, box, (value) => axisText(value, 'proportion', scale, format), tokens),
        ...ticksOf(across).map((tick): SceneShape => ({
          kind: 'text',
          x: x(tick),
          y: box.y + box.height + 15,
          text: format.count(tick),
          fill: tokens.axis,
          align: 'middle'
        })),
        {
          kind: 'text',
          x: box.x + box.width,
          y: box.y + box.height + 29,
          text: m.nThoseWhoAreEligible,
          fill: tokens.axis,
          align: 'end'
        },
        ...limits.flatMap((rows, limit) =>
          ([0, 1] as const).flatMap((end) =>
            lineThrough(line(rows, end), { stroke: tokens.ref, lineWidth: 1.25, dash: limit === 0 ? [2, 3] : [6, 3] })
          )
        ),
        ...(share === undefined
          ? []
          : lineThrough(
              [
                [x(0), y(share)],
                [x(across.max), y(share)]
              ],
              { stroke: tokens.ref, lineWidth: 1 }
            )),
        ...about.map(({ isReliable }, index) =>
          isReliable
            ? dot(places[index]!.x, places[index]!.y, 4, tokens)
            : ring(places[index]!.x, places[index]!.y, tokens)
        )
      ]
      return { shapes, places }
    }
  }
}

const withinWords = m.withinThe95Limits

function placeWords(place: ReturnType<typeof funnelPlace>, isReliable: boolean): string {
  const words =
    place === undefined
      ? withinWords
      : m.aboveTheLimitLimits(place.direction === 'above', place.limit === 'outer' ? '99.8%' : '95%')
  return isReliable ? words : m.notReliable(words)
}

function reliabilityText(unitReliability: number | undefined): string {
  return unitReliability === undefined
    ? m.reliabilityCannotBeComputedForSo
    : m.reliabilityOf(unitReliability.toFixed(2))
}
