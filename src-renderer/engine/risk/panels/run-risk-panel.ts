import type { Context } from '../../base/figures/filter.ts'
import { viewOf, type View } from '../../population/panels/base/view.ts'
import type { Registry } from '../../population/registries/registry-definition.ts'
import { populationOf } from '../../population/selection/population.ts'
import type { Store } from '../../store/model/store.ts'
import { noImports, type HccImports } from '../hcc/hcc-population.ts'
import { addRiskDimensions } from '../lists/risk-dimension.ts'
import type { RiskDefinitions } from '../model/load-risk.ts'
import { riskOf, type RiskView } from '../view/risk-view.ts'
import { hccPanel } from './hcc.ts'
import { riskLists } from './lists.ts'
import { personRisk } from './person.ts'
import type { RiskPanelName, RiskPanelParams, RiskPanelResult } from './risk-results.ts'
import { riskSummary } from './summary.ts'

type Runner<N extends RiskPanelName> = (view: View, risk: RiskView, params: RiskPanelParams<N>) => RiskPanelResult<N>

const runners: { readonly [N in RiskPanelName]: Runner<N> } = {
  summary: (view, risk) => riskSummary(view, risk),
  lists: (view, risk, params) => riskLists(view, risk, params),
  hcc: (view, risk, params) => hccPanel(view, risk, params),
  person: (view, risk, { patient }) => personRisk(view, risk, patient)
}

/** The risk of a store, with its dimensions known to the filters of the population. */
export function openRisk(
  store: Store,
  registries: readonly Registry[],
  definitions: RiskDefinitions,
  imports: HccImports = noImports
): RiskView {
  const view = riskOf(populationOf(store, registries), definitions, imports)
  addRiskDimensions(view)
  return view
}

/** Computes what one part of the risk screen shows; a pure function of the risk of a population and a context. */
export function runRiskPanel<N extends RiskPanelName>(
  risk: RiskView,
  name: N,
  context: Context,
  params: RiskPanelParams<N>
): RiskPanelResult<N> {
  return runners[name](viewOf(risk.population, context), risk, params)
}
