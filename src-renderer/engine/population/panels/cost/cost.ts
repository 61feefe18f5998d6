import { enginePopulationPanelsCostMessages as m } from '#messages/engine/population/panels/cost.ts'
import type { CostBasis } from '../../claims/claim-amounts.ts'
import { otherCurrencies } from '../../claims/claim-currency.ts'
import type { ReadmissionScope } from '../../stays/readmissions.ts'
import { monthLabelOf, monthsUpTo } from '../base/periods.ts'
import { useDefinition, useSeries } from '../base/use-rates.ts'
import type { View } from '../base/view.ts'
import type { ClaimsCost, CostPanel } from '../results/cost-result.ts'
import type { PanelParams } from '../results/panel.ts'
import type { ClaimsFrame, CostOfPart, PartName } from '../results/panel-part.ts'
import type { KeyFigure } from '../results/shapes.ts'
import { beforeClaims, claimsBegin, sinceRecords } from '../base/records-begin.ts'
import { claimsSets } from './claims-sets.ts'
import { claimsView, costPeriodLabel, type ClaimsView } from './claims-view.ts'
import { perMemberMonth } from './cost-figure.ts'
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

/** Amounts paid per member per month. @returns undefined when the data hold no claims */
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
  const begin = claimsBegin(view)
  const begins = (months: typeof period): string | undefined =>
    months[0] && beforeClaims(begin, ['medical', 'pharmacy'], months[0].start)
  const figure = perMemberMonth(claimsOf, { ...now, months: period, where: [] }, provenance)
  const unknownFor = begins(yearBefore)
  const past = perMemberMonth(claimsOf, { ...before, months: yearBefore, where: [], unknownFor }, provenance).value
  const partial = begins(period)
  const change = figure.value === undefined || !past ? undefined : figure.value / past - 1
  const last = period.at(-1)
  const notes = [
    last === undefined ? m.toNow : m.toTheMonth(last.label),
    ...(change === undefined ? [] : [m.aYearBefore(changeText(change))]),
    ...(partial === undefined ? [] : [partial]),
    ...(now.unknown > 0 ? [unknownText(claimsOf, now.unknown)] : [])
  ]
  return {
    id: 'paid',
    label,
    figure,
    note: notes.join(', '),
    trend: costTrends(claimsOf, sums, provenance)[0]!
      .paid.points.filter(({ incomplete }) => incomplete !== true)
      .slice(-trendMonths)
      .map((point) => point.figure)
  }
}

/** E.g. "at least: 3 amounts unknown or in EUR". */
function unknownText({ view }: ClaimsView, unknown: number): string {
  const others = otherCurrencies(view.store)
  return others.length === 0
    ? m.atLeastAmountsUnknown(unknown)
    : m.atLeastAmountsUnknownOrIn(unknown, others.join(', '))
}

/** E.g. "3.1% above". */
function changeText(change: number): string {
  return m.absBelow(Math.abs(change * 100).toFixed(1), change < 0)
}

/** What is told whichever part of the cost is shown. */
function claimsFrame(claimsOf: ClaimsView): ClaimsFrame {
  const { view, period, basis, enrollment, triangles } = claimsOf
  return {
    period: costPeriodLabel(period),
    basis,
    enrollment,
    valuation: monthLabelOf(triangles.valuation),
    missing: {
      triangles: missingRunOut(claimsOf),
      groups: enrollment === 'living' ? noPlans : undefined,
      concentration: undefined
    },
    provenance: {
      total: view.provenance(costDefinition(claimsOf, 'month', m.byMonthOfService(costTitle(claimsOf)))),
      services: view.provenance(serviceDefinition(claimsOf)),
      groups: view.provenance(groupDefinition(claimsOf)),
      sets: view.provenance(setsDefinition(claimsOf)),
      triangles: view.provenance(triangleDefinition())
    }
  }
}

type CostByGroup = Pick<ClaimsCost, 'services' | 'payers' | 'plans'>

/** The sums of the period and of the year before. */
interface Tallies {
  readonly now: CostTallies
  readonly before: CostTallies
}

function talliesOf(claimsOf: ClaimsView): Tallies {
  return { now: tallyCost(claimsOf, claimsOf.period), before: tallyCost(claimsOf, claimsOf.yearBefore) }
}

function costGroups(claimsOf: ClaimsView, { now, before }: Tallies, { provenance }: ClaimsFrame): CostByGroup {
  return {
    services: costByService(claimsOf, now, before, provenance.services),
    payers: costByGroup(claimsOf, 'payer', now, provenance.groups),
    plans: costByGroup(claimsOf, 'plan', now, provenance.groups)
  }
}

function trendOfCost(
  claimsOf: ClaimsView,
  sums: TrendSums,
  { provenance }: ClaimsFrame
): Pick<ClaimsCost, 'trends' | 'runOut'> {
  return { trends: costTrends(claimsOf, sums, provenance.total), runOut: runOut(claimsOf) }
}

function concentrationKeyFigure({ shares }: ClaimsCost['concentration']): KeyFigure[] {
  const few = shares.find(({ share }) => share === 0.05)
  return few === undefined
    ? []
    : [{ id: 'concentration', label: m.costOfTheTop5, figure: few.cost, note: m.ofTheMembersByCost, trend: [] }]
}

function hospitalUse(view: View): CostPanel['use'] {
  const months = monthsUpTo(view.asOf, useMonths, view.span.first)
  return {
    series: (['emergency', 'inpatient'] as const).map((kind) =>
      sinceRecords(view, useSeries(view, view.filters, kind, months))
    ),
    provenance: view.provenance(useDefinition(view, 'emergency'))
  }
}

/** A part of what the screen of cost and use draws. */
export function costPart(view: View, { basis }: PanelParams<'cost'>, part: PartName<'cost'>): CostOfPart {
  const claimsOf = claimsView(view, basis)
  const frame = claimsOf && claimsFrame(claimsOf)
  if (part === 'use') return { claims: frame, use: hospitalUse(view) }
  if (claimsOf === undefined || frame === undefined) return { claims: undefined }
  switch (part) {
    case 'trend': {
      const { period, yearBefore } = claimsOf
      const sums = sumTrends(claimsOf)
      const [now, before] = [tallyAllCost(claimsOf, period), tallyAllCost(claimsOf, yearBefore)]
      return {
        keyFigures: [keyFigureOf(claimsOf, now, before, sums)],
        claims: { ...frame, ...trendOfCost(claimsOf, sums, frame) }
      }
    }
    case 'groups':
      return { claims: { ...frame, ...costGroups(claimsOf, talliesOf(claimsOf), frame) } }
    case 'concentration': {
      const shares = concentration(claimsOf)
      return { keyFigures: concentrationKeyFigure(shares), claims: { ...frame, concentration: shares } }
    }
    case 'run-out':
      return { claims: { ...frame, triangles: runOutTriangles(claimsOf) } }
  }
}

/**
 * What the screen of cost and use draws.
 * @param basis which amount of claims is added up; paid unless given
 * @param scope which stays readmissions are about
 */
export function costPanel(view: View, basis?: CostBasis, scope?: ReadmissionScope): CostPanel {
  const claimsOf = claimsView(view, basis)
  const use = hospitalUse(view)
  if (claimsOf === undefined) return { keyFigures: useKeyFigures(view, scope), claims: undefined, use }
  const frame = claimsFrame(claimsOf)
  const tallies = talliesOf(claimsOf)
  const { now, before } = tallies
  const sums = sumTrends(claimsOf)
  const claims: ClaimsCost = {
    ...frame,
    memberMonths: now.all.memberMonths,
    sets: claimsSets(claimsOf, now.all, frame.provenance.sets),
    ...trendOfCost(claimsOf, sums, frame),
    triangles: runOutTriangles(claimsOf),
    ...costGroups(claimsOf, tallies, frame),
    concentration: concentration(claimsOf)
  }
  return {
    keyFigures: [
      keyFigureOf(claimsOf, now.all, before.all, sums),
      ...useKeyFigures(view, scope),
      ...concentrationKeyFigure(claims.concentration)
    ],
    claims,
    use
  }
}
