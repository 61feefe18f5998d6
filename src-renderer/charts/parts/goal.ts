import type { Figure } from '#engine/base/figures/figure.ts'
import type { Format } from '../../ui/format/format.ts'
import type { TableCell, TableColumn } from '../../ui/copy/delimited.ts'
import type { LegendEntry } from '../model/chart-model.ts'

/** A value that is aimed at, in the unit of the chart. */
export interface Goal {
  /** E.g. "Target". */
  readonly label: string
  readonly value: number
}

/** The entry of the legend, with the value. */
export function goalLegend(goal: Goal | undefined, unit: Figure['unit'], format: Format): readonly LegendEntry[] {
  if (goal === undefined) return []
  return [{ label: `${goal.label} ${format.value(goal.value, unit)}`, shape: 'dotted', tone: 'target' }]
}

/** The column of the table that has the goal in every row. */
export function goalColumn(goal: Goal | undefined): readonly TableColumn[] {
  return goal === undefined ? [] : [{ label: goal.label, numeric: true }]
}

/** The cell of {@link goalColumn}. */
export function goalCell(goal: Goal | undefined, unit: Figure['unit'], format: Format): readonly TableCell[] {
  return goal === undefined ? [] : [{ text: format.value(goal.value, unit), value: goal.value }]
}
