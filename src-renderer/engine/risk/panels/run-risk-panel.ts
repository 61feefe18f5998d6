import { avoidablePanel } from './avoidable.ts'
import type { Context } from '../../base/figures/filter.ts'
import { peopleViewOf, type PeopleView } from '../../population/panels/base/people-view.ts'
import { withholdFiltered } from '../../population/panels/withhold-filtered.ts'
import { allPeople } from '../../population/people/all-people.ts'
import { viewOf } from '../../population/panels/base/view.ts'
import type { PopulationView } from '../../population/selection/population.ts'
import type { HccImports } from '../hcc/hcc-population.ts'
import { peopleRiskOf, riskOfShards, type PeopleRisk } from '../lists/people-risk.ts'
import { addRiskDimensions } from '../lists/risk-dimension.ts'
import type { RiskDefinitions } from '../model/load-risk.ts'
import { hccPanel } from './hcc.ts'
import { riskLists } from './lists.ts'
import { personRisk } from './person.ts'
import type { RiskPanelName, RiskPanelParams, RiskPanelResult } from './risk-results.ts'
import { riskSummary } from './summary.ts'

type Runner<N extends RiskPanelName> = (
  view: PeopleView,
  risk: PeopleRisk,
  params: RiskPanelParams<N>
) => RiskPanelResult<N>

const runners: { readonly [N in RiskPanelName]: Runner<N> } = {
  summary: (view, risk) => riskSummary(view, risk),
  avoidable: (view, risk) => avoidablePanel(view, viewOf(risk.population.shards[0]!, view), risk),
  lists: (view, risk, params) => riskLists(view, risk, params),
  hcc: (view, risk, params) => hccPanel(view, risk, params),
  person: (view, risk, { patient }) => {
    const { shard, person } = view.population.shardOf(patient)
    return personRisk(viewOf(shard, view), risk.inShard(shard), person)
  }
}

/**
 * The risk of a population, with its dimensions known to the filters.
 * @param population any of its shards
 * @param imports what imports tell of the people of each shard
 */
export function openRisk(
  population: PopulationView,
  definitions: RiskDefinitions,
  imports?: readonly HccImports[]
): PeopleRisk {
  const views = riskOfShards(population, definitions, imports)
  // Tables that were imported decide about some dimensions.
  if (views.map(addRiskDimensions).includes(true)) allPeople(population).forget()
  return peopleRiskOf(views)
}

/** Computes what one part of the risk screen shows; a pure function of the risk of a population and a context. */
export function runRiskPanel<N extends RiskPanelName>(
  risk: PeopleRisk,
  name: N,
  context: Context,
  params: RiskPanelParams<N>
): RiskPanelResult<N> {
  const shard = risk.population.shards[0]!
  const result = runners[name](peopleViewOf(shard, context), risk, params)
  return name === 'person' ? result : withholdFiltered(result, context, shard)
}
