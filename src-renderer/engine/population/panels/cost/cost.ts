import { enginePopulationPanelsCostMessages as m } from '#messages/engine/population/panels/cost.ts'
import type { CostBasis } from '../../claims/claim-amounts.ts'
import type { ReadmissionScope } from '../../selection/readmissions.ts'
import { monthLabelOf, monthsUpTo } from '../base/periods.ts'
import { useDefinition, useSeries } from '../base/use-rates.ts'
import type { View } from '../base/view.ts'
import type { ClaimsCost, CostPanel } from '../results/cost-result.ts'
import type { KeyFigure } from '../results/shapes.ts'
import { beforeClaims, claimsBegin, sinceRecords } from '../base/records-begin.ts'
import { claimsSets } from './claims-sets.ts'
import { claimsView, costPeriodLabel, perMemberMonth, type ClaimsView } from './claims-view.ts'
import { concentration } from './concentration.ts'
import {
  costDefinition,
  costTitle,
  groupDefinition,
  serviceDefinition,
  setsDefinition,
  triangleDefinition
} from './cost-definitions.ts'
import { costByGroup, costByService } from './cost-parts.ts'
import { tallyAllCost, tallyCost, type CostTallies, type CostTally } from './cost-tally.ts'
import { costTrends, runOut, sumTrends, type TrendSums } from './cost-trends.ts'
import { missingRunOut, runOutTriangles } from './run-out-triangles.ts'
import { useKeyFigures } from './use.ts'

const trendMonths = 24
const useMonths = 36

const noPlans = m.theDataContainNoCoverageWith

/** A context's claims with their sums over the period and the year before. */
interface Sums {
  readonly claimsOf: ClaimsView
  readonly now: CostTallies
  readonly before: CostTallies
  readonly trends: TrendSums
}

function sumsOf(view: View, basis: CostBasis | undefined): Sums | undefined {
  const claimsOf = claimsView(view, basis)
  if (claimsOf === undefined) return undefined
  const { period, yearBefore } = claimsOf
  return {
    claimsOf,
    now: tallyCost(claimsOf, period),
    before: tallyCost(claimsOf, yearBefore),
    trends: sumTrends(claimsOf)
  }
}

/** Cost per member per month on a basis. @returns undefined when the data hold no claims */
export function paidKeyFigure(view: View): KeyFigure | undefined {
  const claimsOf = claimsView(view, 'paid')
  if (claimsOf === undefined) return undefined
  const { period, yearBefore } = claimsOf
  return keyFigureOf(claimsOf, tallyAllCost(claimsOf, period), tallyAllCost(claimsOf, yearBefore), sumTrends(claimsOf))
}

function keyFigureOf(claimsOf: ClaimsView, now: CostTally, before: CostTally, sums: TrendSums): KeyFigure {
  const { view, period, yearBefore } = claimsOf
  const label = costTitle(claimsOf)
  const provenance = view.provenance(costDefinition(claimsOf, 'total', label))
  const begin = claimsBegin(view.population)
  const begins = (months: typeof period): string | undefined =>
    months[0] && beforeClaims(begin, ['medical', 'pharmacy'], months[0].start)
  const figure = perMemberMonth(claimsOf, { ...now, months: period, where: [] }, provenance)
  const unknownFor = begins(yearBefore)
  const past = perMemberMonth(claimsOf, { ...before, months: yearBefore, where: [], unknownFor }, provenance).value
  const partial = begins(period)
  const change = figure.value === undefined || !past ? undefined : figure.value / past - 1
  const notes = [
    `to ${period.at(-1)?.label ?? 'now'}`,
    ...(change === undefined ? [] : [m.aYearBefore(changeText(change))]),
    ...(partial === undefined ? [] : [partial]),
    ...(now.unknown > 0 ? [m.atLeastAmountsUnknown(now.unknown.toLocaleString('en-US'))] : [])
  ]
  return {
    id: 'paid',
    label,
    figure,
    note: notes.join(', '),
    trend: costTrends(claimsOf, sums, provenance)[0]!
      .paid.points.filter(({ incomplete }) => incomplete !== true)
      .slice(-trendMonths)
      .flatMap(({ figure: { value } }) => value ?? [])
  }
}

/** E.g. "3.1% above". */
function changeText(change: number): string {
  return m.absBelow(Math.abs(change * 100).toFixed(1), change < 0)
}

function claimsCost({ claimsOf, now, before, trends }: Sums): ClaimsCost {
  const { view, period, basis, enrolment, triangles } = claimsOf
  const total = view.provenance(costDefinition(claimsOf, 'month', m.byMonthOfService(costTitle(claimsOf))))
  const services = view.provenance(serviceDefinition(claimsOf))
  const groups = view.provenance(groupDefinition(claimsOf))
  const sets = view.provenance(setsDefinition(claimsOf))
  return {
    period: costPeriodLabel(period),
    basis: enrolment,
    amountBasis: basis,
    memberMonths: now.all.memberMonths,
    sets: claimsSets(claimsOf, now.all, sets),
    trends: costTrends(claimsOf, trends, total),
    runOut: runOut(claimsOf),
    valuation: monthLabelOf(triangles.valuation),
    triangles: runOutTriangles(claimsOf),
    missing: {
      triangles: missingRunOut(claimsOf),
      groups: enrolment === 'living' ? noPlans : undefined
    },
    services: costByService(claimsOf, now, before, services),
    payers: costByGroup(claimsOf, 'payer', now, groups),
    plans: costByGroup(claimsOf, 'plan', now, groups),
    concentration: concentration(claimsOf),
    provenance: { total, services, groups, sets, triangles: view.provenance(triangleDefinition()) }
  }
}

/**
 * What the dashboard of cost and use draws.
 * @param basis which amount of claims is added up; paid unless given
 * @param scope which stays readmissions are about
 */
export function costPanel(view: View, basis?: CostBasis, scope?: ReadmissionScope): CostPanel {
  const sums = sumsOf(view, basis)
  const claims = sums && claimsCost(sums)
  const months = monthsUpTo(view.asOf, useMonths, view.span.first)
  const few = claims?.concentration.shares.find(({ share }) => share === 0.05)
  return {
    keyFigures: [
      ...(sums === undefined ? [] : [keyFigureOf(sums.claimsOf, sums.now.all, sums.before.all, sums.trends)]),
      ...useKeyFigures(view, scope),
      ...(few === undefined
        ? []
        : [
            {
              id: 'concentration',
              label: m.costOfTheTop5,
              figure: few.cost,
              note: m.ofTheMembersByCost,
              trend: []
            }
          ])
    ],
    claims,
    use: {
      series: (['emergency', 'inpatient'] as const).map((kind) =>
        sinceRecords(view, useSeries(view, view.filters, kind, months))
      ),
      provenance: view.provenance(useDefinition(view, 'emergency'))
    }
  }
}
