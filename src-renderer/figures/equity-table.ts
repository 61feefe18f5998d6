import type { EquityGroup, EquityPanel } from '#engine/measures/results/equity-result.ts'
import { figureCell } from '../charts/parts/figure-lines.ts'
import type { TableCell, TableData } from '../ui/copy/delimited.ts'
import type { Format } from '../ui/format/format.ts'
import { signed } from './signed-value.ts'

/** Gaps and ratios of groups, and where the gaps come from. Points of percent have a sign. */
export function equityTable(panel: EquityPanel, format: Format): TableData {
  return {
    columns: [
      { label: panel.dimensions.find(({ id }) => id === panel.dimension)?.label ?? 'Group', numeric: false },
      { label: 'Gap, points', numeric: true },
      { label: '95% interval', numeric: true },
      { label: 'Ratio', numeric: true },
      { label: 'Between', numeric: true },
      { label: 'Within', numeric: true }
    ],
    rows: panel.groups.map((group) => [
      { text: group.label },
      ...cellsOf(group, group.value === panel.reference, format)
    ])
  }
}

const none: TableCell = { text: '–', value: '' }

function cellsOf(
  { rate, gap, ratio, between, within }: EquityGroup,
  isReference: boolean,
  format: Format
): TableCell[] {
  if (isReference) return [{ text: 'compared with', value: '' }, none, none, none, none]
  const { hidden } = format.figure(rate)
  if (hidden) return Array.from({ length: 5 }, () => ({ text: format.figure(rate).text, withheld: true }))
  if (gap?.value === undefined) return Array.from({ length: 5 }, () => none)
  const ends = gap.interval
  return [
    { text: pointsText(gap.value), value: gap.value },
    ends === undefined ? none : { text: `${pointsText(ends.low)} to ${pointsText(ends.high)}` },
    ratio === undefined || ratio.value === undefined
      ? none
      : { ...figureCell(ratio, format), text: ratio.value.toFixed(2) },
    between === undefined ? none : { text: pointsText(between), value: between },
    within === undefined ? none : { text: pointsText(within), value: within }
  ]
}

/** E.g. "+3.1" or "−12.0". */
function pointsText(points: number): string {
  return signed(Math.round(points * 10) / 10, (size) => size.toFixed(1))
}

/** The finding in a sentence: the widest gap that its interval tells from none, or that there is none. */
export function equityFinding({ groups, reference, improvement }: EquityPanel): string {
  const base = groups.find(({ value }) => value === reference)
  const sure = groups.filter(({ gap, unrecorded }) => {
    const ends = gap?.interval
    return !unrecorded && ends !== undefined && (ends.low > 0 || ends.high < 0)
  })
  if (base === undefined) return ''
  const worse = sure.filter(({ gap }) => (gap?.value ?? 0) < 0 === (improvement.direction === 'increase'))
  const widest = worse.toSorted((a, b) => Math.abs(b.gap?.value ?? 0) - Math.abs(a.gap?.value ?? 0))[0]
  if (widest?.gap?.value === undefined)
    return `No group does worse than ${base.label} by more than chance explains. By chance alone 1 of 20 comparisons would seem to.`
  return `${widest.label}: ${pointsText(widest.gap.value)} points against ${base.label}, ${pointsText(widest.between ?? 0)} of them between practices and ${pointsText(widest.within ?? 0)} within them.`
}
