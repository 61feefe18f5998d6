import { commonMessages as common } from '#messages/common.ts'
import { screensCompareMessages as m } from '#messages/screens/compare.ts'
import type { Figure } from '#engine/base/figures/figure.ts'
import type { DiffSideInfo, RateDiff, RefreshDiff } from '#engine/measures/results/refresh-diff-result.ts'
import { tellsLateData } from '../../figures/compare-views.ts'
import { pointsText } from '../../figures/measures/scorecard-table.ts'
import type { TableCell, TableData } from '../../ui/copy/delimited.ts'
import type { Format } from '../../ui/format/format.ts'
import { diffLabels } from '../measures/changes/diff-labels.ts'

/** The rate of one side as a figure, so that shares of small groups are hidden as everywhere. */
function rateFigureOf(rate: RateDiff, side: DiffSideInfo, which: 'before' | 'after', asOf: number): Figure {
  const count = (code: string): number | undefined =>
    rate.populations.find(({ population }) => population === code)?.[which]
  const numerator = count('numerator')
  const denominator = count('denominator')
  return {
    value: which === 'before' ? rate.rateBefore : rate.rateAfter,
    unit: 'proportion',
    ...(numerator === undefined || denominator === undefined ? {} : { numerator, denominator }),
    provenance: {
      definition: { id: rate.key, version: side.version ?? '', title: rate.title, text: '', sources: [] },
      snapshot: { id: side.snapshot, label: side.label, loadedAt: side.ranAt },
      asOf,
      filters: []
    }
  }
}

/** What made most of a change; '' where nothing changed. */
function mainReason({ effects }: RateDiff): string {
  const [largest] = effects.toSorted((left, right) => Math.abs(right.change) - Math.abs(left.change))
  return largest === undefined || largest.change === 0 ? '' : diffLabels[largest.reason].label
}

/** Rates of the same period by an earlier snapshot and by the present data, the largest change first. */
export function comparedRates({ before, after, rates }: RefreshDiff, asOf: number, format: Format): TableData {
  const rows = rates.map((rate) => {
    const then = rateFigureOf(rate, before, 'before', asOf)
    const now = rateFigureOf(rate, after, 'after', asOf)
    const isLate = tellsLateData(then, now, format.smallCellLimit)
    const isHidden = [then, now].filter((figure) => format.figure(figure).hidden).length > 0 || isLate
    const points =
      isHidden || then.value === undefined || now.value === undefined ? undefined : (now.value - then.value) * 100
    const cell = (figure: Figure): TableCell => ({
      text: figure.value === undefined ? common.cannotBeComputed : format.figure(figure).text
    })
    return {
      size: points === undefined ? -1 : Math.abs(points),
      cells: [
        { text: rate.title },
        isLate ? { text: common.suppressed, withheld: true } : cell(then),
        cell(now),
        { text: points === undefined ? '–' : pointsText(points) },
        { text: isHidden ? '–' : mainReason(rate) }
      ]
    }
  })
  return {
    columns: [
      { label: common.measure, numeric: false },
      { label: m.byTheEarlierSnapshotCapitalized, numeric: true },
      { label: m.byThePresentDataCapitalized, numeric: true },
      { label: m.changeInPoints, numeric: true },
      { label: m.mostlyFor, numeric: false }
    ],
    rows: rows.toSorted((left, right) => right.size - left.size).map(({ cells }) => cells)
  }
}
