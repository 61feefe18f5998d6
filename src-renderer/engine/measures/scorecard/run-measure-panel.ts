import { peopleViewOf, type PeopleView } from '../../population/panels/base/people-view.ts'
import { withholdFiltered } from '../../population/panels/withhold-filtered.ts'
import type { Context } from '../../base/figures/filter.ts'
import { attributionPanel } from '../attribution/attribution-panel.ts'
import { errorsPanel } from './errors-panel.ts'
import { measureEquityPanel } from './equity.ts'
import { heatmapPanel } from './heatmap.ts'
import { installMeasures } from '../rates/measure-dimensions.ts'
import { measurePanel } from './measure-panel.ts'
import type { MeasurePanelName, MeasurePanelParams, MeasurePanelResult } from '../results/panels.ts'
import type { MeasureInput } from '../rates/measure-input.ts'
import { rateOf } from '../rates/rate.ts'
import { scorecardPanel, type StarChoice } from './scorecard.ts'
import { starsPanel } from '../stars/stars-panel.ts'
import { starTable } from '../stars/table-choice.ts'
import { unitDimension } from '../attribution/unit-dimensions.ts'
import { gapPanel, gapTargets, worklistPanel } from '../worklist/worklist.ts'
import { entriesAt, placesOf } from '../worklist/find-rows.ts'

type Runner<N extends MeasurePanelName> = (
  view: PeopleView,
  input: MeasureInput,
  params: MeasurePanelParams<N>
) => MeasurePanelResult<N>

function starsOf(
  input: MeasureInput,
  { table, everybody = false }: { readonly table?: string; readonly everybody?: boolean }
): StarChoice | undefined {
  return table === undefined ? undefined : { table: starTable(input, table), everybody }
}

const runners: { readonly [N in MeasurePanelName]: Runner<N> } = {
  scorecard: (view, input, params) => scorecardPanel(view, input, starsOf(input, params)),
  measure: (view, input, params) => measurePanel(view, input, rateOf(input, params.key), starsOf(input, params)),
  errors: (view, input, params) => errorsPanel(view, rateOf(input, params.key), params.revealed),
  heatmap: heatmapPanel,
  equity: measureEquityPanel,
  attribution: attributionPanel,
  stars: starsPanel,
  worklist: worklistPanel,
  entries: entriesAt,
  places: placesOf,
  targets: gapTargets,
  gap: gapPanel
}

/** Prepares a view on an input: its measures and units are dimensions of the population from then on. */
export function measuredView(input: MeasureInput, context: Context): PeopleView {
  installMeasures(input)
  unitDimension(input, 'provider')
  return peopleViewOf(input.population.shards[0]!, context)
}

/**
 * Computes what one quality screen draws. Statuses, trends and lists are kept with the input, so that later calls are
 * fast; pass the same object as long as nothing of it changes.
 * @throws AppError `not-found` for an unknown rate, table or row, `invalid-input` for an unknown dimension
 */
export function runMeasurePanel<N extends MeasurePanelName>(
  input: MeasureInput,
  name: N,
  context: Context,
  params: MeasurePanelParams<N>
): MeasurePanelResult<N> {
  const result = runners[name](measuredView(input, context), input, params)
  return withholdFiltered(result, context, input.population.shards[0]!)
}
