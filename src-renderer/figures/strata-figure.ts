import { commonMessages as common } from '#messages/common.ts'
import { figuresMessages as m } from '#messages/figures.ts'
import type { RegistryPanel } from '#engine/population/panels/results/registry-result.ts'
import { dotIntervalChart } from '../charts/kinds/dot-interval.ts'
import type { Format } from '../ui/format/format.ts'
import type { FigureExtras, FigureView } from './base/figure-view.ts'
import { strataRows, type StrataKind } from './strata-rows.ts'

/** How a figure by group is written. */
interface StrataText {
  /** The heading before the first calculation. */
  readonly title: string
  readonly caption?: string | undefined
  /** What is shown first. */
  readonly first?: StrataKind | undefined
}

/** A rate by group or by site as dots with intervals, everyone as a dashed line. The choice is `group` or `site`. */
export function strataFigure(
  strata: RegistryPanel['strata'][number] | undefined,
  { title, caption = m.peopleAtRightWilsonIntervals, first = 'group' }: StrataText,
  format: Format,
  { choice, goal }: FigureExtras = {}
): FigureView {
  const kind = choice === 'group' || choice === 'site' ? choice : first
  const rows = strata && strataRows(strata, kind)
  const missing = strata?.overall.missing
  const isAdjusted = rows?.some((row) => 'before' in row && row.before !== undefined) === true
  return {
    title: strata?.title ?? title,
    subtitle: strata === undefined || missing !== undefined ? '' : m.dashedAllValue(format.figure(strata.overall).text),
    caption: isAdjusted ? m.openCircleAdjustedForAgeAnd(caption) : caption,
    model:
      strata &&
      rows &&
      dotIntervalChart(
        rows,
        {
          heads: isAdjusted ? { label: common.group, before: m.adjustedForAgeAndSex } : { label: common.group },
          overall: strata.overall,
          goal
        },
        format
      ),
    provenance: strata?.provenance,
    empty:
      missing !== undefined ? m.cannotBeComputed(missing) : rows?.length === 0 ? m.notRecordedForAnyoneHere : undefined
  }
}
