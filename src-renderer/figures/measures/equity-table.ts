import { commonMessages as common } from '#messages/common.ts'
import { figuresMessages as m } from '#messages/figures.ts'
import type { MeasureGap, MeasureGaps } from '#engine/measures/results/equity-result.ts'
import type { EquityGroup, EquityKind, EquityPanel } from '#engine/population/panels/results/equity-result.ts'
import { figureCell } from '../../charts/parts/figure-lines.ts'
import type { TableCell, TableData } from '../../ui/copy/delimited.ts'
import type { FigureText } from '../../ui/format/figure.ts'
import type { Format } from '../../ui/format/format.ts'
import { signed } from '../base/signed-value.ts'

const gapHeads: Readonly<Record<EquityKind, string>> = {
  proportion: m.gapPoints,
  rate: m.gapPer1000,
  mean: m.gapDollars
}

/** Gaps and ratios of groups, and where the gaps come from. Gaps have a sign. */
export function equityTable(panel: EquityPanel, format: Format): TableData {
  return {
    columns: [
      { label: panel.dimensions.find(({ id }) => id === panel.dimension)?.label ?? common.group, numeric: false },
      { label: gapHeads[panel.kind], numeric: true },
      { label: common.n95Interval, numeric: true },
      { label: m.ratio, numeric: true },
      { label: m.between, numeric: true },
      { label: m.within, numeric: true }
    ],
    rows: panel.groups.map((group) => [{ text: group.label }, ...cellsOf(group, panel, format)])
  }
}

const none: TableCell = { text: '–', value: '' }

/** Why the gap of a group is not shown: it, the rate of the group or that of the group it is compared with is withheld. */
function withheldText(
  { rate, gap }: EquityGroup,
  { groups, reference }: EquityPanel,
  format: Format
): FigureText | undefined {
  const base = groups.find(({ value }) => value === reference)?.rate
  return [rate, gap, base]
    .flatMap((each) => (each === undefined ? [] : format.figure(each)))
    .find((each) => each.hidden)
}

function cellsOf(group: EquityGroup, panel: EquityPanel, format: Format): TableCell[] {
  const { gap, ratio, between, within } = group
  const { kind } = panel
  if (group.value === panel.reference) return [{ text: m.comparedWith, value: '' }, none, none, none, none]
  const hidden = withheldText(group, panel, format)
  if (hidden !== undefined) return Array.from({ length: 5 }, () => ({ text: hidden.text, withheld: true }))
  if (gap?.value === undefined) return Array.from({ length: 5 }, () => none)
  const ends = gap.interval
  const textOf = (value: number): string => gapText(value, kind, format)
  const partOf = (part: number | undefined): TableCell =>
    part === undefined ? none : { text: textOf(part), value: part }
  return [
    { ...(gap.rows === undefined ? {} : { figure: gap }), text: textOf(gap.value), value: gap.value },
    ends === undefined ? none : { text: m.lowToHigh(textOf(ends.low), textOf(ends.high)) },
    ratio === undefined || ratio.value === undefined
      ? none
      : format.figure(ratio).hidden
        ? figureCell(ratio, format)
        : { ...figureCell(ratio, format), text: ratio.value.toFixed(2) },
    partOf(between),
    partOf(within)
  ]
}

/** E.g. "+3.1", "−12.0" or "+$120". */
function gapText(value: number, kind: EquityKind, format: Format): string {
  return kind === 'mean' ? signed(value, (size) => format.value(size, 'usd')) : pointsText(value)
}

/** E.g. "+3.1" or "−12.0". */
function pointsText(points: number): string {
  return signed(Math.round(points * 10) / 10, (size) => size.toFixed(1))
}

/** The gaps of all measures, with the parts of those that chance does not explain. */
export function allGapsTable(panel: EquityPanel, { rows }: MeasureGaps, format: Format): TableData {
  return {
    columns: [
      { label: common.measure, numeric: false },
      { label: panel.dimensions.find(({ id }) => id === panel.dimension)?.label ?? common.group, numeric: false },
      { label: m.gapPoints, numeric: true },
      { label: common.n95Interval, numeric: true },
      { label: m.likelihood, numeric: false },
      { label: m.between, numeric: true },
      { label: m.within, numeric: true }
    ],
    rows: rows.map((row) => [{ text: row.title }, { text: row.label }, ...allGapsCells(row, format)])
  }
}

function allGapsCells({ rate, gap, beyondChance, split }: MeasureGap, format: Format): TableCell[] {
  const { hidden, text } =
    [rate, gap].map((each) => format.figure(each)).find((each) => each.hidden) ?? format.figure(rate)
  if (hidden) return Array.from({ length: 5 }, () => ({ text, withheld: true }))
  const ends = gap.interval
  return [
    gap.value === undefined ? none : { text: pointsText(gap.value), value: gap.value },
    ends === undefined ? none : { text: m.lowToHigh(pointsText(ends.low), pointsText(ends.high)) },
    { text: beyondChance ? m.beyondChance : m.withinChance },
    split === undefined ? none : { text: pointsText(split.between * 100), value: split.between * 100 },
    split === undefined ? none : { text: pointsText(split.within * 100), value: split.within * 100 }
  ]
}

/** How many gaps chance does not explain, and how many it would show by itself. */
export function allGapsFinding({ rows, expectedFalse }: MeasureGaps, format: Format): string {
  const found = rows.filter(({ beyondChance }) => beyondChance).length
  return m.ofGapsAreBeyondChance(found, format.count(rows.length), expectedFalse)
}

/**
 * The finding in a sentence: the widest gap that chance does not explain, to the worse where one way is better, or that there is
 * none.
 */
export function equityFinding(panel: EquityPanel, format: Format): string {
  const { groups, reference, direction, kind } = panel
  const base = groups.find(({ value }) => value === reference)
  if (base === undefined || groups.every(({ gap }) => gap?.value === undefined)) return ''
  const sure = groups.filter(
    (group) => group.beyondChance && !group.unrecorded && withheldText(group, panel, format) === undefined
  )
  const worse =
    direction === undefined ? sure : sure.filter(({ gap }) => (gap?.value ?? 0) < 0 === (direction === 'increase'))
  const widest = worse.toSorted((a, b) => Math.abs(b.gap?.value ?? 0) - Math.abs(a.gap?.value ?? 0))[0]
  if (widest?.gap?.value === undefined) {
    if ('all' in panel) return m.noGroupDoesWorseThanBy(base.label)
    return direction === undefined ? m.noGroupDiffersFromBy(base.label) : m.noGroupDoesWorseThan(base.label)
  }
  const [gap, between, within] = [widest.gap.value, widest.between ?? 0, widest.within ?? 0].map((value) =>
    gapText(value, kind, format)
  ) as [string, string, string]
  const say = {
    proportion: m.pointsAgainstOfThemBetweenPractices,
    rate: m.per1000AgainstOfThemBetween,
    mean: m.perMemberPerMonthAgainstOf
  }[kind]
  return say(widest.label, gap, base.label, between, within)
}
