import { chartsKindsMessages as m } from '#messages/charts/kinds.ts'
import { commonMessages as common } from '#messages/common.ts'
import type { ClaimsCost } from '#engine/population/panels/results/cost-result.ts'
import type { Format } from '../../ui/format/format.ts'
import { axisText } from '../parts/axis-text.ts'
import { drawnValue, figureCell, figureLines } from '../parts/figure-lines.ts'
import { dot } from '../parts/line-parts.ts'
import { AXIS_ROOM, horizontal, lineThrough, ticksOf, valueAxis, vertical } from '../model/plot.ts'
import { textWidth } from '../model/row-layout.ts'
import type { SceneShape } from '../model/scene.ts'
import type { ChartModel } from '../model/chart-model.ts'

const ticks = { min: 0, max: 1, interval: 0.25 }

/** Share of the cost by share of the people, the most expensive first: how much do few people take? */
export function concentrationChart(
  { curve, shares, members }: ClaimsCost['concentration'],
  format: Format
): ChartModel {
  const percentText = (share: number): string => axisText(share, 'proportion', { interval: 0.01 }, format)
  const places = shares.map(({ people }) => (members === 0 ? 0 : (people.value ?? 0) / members))
  const [onePercent, fivePercent] = [0.01, 0.05].map((share) => shares.find((each) => each.share === share))
  const said = [onePercent, fivePercent].flatMap((each) =>
    each === undefined ? [] : m.ofTheMembersOfTheCost(percentText(each.share), format.figure(each.cost).text)
  )
  return {
    marks: shares.map(({ share, people, least, cost }) => ({
      key: String(share),
      title: m.theTopOfTheMembers(percentText(share)),
      lines: [
        m.ofTheCost(figureLines(cost, format)[0] ?? ''),
        m.peopleEachOrMore(format.figure(people).text, people.value ?? 0, format.value(least, 'usd'))
      ],
      figure: cost,
      filters: cost.rows?.filters.slice(-1) ?? []
    })),
    pointing: 'near',
    stride: 1,
    legend: [],
    table: {
      columns: [
        { label: m.membersMostExpensiveFirst, numeric: false },
        { label: common.people, numeric: true },
        { label: m.costOfEachAtLeast, numeric: true },
        { label: m.shareOfTheCost, numeric: true }
      ],
      rows: shares.map(({ share, people, least, cost }) => [
        { text: m.topShare(percentText(share)) },
        figureCell(people, format),
        format.figure(people).hidden
          ? { text: '–', value: '' }
          : { text: format.value(least, 'usd'), value: Math.round(least * 100) / 100 },
        figureCell(cost, format)
      ])
    },
    sentence: said.length === 0 ? m.careInTheseMonthsCostNothing : `${said.join('; ')}.`,
    note: '',
    minHeight: 120,
    scene(tokens, { width, height }) {
      const left = 14 + textWidth('100%')
      const box = { x: left, y: 8, width: Math.max(1, width - left - 22), height: Math.max(60, height - AXIS_ROOM - 8) }
      const [x, y] = [horizontal(ticks, box), vertical(ticks, box)]
      const text = (value: number): string => axisText(value, 'proportion', ticks, format)
      const points = shares.map(({ cost }, i) => ({ x: x(places[i] ?? 0), y: y(drawnValue(cost, format) ?? 0) }))
      // What is suppressed has no place.
      const known = shares.flatMap(({ cost }, i) => (drawnValue(cost, format) === undefined ? [] : [i]))
      const labelYs = labelPlaces(known.map((i) => points[i]!.y + 7))
      return {
        shapes: [
          ...valueAxis(ticks, box, text, tokens),
          ...ticksOf(ticks).map((tick): SceneShape => ({
            kind: 'text',
            x: x(tick),
            y: box.y + box.height + 15,
            text: text(tick),
            fill: tokens.axis,
            align: 'middle'
          })),
          ...lineThrough(
            [
              [x(0), y(0)],
              [x(1), y(1)]
            ],
            { stroke: tokens.ref, lineWidth: 1.25, dash: [5, 3] }
          ),
          ...lineThrough(
            curve.map(([people, cost]) => [x(people), y(cost)]),
            { stroke: tokens.main, lineWidth: 1.75 }
          ),
          ...known.flatMap((i, place): SceneShape[] => [
            dot(points[i]!.x, points[i]!.y, 4, tokens),
            {
              kind: 'text',
              x: points[i]!.x + 10,
              y: labelYs[place]!,
              text: m.topWholeValue(percentText(shares[i]!.share), format.figure(shares[i]!.cost).text),
              fill: tokens.text,
              behind: tokens.page
            }
          ])
        ],
        places: points
      }
    }
  }
}

const LABEL_ROOM = 15

/** Moves labels down, so that each stands clear of the one above it. @param wanted from the lowest label to the highest */
function labelPlaces(wanted: readonly number[]): number[] {
  const places = [...wanted]
  for (let index = places.length - 2; index >= 0; index--)
    places[index] = Math.max(places[index]!, places[index + 1]! + LABEL_ROOM)
  return places
}
