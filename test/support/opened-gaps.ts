import type { Figure } from '#engine/base/figures/figure.ts'
import { resolveRows } from '#engine/population/rows/resolve-rows.ts'
import type { Context } from '#engine/base/figures/filter.ts'
import type { MeasureInput } from '#engine/measures/rates/measure-input.ts'
import { runMeasurePanel } from '#engine/measures/scorecard/run-measure-panel.ts'
import type { WorklistPanel } from '#engine/measures/results/worklist-result.ts'
import type { Route } from '../../src-renderer/state/navigation/route.ts'
import { parseRoute } from '../../src-renderer/state/navigation/route-address.ts'
import { firstChoice, queryOf } from '../../src-renderer/state/worklist/worklist-choice.ts'

/** The worklist as the screen shows it at an address. */
export function worklistAt(
  input: MeasureInput,
  context: Context,
  { rate, statuses = firstChoice.statuses }: Extract<Route, { screen: 'gaps' }>
): WorklistPanel {
  const choice = { ...firstChoice, rates: rate === undefined ? [] : [rate], statuses }
  return runMeasurePanel(input, 'worklist', context, {
    query: queryOf(choice, '', context.asOf, context.asOf),
    sort: choice.sort,
    offset: 0,
    limit: 1,
    revealed: false
  })
}

/** How many rows a figure opens: those of its selector, or those of the worklist at its address. Undefined for neither. */
export function openedCount(input: MeasureInput, context: Context, { rows, route }: Figure): number | undefined {
  if (route !== undefined) {
    const place = parseRoute(route)
    if (place === undefined) throw new Error(`the route ${route} leads nowhere`)
    return place.screen === 'gaps' ? worklistAt(input, context, place).total : undefined
  }
  return rows === undefined ? undefined : resolveRows(input.population.shards[0]!, rows).length
}

/** How many rows the screen says that a figure opens. */
export function promisedCount({ opens, numerator, value, unit }: Figure): number | undefined {
  return opens ?? numerator ?? (unit === 'people' || unit === 'events' ? value : undefined)
}
