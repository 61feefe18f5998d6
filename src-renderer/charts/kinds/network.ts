import { chartsKindsMessages as m } from '#messages/charts/kinds.ts'
import { inSentence } from '#shared/messages/letter-case.ts'
import { commonMessages as common } from '#messages/common.ts'
import { nouns } from '#messages/nouns.ts'
import type { Figure } from '#engine/base/figures/figure.ts'
import { defined } from '#shared/language/defined.ts'
import type { Format } from '../../ui/format/format.ts'
import { drawnValue, figureCell, figureLines, rateCells } from '../parts/figure-lines.ts'
import { filtersOf } from '../parts/marks.ts'
import type { Point, SceneShape } from '../model/scene.ts'
import type { ChartMark, ChartModel } from '../model/chart-model.ts'

/** Lower bounds of the shades of observed ÷ expected, from the third of the sequence: paler lines are not seen. */
const bounds = [1, 1.5, 2, 3, 4]
const palest = 2
/** Pixels. */
const thinnest = 1
const thickest = 7
const labelRoom = 178

/** Things, and the pairs of them that are joined. */
interface Network {
  readonly conditions: readonly { readonly id: string; readonly title: string; readonly people: Figure }[]
  readonly links: readonly {
    readonly first: string
    readonly second: string
    readonly people: Figure
    readonly lift: Figure
  }[]
}

/** Chronic conditions on a circle, joined where they come together more often than by chance. */
export function networkChart({ conditions, links }: Network, format: Format): ChartModel {
  const place = new Map(conditions.map(({ id }, index) => [id, index]))
  const drawn = links.filter(({ people, lift }) =>
    [people, lift].every((each) => drawnValue(each, format) !== undefined)
  )
  const maximum = Math.max(1, ...drawn.map(({ people }) => people.value ?? 0))
  const name = (id: string): string => conditions[defined(place.get(id))]?.title ?? id
  const pairName = (first: string, second: string): string => m.valueWithValue(name(first), inSentence(name(second)))
  const strongest = drawn.toSorted((left, right) => (right.lift.value ?? 0) - (left.lift.value ?? 0))[0]
  const joined = (id: string): number => drawn.filter(({ first, second }) => first === id || second === id).length
  return {
    marks: [
      ...conditions.map(({ id, title, people }): ChartMark => ({
        key: id,
        title,
        lines: [...figureLines(people, format), m.joinedToId(format.quantity(joined(id), nouns.condition))],
        figure: people,
        filters: filtersOf(people)
      })),
      ...drawn.map(({ first, second, lift, people }): ChartMark => {
        const [value = '', ...rest] = figureLines(lift, format)
        return {
          key: `${first} ${second}`,
          title: pairName(first, second),
          lines: [m.asOftenAsByChance(value), ...rest, ...figureLines(people, format)],
          figure: lift,
          filters: filtersOf(lift)
        }
      })
    ],
    pointing: 'near',
    stride: 1,
    legend: [
      ...(['seq3', 'seq4', 'seq5', 'seq6', 'seq7'] as const).map((tone, step) => ({
        label: step === 0 ? m.liftBelow15 : step === 4 ? m.n4AndOver : '',
        shape: 'line' as const,
        tone
      })),
      { label: m.conditionByPeople, shape: 'dot', tone: 'main' }
    ],
    table: {
      columns: [
        { label: m.condition, numeric: false },
        { label: m.withLabel, numeric: false },
        { label: common.people, numeric: true },
        { label: m.lift, numeric: true },
        { label: common.n95Interval, numeric: true }
      ],
      rows: [
        ...links.map(({ first, second, people, lift }) => [
          { text: name(first) },
          { text: name(second) },
          figureCell(people, format),
          figureCell(lift, format),
          rateCells(lift, format)[1]!
        ]),
        ...conditions.map(({ title, people }) => [
          { text: title },
          { text: '' },
          figureCell(people, format),
          { text: '' },
          { text: '' }
        ])
      ]
    },
    sentence:
      strongest === undefined
        ? m.noTwoConditionsComeTogetherMore
        : m.togetherMoreOftenThanByChance(
            format.quantity(drawn.length, nouns.pairOfConditionsComes),
            pairName(strongest.first, strongest.second),
            format.figure(strongest.lift).text
          ),
    note: '',
    minHeight: 300,
    scene(tokens, { width, height }) {
      const center: Point = [width / 2, height / 2]
      const radius = [Math.max(40, width / 2 - labelRoom), Math.max(40, height / 2 - 34)] as const
      const angle = (index: number): number => (index / Math.max(1, conditions.length)) * 2 * Math.PI - Math.PI / 2
      const pointOf = (index: number, scale = 1): Point => [
        center[0] + Math.cos(angle(index)) * radius[0] * scale,
        center[1] + Math.sin(angle(index)) * radius[1] * scale
      ]
      const largest = Math.max(1, ...conditions.map(({ people }) => drawnValue(people, format) ?? 0))
      // Faint lines first, so that strong ones are on top.
      const inOrder = drawn.toSorted((left, right) => (left.lift.value ?? 0) - (right.lift.value ?? 0))
      const lines = inOrder.map(({ first, second, people, lift }): SceneShape => {
        const step = bounds.findLastIndex((bound) => (lift.value ?? 0) >= bound)
        return {
          kind: 'path',
          points: curve(pointOf(defined(place.get(first))), pointOf(defined(place.get(second))), center),
          stroke: tokens.sequence[palest + Math.max(0, step)] ?? tokens.main,
          lineWidth: thinnest + ((thickest - thinnest) * (people.value ?? 0)) / maximum
        }
      })
      const dots = conditions.flatMap(({ title, people }, index): SceneShape[] => {
        const value = drawnValue(people, format)
        const [x, y] = pointOf(index)
        const isRight = Math.cos(angle(index)) > 0.05
        const isLeft = Math.cos(angle(index)) < -0.05
        const r = value === undefined ? 4 : 4 + 7 * Math.sqrt(value / largest)
        const side = isRight ? r + 6 : isLeft ? -r - 6 : 0
        return [
          { kind: 'circle', x, y, r, fill: value === undefined ? tokens.refSoft : tokens.main, stroke: tokens.page },
          {
            kind: 'text',
            x: x + side,
            y: side === 0 ? y + (Math.sin(angle(index)) < 0 ? -r - 9 : r + 10) : y,
            text: title,
            fill: tokens.text,
            align: isRight ? 'start' : isLeft ? 'end' : 'middle',
            room: labelRoom - 12
          }
        ]
      })
      return {
        shapes: [...lines, ...dots],
        places: [
          ...conditions.map((_, index) => ({ x: pointOf(index)[0], y: pointOf(index)[1] })),
          ...drawn.map(({ first, second }) => {
            const [x, y] = middleOf(
              curve(pointOf(defined(place.get(first))), pointOf(defined(place.get(second))), center)
            )
            return { x, y }
          })
        ]
      }
    }
  }
}

const segments = 16

/** A line between two places that bends towards the center. */
function curve([fromX, fromY]: Point, [toX, toY]: Point, [x, y]: Point): Point[] {
  const [bendX, bendY] = [((fromX + toX) / 2) * 0.4 + x * 0.6, ((fromY + toY) / 2) * 0.4 + y * 0.6]
  return Array.from({ length: segments + 1 }, (_, step): Point => {
    const t = step / segments
    const [before, between, after] = [(1 - t) ** 2, 2 * (1 - t) * t, t ** 2]
    return [before * fromX + between * bendX + after * toX, before * fromY + between * bendY + after * toY]
  })
}

function middleOf(points: readonly Point[]): Point {
  return points[segments / 2]!
}
