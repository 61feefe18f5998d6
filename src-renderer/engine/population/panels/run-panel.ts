import { defined } from '#shared/language/defined.ts'
import type { Registry } from '../registries/registry-definition.ts'
import type { Context } from '../../base/figures/filter.ts'
import { onlyShard, type PopulationShard } from '../../shards/shard.ts'
import { shardedPopulation } from '../selection/population.ts'
import { tellChoice } from '../../store/model/derived-values.ts'
import type { Store } from '../../store/model/store.ts'
import { costPanel, costPart } from './cost/cost.ts'
import { forecastPanel } from './cost/forecast.ts'
import { reconciliationPanel } from './cost/reconciliation.ts'
import { usePanel, useSeriesPart } from './cost/use.ts'
import { dataQualityPanel } from './data/data-quality.ts'
import { extentPanel } from './data/extent.ts'
import { fitnessFacts } from './data/fitness-facts.ts'
import { equityPanel } from './equity/equity.ts'
import { overviewPanel, overviewPart } from './overview/overview.ts'
import type { PanelName, PanelParams, PanelResult } from './results/panel.ts'
import type { PanelPart } from './results/panel-part.ts'
import { patientPanel } from './person/patient.ts'
import { patientsPanel } from './person/patients.ts'
import { controlChartPanel } from './registry/control-chart.ts'
import { prevalencePart, registryPanel } from './registry/registry.ts'
import { rowsPanel } from './person/rows.ts'
import { signalsPanel } from './overview/signals.ts'
import { summaryPanel } from './data/summary.ts'
import { viewOf, type View } from './base/view.ts'
import { absencesOf } from './absences.ts'
import { filterReason, withholdCounts, withholdFigures, type AbsentTypes } from './withhold-figures.ts'
import { withholdReasons } from './withhold-reasons.ts'

type Runner<N extends PanelName> = (
  views: readonly View[],
  params: PanelParams<N>,
  missing: AbsentTypes
) => PanelResult<N>

const runners: { readonly [N in PanelName]: Runner<N> } = {
  extent: ([view]) => extentPanel(defined(view)),
  summary: (views, _, missing) => withholdCounts(summaryPanel(views), views[0]!, missing),
  overview: ([view]) => overviewPanel(defined(view)),
  signals: ([view]) => signalsPanel(defined(view)),
  registry: ([view], { id }) => registryPanel(defined(view), id),
  controlChart: ([view], { id, control }) => controlChartPanel(defined(view), id, control),
  cost: ([view], { basis, stays }) => costPanel(defined(view), basis, stays),
  reconciliation: ([view]) => reconciliationPanel(defined(view)),
  use: ([view], { stays }) => usePanel(defined(view), stays),
  equity: ([view], params) => equityPanel(defined(view), params),
  forecast: ([view], { subject }) => forecastPanel(defined(view), subject),
  part: ([view], params) => partOf(defined(view), params),
  fitness: ([view]) => fitnessFacts(defined(view)),
  quality: dataQualityPanel,
  patients: patientsPanel,
  patient: patientPanel,
  rows: (views, params) =>
    rowsPanel(
      views.map(({ population }) => population),
      params
    )
}

/** Panels about people in view whose parts say why they have nothing to show. */
const sayingWhy: ReadonlySet<PanelName> = new Set(['cost', 'part', 'equity', 'reconciliation', 'forecast'])

function partOf(view: View, asked: PanelParams<'part'>): PanelPart {
  switch (asked.panel) {
    case 'overview':
      return overviewPart(view, asked.part)
    case 'cost':
      return costPart(view, asked.params, asked.part)
    case 'use':
      return useSeriesPart(view)
    case 'registry':
      return prevalencePart(view, asked.params.id)
  }
}

/**
 * Computes what one screen draws. What no filter changes is kept per store, so that later calls are fast.
 * @param data a store that holds all people, or the shards of a population
 * @param registries from `loadRegistries`; pass the same array each time
 * @param absent resource types that should be in the data and are not; figures that depend on them have no value
 * @throws AppError `not-found` for an unknown registry, patient, table or column, `invalid-input` for an unknown
 *   dimension or a column that cannot be sorted by
 */
export function runPanel<N extends PanelName>(
  data: Store | readonly PopulationShard[],
  registries: readonly Registry[],
  name: N,
  context: Context,
  params: PanelParams<N>,
  absent: readonly string[] = []
): PanelResult<N> {
  const shards = shardedPopulation('tables' in data ? [onlyShard(data)] : data, registries)
  const { store } = shards[0]!
  tellChoice(store, JSON.stringify(context))
  const missing = absencesOf(shards[0]!, absent)
  const views = shards.map((population) => viewOf(population, context))
  const result = withholdFigures(runners[name](views, params, missing), missing)
  if (!sayingWhy.has(name)) return result
  const dimensions = context.filters.map(({ dimension }) => dimension)
  return withholdReasons(result, filterReason(dimensions, context.asOf, missing))
}
