import { enginePopulationPanelsCostMessages as m } from '#messages/engine/population/panels/cost.ts'
import { defined } from '#shared/language/defined.ts'
import type { Definition } from '../../../base/figures/figure.ts'
import { finalActionRule, finalActionSources } from '../../claims/claim-actions.ts'
import { costBases } from '../../claims/claim-amounts.ts'
import { serviceTypeRule } from '../../claims/service-types.ts'
import { COMPLETE_SHARE, costPeriodLabel, type ClaimsView } from './claims-view.ts'
import { memberMonthRule } from '../base/member-months.ts'
import { runOutRule, runOutSources } from './run-out-triangles.ts'

const sources: Definition['sources'] = [
  {
    title: m.memberMonthsPerMemberPerMonth,
    publisher: m.tuvaProjectClaimsDataModelMember,
    url: 'https://thetuvaproject.com'
  },
  ...finalActionSources,
  {
    title: m.intervalOfARatioOfSums,
    publisher: m.cochranSamplingTechniques3rdEdChapter,
    year: 1977
  }
]

const outsideRule = m.claimsForCareInAMonth

const finalClaims = m.onlyFinalClaimsCountNoneThat

/** E.g. `Paid per member per month`; per person where nothing tells who was a member. */
export function costTitle({ basis, enrollment }: Pick<ClaimsView, 'basis' | 'enrollment'>): string {
  const { title } = defined(costBases.find(({ value }) => value === basis))
  return m.perMemberPerMonth(title, enrollment === 'coverage')
}

/** What the cost of a period means; `more` says what a part of it is. */
export function costDefinition(claimsOf: ClaimsView, id: string, title: string, more = ''): Definition {
  const basis = defined(costBases.find(({ value }) => value === claimsOf.basis))
  return {
    id: `cost/${id}`,
    version: '2.1.0',
    title,
    text: m.amountsOfFinalClaimsForService(
      costPeriodLabel(claimsOf.period),
      basis.rule,
      memberMonthRule(claimsOf.view.store),
      outsideRule,
      finalClaims,
      COMPLETE_SHARE * 100,
      more === '' ? '' : ` ${more}`
    ),
    sources
  }
}

/** What the cost of types of service means. */
export function serviceDefinition(claimsOf: ClaimsView): Definition {
  return costDefinition(claimsOf, 'service', m.costByTypeOfService, serviceTypeRule)
}

/** What the cost of a payer or plan means. */
export function groupDefinition(claimsOf: ClaimsView): Definition {
  return costDefinition(claimsOf, 'payer', m.costByPayerAndPlan, m.claimsAreThoseOfThePayer)
}

/** Which claims count. */
export function setsDefinition(claimsOf: ClaimsView): Definition {
  return {
    id: 'cost/claims',
    version: '1.0.0',
    title: m.claimsThatCount,
    text: m.explanationsOfBenefitForServiceIn(costPeriodLabel(claimsOf.period), finalActionRule, outsideRule),
    sources: finalActionSources
  }
}

/** How lag triangles are read. */
export function triangleDefinition(): Definition {
  return {
    id: 'cost/run-out',
    version: '1.1.0',
    title: m.completionOfClaimsByLag,
    text: m.noIntervalIsGivenTheTriangle(runOutRule),
    sources: runOutSources
  }
}
