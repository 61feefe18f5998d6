import { enginePopulationPanelsRegistryMessages as m } from '#messages/engine/population/panels/registry.ts'
import { AppError } from '#shared/app-error.ts'
import {
  chartMonths,
  completeMonths,
  CONTROL_CHART_MONTHS,
  controlChartMethod,
  controlChartSources,
  countedMonths,
  isCharted,
  MIN_CHART_MONTHS,
  MIN_PER_MONTH
} from '../base/charted-months.ts'
import type { View } from '../base/view.ts'
import type { ControlChartPanel } from '../results/control-chart-result.ts'
import { monthFigure, resultTally } from './month-results.ts'
import { registryDefinition, viewOfRegistry } from './registry-view.ts'

/** Probability of a false alarm of each test: that of three standard deviations, by which control charts are read. */
const FALSE_ALARM = 0.0027

const limits = m.limitsAtAFalseAlarmProbability(100 * FALSE_ALARM)

/**
 * Charts the results of each complete month of a registry's people.
 * @throws AppError `not-found` when there is no registry, or no control of it, of these ids
 */
export function controlChartPanel(base: View, id: string, controlId: string): ControlChartPanel {
  const view = viewOfRegistry(base, id)
  const { registry } = view
  const control = registry.controls.find((each) => each.id === controlId)
  if (control === undefined) throw new AppError('not-found', m.theRegistryHasNoControl(registry.title, controlId))
  const { goal } = control
  const text = `${m.resultsOfTheMonthThat(goal.title, CONTROL_CHART_MONTHS)} ${controlChartMethod} ${limits}`
  const title = m.byMonthOfTheRegistry(registry.title, goal.title)
  const provenance = view.provenance(
    registryDefinition(view, `control-chart/${control.id}`, title, text, controlChartSources)
  )
  const months = completeMonths(view)
  const { events, of } = resultTally(view, control, months)
  const counts = countedMonths('share', months, events, of)
  const chart = isCharted(counts) ? chartMonths(counts, FALSE_ALARM) : undefined
  return {
    registry: registry.id,
    control: control.id,
    title: goal.title,
    better: 'above',
    chart,
    refused:
      chart === undefined
        ? m.aControlChartNeeds(MIN_CHART_MONTHS, MIN_PER_MONTH, counts.months.length, counts.ordinary)
        : undefined,
    figures:
      chart === undefined
        ? []
        : counts.months.map((month, index) =>
            monthFigure(
              view,
              control,
              { events: counts.series.events[index]!, of: counts.series.of[index]! },
              month,
              provenance
            )
          ),
    provenance
  }
}
