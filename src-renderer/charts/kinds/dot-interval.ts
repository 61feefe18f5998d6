import { commonMessages as common } from '#messages/common.ts'
import { chartsKindsMessages as m } from '#messages/charts/kinds.ts'
import type { Figure } from '#engine/base/figures/figure.ts'
import type { Filter } from '#engine/base/figures/filter.ts'
import { defined } from '#shared/language/defined.ts'
import type { Format } from '../../ui/format/format.ts'
import { axisStart, axisText } from '../parts/axis-text.ts'
import { describeGroups, sentences } from '../parts/describe.ts'
import {
  drawnInterval,
  drawnValue,
  figureCell,
  figureLines,
  rateCells,
  rateColumns,
  withComplement,
  type Partition
} from '../parts/figure-lines.ts'
import { goalCell, goalColumn, goalLegend, type Goal } from '../parts/goal.ts'
import { dot, ring } from '../parts/line-parts.ts'
import { filtersOf } from '../parts/marks.ts'
import { withheldLast } from '../parts/withheld-last.ts'
import { bottomAxis, crisp, horizontal } from '../model/plot.ts'
import { fitRows, layoutRows, rowMiddle, rowsHeight, rowTexts, type RowText } from '../model/row-layout.ts'
import { niceScale } from '../model/scale.ts'
import type { Box, Point, SceneShape } from '../model/scene.ts'
import type { ChartTokens } from '../model/chart-tokens.ts'
import type { ChartMark, ChartModel, LegendEntry } from '../model/chart-model.ts'

/** Intervals are drawn up to so many times the greatest value. */
const widest = 1.8

/** So many withheld groups, or more, share a line: a page of lines without a value tells nothing. */
const FOLDED = 4

/** One row: a group with its rate, or a heading. */
export type DotRow =
  | { readonly heading: string }
  | {
      readonly key: string
      readonly label: string
      readonly figure: Figure
      /** An earlier value, drawn as an open circle. */
      readonly before?: Figure | undefined
      /** People in the group. */
      readonly people?: number | undefined
      readonly filters?: readonly Filter[]
    }

/** A group with its rate. */
type Dot = Exclude<DotRow, { heading: string }>

/** What stands on a line. */
type DotLine = { readonly heading: string } | { readonly groups: readonly Dot[] }

interface DotOptions {
  readonly heads: { readonly label: string; readonly before?: string }
  /** Everyone, as a dashed line. */
  readonly overall?: Figure | undefined
  /** What is aimed at, as a dotted line. */
  readonly goal?: Goal | undefined
  readonly legend?: readonly LegendEntry[]
}

/** Dot and interval per group, everyone as a dashed line: how do groups differ? */
export function dotIntervalChart(listed: readonly DotRow[], options: DotOptions, given: Format): ChartModel {
  const format = withComplement(given, groupsOf(listed, options.overall))
  const dots = inGroups(listed).flatMap(({ heading, rows }): DotLine[] => [
    ...(heading === undefined ? [] : [heading]),
    ...linesOf(withheldLast(rows, format), format)
  ])
  const { overall, heads, goal } = options
  const indent = dots.some((dot) => 'heading' in dot)
  const withPeople = listed.some((dot) => !('heading' in dot) && dot.people !== undefined)
  const rows = dots.map((dot): RowText => {
    if ('heading' in dot) return { label: dot.heading, heading: true, columns: [] }
    const [first, ...others] = dot.groups
    if (first === undefined || others.length > 0)
      return {
        label: foldedLabel(dot.groups, format),
        indent,
        columns: [common.suppressed, ...(withPeople ? ['–'] : [])]
      }
    const { text, hidden } = format.figure(first.figure)
    const people = first.people === undefined ? '' : hidden ? '–' : format.count(first.people)
    return { label: first.label, indent, columns: withPeople ? [text, people] : [text] }
  })
  const marks: ChartMark[] = []
  const drawn: {
    readonly row: number
    readonly value: number | undefined
    readonly ends: readonly [number, number] | undefined
    readonly before: number | undefined
  }[] = []
  for (const [row, line] of dots.entries()) {
    if ('heading' in line) continue
    for (const { key, label, figure, before, filters } of line.groups) {
      const lines = figureLines(figure, format)
      if (before !== undefined) lines.push(`${heads.before ?? m.before}: ${format.figure(before).text}`)
      marks.push({ key, title: label, lines, figure, filters: filters ?? filtersOf(figure) })
      drawn.push({
        row,
        value: drawnValue(figure, format),
        ends: drawnInterval(figure, format),
        before: before === undefined ? undefined : drawnValue(before, format)
      })
    }
  }
  const everyone = overall === undefined ? undefined : drawnValue(overall, format)
  const dotsAt = drawn.flatMap(({ value, before }) => [value, before]).concat(everyone, goal?.value)
  // A very wide interval of a small group is cut off with an arrow, so that the others can be told apart.
  const reach = widest * Math.max(...dotsAt.map((value) => value ?? 0), 0)
  const ends = drawn.flatMap((each) => each.ends ?? []).map((end) => (reach > 0 ? Math.min(end, reach) : end))
  const scale = niceScale([...dotsAt, ...ends].filter((value) => value !== undefined))
  const isCut = drawn.some((each) => each.ends !== undefined && each.ends[1] > scale.max)
  const unit = marks[0]?.figure?.unit ?? 'number'
  return {
    marks,
    pointing: 'row',
    stride: 1,
    legend: [...(options.legend ?? []), ...goalLegend(goal, unit, format)],
    table: {
      columns: [
        { label: heads.label, numeric: false },
        ...rateColumns,
        ...goalColumn(goal),
        ...(heads.before === undefined ? [] : [{ label: heads.before, numeric: true }])
      ],
      rows: dots.flatMap((line) => {
        if ('heading' in line) return []
        const [first, ...others] = line.groups
        if (first === undefined) return []
        const isFolded = others.length > 0
        const label = headed(dots, line, isFolded ? foldedLabel(line.groups, format) : first.label)
        const cells = [
          ...(isFolded ? rateColumns.map(() => ({ text: common.suppressed })) : rateCells(first.figure, format)),
          ...goalCell(goal, unit, format)
        ]
        if (heads.before !== undefined)
          cells.push(isFolded || first.before === undefined ? { text: '–' } : figureCell(first.before, format))
        return [[{ text: label }, ...cells]]
      })
    },
    sentence: describeGroups(
      marks.map(({ title, lines }, i) => ({ label: title, text: lines[0] ?? '', value: drawn[i]?.value })),
      overall === undefined ? undefined : format.figure(overall).text
    ),
    note: sentences(axisStart(unit, scale, format), isCut ? m.arrowIntervalGoesOn : ''),
    minHeight: rowsHeight(rows.length, true),
    cut: (height) => fitRows(rows, height, true),
    scene(tokens, { width, height }) {
      // Where the rows scroll, the axis stands above them, so that it is in sight first.
      const side = height <= rowsHeight(rows.length, true) ? 'above' : 'below'
      const layout = layoutRows(rows, width, height, side)
      const box = {
        x: layout.left + 6,
        y: layout.top,
        width: Math.max(1, layout.plotEnd - layout.left - 16),
        height: layout.height
      }
      const position = horizontal(scale, box)
      const shapes: SceneShape[] = [
        ...bottomAxis(scale, box, (value) => axisText(value, unit, scale, format), tokens, side),
        ...rowTexts(rows, layout, tokens)
      ]
      if (everyone !== undefined) {
        shapes.push({
          kind: 'path',
          points: upright(position(everyone), box),
          stroke: tokens.ref,
          lineWidth: 1.25,
          dash: [5, 3]
        })
      }
      if (goal !== undefined)
        shapes.push({ kind: 'path', points: upright(position(goal.value), box), stroke: tokens.target, dash: [2, 2] })
      for (const { row, value, ends: range, before } of drawn) {
        if (value === undefined) continue
        const y = rowMiddle(layout, row)
        if (before !== undefined) shapes.push(ring(position(before), y, tokens))
        if (range !== undefined)
          shapes.push(
            ...interval(position(range[0]), position(Math.min(range[1], scale.max)), y, range[1] > scale.max, tokens)
          )
        shapes.push(dot(position(value), y, 4, tokens))
      }
      return {
        shapes,
        // Marks without a value still take part in keyboard steps: they stand at the start of the axis.
        places: drawn.map(({ row, value }) => ({ x: position(value ?? scale.min), y: rowMiddle(layout, row) }))
      }
    }
  }
}

/** Lines of groups: those that are withheld share the last one where they are many, however many people they have. */
function linesOf(groups: readonly Dot[], format: Format): readonly DotLine[] {
  const hidden = new Set(groups.filter(({ figure }) => format.figure(figure).hidden))
  if (hidden.size < FOLDED) return groups.map((group) => ({ groups: [group] }))
  return [
    ...groups.filter((group) => !hidden.has(group)).map((group) => ({ groups: [group] })),
    { groups: [...hidden] }
  ]
}

/** Some are withheld only because they would tell others, so that the line does not say how many people they have. */
function foldedLabel(groups: readonly Dot[], format: Format): string {
  return m.countGroups(format.count(groups.length))
}

/** Rows with the heading above them. */
function inGroups(
  dots: readonly DotRow[]
): readonly { readonly heading: { readonly heading: string } | undefined; readonly rows: readonly Dot[] }[] {
  const groups: { heading: { readonly heading: string } | undefined; rows: Dot[] }[] = [
    { heading: undefined, rows: [] }
  ]
  for (const dot of dots) {
    if ('heading' in dot) groups.push({ heading: dot, rows: [] })
    else defined(groups.at(-1)).rows.push(dot)
  }
  return groups
}

/** Rows below one heading are groups of the same people; without headings all are. */
function groupsOf(dots: readonly DotRow[], total: Figure | undefined): readonly Partition[] {
  const groups: Figure[][] = [[]]
  for (const dot of dots) {
    if ('heading' in dot) groups.push([])
    else defined(groups.at(-1)).push(dot.figure)
  }
  return groups.map((figures) => ({
    of: 'groups',
    figures: figures.filter(({ unit }) => unit === 'proportion'),
    whole: total
  }))
}

function upright(x: number, { y, height }: Pick<Box, 'y' | 'height'>): readonly Point[] {
  return [
    [crisp(x), y],
    [crisp(x), y + height]
  ]
}

/** The line of an interval; with an arrow at its end where it goes on. */
function interval(from: number, to: number, y: number, goesOn: boolean, tokens: ChartTokens): SceneShape[] {
  const style = { stroke: tokens.main, lineWidth: 1.5 }
  const line: SceneShape = {
    kind: 'path',
    points: [
      [from, y],
      [to, y]
    ],
    ...style
  }
  const arrow: SceneShape = {
    kind: 'path',
    points: [
      [to - 4, y - 3],
      [to, y],
      [to - 4, y + 3]
    ],
    ...style
  }
  return goesOn ? [line, arrow] : [line]
}

function headed(lines: readonly DotLine[], line: DotLine, label: string): string {
  const heading = lines.slice(0, lines.indexOf(line)).findLast((each) => 'heading' in each)
  return heading !== undefined && 'heading' in heading ? `${heading.heading}: ${label}` : label
}
