import type { Definition } from '../../../base/figures/figure.ts'
import { serviceTypeRule } from '../../claims/service-types.ts'
import type { KeyFigure } from '../results/shapes.ts'
import { monthsUpTo } from '../base/periods.ts'
import { useDefinition, useSeries } from '../base/use-rates.ts'
import type { View } from '../base/view.ts'
import { claimsView, perMemberMonth, costPeriodLabel, type ClaimsView } from './claims-view.ts'
import { sumClaims } from './claim-sums.ts'
import { concentration } from './concentration.ts'
import { costByGroup, costByService } from './cost-parts.ts'
import type { ClaimsCost, CostPanel } from '../results/cost-result.ts'
import { costTrends, runOut, totalTrend } from './cost-trends.ts'
import { memberMonthRule, memberMonths, membersIn } from './member-months.ts'
import { COMPLETE_SHARE } from './run-out.ts'
import { useKeyFigures } from './use.ts'
import type { Figure } from '../../../base/figures/figure.ts'
import type { Period } from '../base/periods.ts'

const trendMonths = 24
const useMonths = 36

const memberMonthSource = {
  title: 'Member months, per member per month',
  publisher: 'Tuva Project, Claims data model: member months',
  url: 'https://thetuvaproject.com'
}

/** What the cost of a period means; `more` says what a part of it is. */
function definition(claimsOf: ClaimsView, id: string, title: string, more = ''): Definition {
  const complete = `${COMPLETE_SHARE * 100}%`
  return {
    id: `cost/${id}`,
    version: '1.0.0',
    title,
    text:
      `Payments of claims for service in ${costPeriodLabel(claimsOf.period)} ÷ member months in these months, of the people ` +
      `who match the filters on the date. ${memberMonthRule(claimsOf.view.population)} Claims that are canceled, drafts, ` +
      `entered in error or about care that is only planned do not count. The months end with the last one whose claims are ` +
      `at least ${complete} in, as the delays of earlier claims tell.${more === '' ? '' : ` ${more}`}`,
    sources: [memberMonthSource]
  }
}

/** Paid per member per month over some months, of everything. */
function totalFigure(claimsOf: ClaimsView, months: readonly Period[], title: string): Figure {
  const { view, claims } = claimsOf
  const people = view.population.select(view.asOf, view.filters)
  const all = new Int32Array(claims.days.length)
  const { paid, claims: counts } = sumClaims(view, claims, months, all, 1)
  const [members = 0] = membersIn(view.population, people, months, [() => true])
  return perMemberMonth(
    claimsOf,
    {
      paid: paid.reduce((sum, each) => sum + each, 0),
      claims: counts.reduce((sum, each) => sum + each, 0),
      memberMonths: memberMonths(view.population, people, months).reduce(
        (sum, values) => sum + values.reduce((own, each) => own + each, 0),
        0
      ),
      members,
      months,
      where: []
    },
    view.provenance(definition(claimsOf, 'total', title))
  )
}

const paidLabel = 'Paid per member per month'

/** Paid per member per month. @returns undefined when the data hold no claims */
export function paidKeyFigure(view: View): KeyFigure | undefined {
  const claimsOf = claimsView(view)
  if (claimsOf === undefined) return undefined
  const { period, yearBefore } = claimsOf
  const figure = totalFigure(claimsOf, period, paidLabel)
  const before = totalFigure(claimsOf, yearBefore, paidLabel).value
  const change = figure.value === undefined || !before ? undefined : figure.value / before - 1
  return {
    id: 'paid',
    label: paidLabel,
    figure,
    note: `to ${period.at(-1)?.label ?? 'now'}${change === undefined ? '' : `, ${changeText(change)} the 12 months before`}`,
    trend: totalTrend(claimsOf, figure.provenance)
      .paid.points.filter(({ incomplete }) => incomplete !== true)
      .slice(-trendMonths)
      .map((point) => point.figure.value ?? 0)
  }
}

/** E.g. "3.1% above". */
function changeText(change: number): string {
  return `${Math.abs(change * 100).toFixed(1)}% ${change < 0 ? 'below' : 'above'}`
}

function claimsCost(claimsOf: ClaimsView): ClaimsCost {
  const { view, period } = claimsOf
  const total = view.provenance(definition(claimsOf, 'month', 'Paid per member per month, by month of service'))
  const services = view.provenance(definition(claimsOf, 'service', 'Cost by type of service', serviceTypeRule))
  const groups = view.provenance(
    definition(
      claimsOf,
      'payer',
      'Cost by payer and plan',
      'Claims are those of the payer or plan, over the months in which people were its members: of the Coverage in force, ' +
        'of several the one that began last. The plan is the kind of coverage as it is written.'
    )
  )
  const people = view.population.select(view.asOf, view.filters)
  return {
    period: costPeriodLabel(period),
    basis: view.population.enrolment.basis,
    memberMonths: memberMonths(view.population, people, period).reduce(
      (sum, values) => sum + values.reduce((own, each) => own + each, 0),
      0
    ),
    trends: costTrends(claimsOf, total),
    runOut: runOut(claimsOf),
    services: costByService(claimsOf, services),
    payers: costByGroup(claimsOf, 'payer', groups),
    plans: costByGroup(claimsOf, 'plan', groups),
    concentration: concentration(claimsOf),
    provenance: { total, services, groups }
  }
}

/** What the dashboard of cost and use draws. */
export function costPanel(view: View): CostPanel {
  const claimsOf = claimsView(view)
  const claims = claimsOf && claimsCost(claimsOf)
  const paid = paidKeyFigure(view)
  const months = monthsUpTo(view.asOf, useMonths, view.span.first)
  const few = claims?.concentration.shares.find(({ share }) => share === 0.05)
  return {
    keyFigures: [
      ...(paid === undefined ? [] : [paid]),
      ...useKeyFigures(view),
      ...(few === undefined
        ? []
        : [
            {
              id: 'concentration',
              label: 'Cost of the top 5%',
              figure: few.cost,
              note: 'of the members, by cost',
              trend: []
            }
          ])
    ],
    claims,
    use: {
      series: (['emergency', 'inpatient'] as const).map((kind) => useSeries(view, view.filters, kind, months)),
      provenance: view.provenance(useDefinition('emergency'))
    }
  }
}
