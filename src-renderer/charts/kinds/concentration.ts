import { chartsKindsMessages as m } from '#messages/charts/kinds.ts'
import { commonMessages as common } from '#messages/common.ts'
import type { Figure } from '#engine/base/figures/figure.ts'
import type { ClaimsCost, CostShare } from '#engine/population/panels/results/cost-result.ts'
import type { TableCell } from '../../ui/copy/delimited.ts'
import type { Format } from '../../ui/format/format.ts'
import { axisText } from '../parts/axis-text.ts'
import { figureCell, figureLines } from '../parts/figure-lines.ts'
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
  const isHidden = ({ people, cost }: CostShare): boolean => format.figure(people).hidden || format.figure(cost).hidden
  const shareText = (share: CostShare): string => (isHidden(share) ? common.suppressed : format.figure(share.cost).text)
  const known = shares.flatMap((share, i) =>
    isHidden(share) || share.cost.value === undefined || members === 0
      ? []
      : [{ i, place: [(share.people.value ?? 0) / members, share.cost.value] as const }]
  )
  // Each step of the curve is the cost of few people: what leaves is drawn through the groups that are shown.
  const isCoarse = format.smallCellLimit > 0 && curve.length > 0
  const drawn = isCoarse ? [[0, 0] as const, ...known.map(({ place }) => place), [1, 1] as const] : curve
  const [onePercent, fivePercent] = [0.01, 0.05].map((share) => shares.find((each) => each.share === share))
  const said = [onePercent, fivePercent].flatMap((each) =>
    each === undefined ? [] : m.ofTheMembersOfTheCost(percentText(each.share), shareText(each))
  )
  return {
    marks: shares.map((each) => ({
      key: String(each.share),
      title: m.theTopOfTheMembers(percentText(each.share)),
      lines: linesOf(each),
      figure: each.cost,
      filters: each.cost.rows?.filters.slice(-1) ?? []
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
      rows: shares.map((each) => [
        { text: m.topShare(percentText(each.share)) },
        isHidden(each) ? hiddenCell(each.people) : figureCell(each.people, format),
        isHidden(each)
          ? { text: '–', value: '' }
          : { text: format.value(each.least, 'usd'), value: Math.round(each.least * 100) / 100 },
        isHidden(each) ? hiddenCell(each.cost) : figureCell(each.cost, format)
      ])
    },
    sentence: said.length === 0 ? m.careInTheseMonthsCostNothing : `${said.join('; ')}.`,
    note: isCoarse ? m.straightBetweenTheGroupsShown : '',
    minHeight: 120,
    scene(tokens, { width, height }) {
      const left = 14 + textWidth('100%')
      const box = { x: left, y: 8, width: Math.max(1, width - left - 22), height: Math.max(60, height - AXIS_ROOM - 8) }
      const [x, y] = [horizontal(ticks, box), vertical(ticks, box)]
      const text = (value: number): string => axisText(value, 'proportion', ticks, format)
      // What is suppressed has no place.
      const points = shares.map(() => ({ x: x(0), y: y(0) }))
      for (const { i, place } of known) points[i] = { x: x(place[0]), y: y(place[1]) }
      const labelYs = labelPlaces(known.map(({ i }) => points[i]!.y + 7))
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
            drawn.map(([people, cost]) => [x(people), y(cost)]),
            { stroke: tokens.main, lineWidth: 1.75 }
          ),
          ...known.flatMap(({ i }, place): SceneShape[] => [
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

  function linesOf(each: CostShare): string[] {
    const { people, least, cost } = each
    const first = m.ofTheCost(isHidden(each) ? common.suppressed : (figureLines(cost, format)[0] ?? ''))
    // What each cost at least is the cost of a single person.
    if (isHidden(each)) return [first]
    return [first, m.peopleEachOrMore(format.figure(people).text, people.value ?? 0, format.value(least, 'usd'))]
  }

  /** Both are withheld together: their words say no more than each by itself. */
  function hiddenCell(figure: Figure): TableCell {
    const { text, hidden } = format.figure(figure)
    return { text: hidden ? text : common.suppressed, withheld: true }
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
