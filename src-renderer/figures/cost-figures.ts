import { commonMessages as common } from '#messages/common.ts'
import { inSentence } from '#shared/messages/letter-case.ts'
import { figuresCostMessages as m } from '#messages/figures/cost.ts'
import { costBases } from '#engine/population/claims/claim-amounts.ts'
import type { ClaimsCost, CostPanel } from '#engine/population/panels/results/cost-result.ts'
import type { ClaimsFrame } from '#engine/population/panels/results/panel-part.ts'
import { barsChart } from '../charts/kinds/bars.ts'
import { barsChangeChart } from '../charts/kinds/bars-change.ts'
import { concentrationChart } from '../charts/kinds/concentration.ts'
import { multiplesChart } from '../charts/kinds/multiples.ts'
import { trendChart } from '../charts/kinds/trend.ts'
import type { Format } from '../ui/format/format.ts'
import { emptyText, type FigureExtras, type FigureView } from './base/figure-view.ts'
import { runOutText } from './run-out-text.ts'
import { runOutShown } from './run-out-disclosure.ts'
import { triangleTable } from './triangle-table.ts'

/** The panel as far as a figure is made of it. */
interface CostOf<P extends keyof ClaimsCost> {
  readonly claims: (ClaimsFrame & Pick<ClaimsCost, P>) | undefined
}

type Build<V extends CostOf<never>> = (value: V | undefined, format: Format, extras?: FigureExtras) => FigureView

const noClaims = m.theDataContainNoClaimsSo

function member(claims: ClaimsFrame | undefined): 'person' | 'member' {
  return claims?.enrollment === 'living' ? 'person' : 'member'
}

/** Why there is nothing to show: no claims at all, or what the figure says itself. */
function emptyOf(value: CostOf<never> | undefined, reason?: string): string | undefined {
  return value !== undefined && value.claims === undefined ? noClaims : reason
}

const trend: Build<CostOf<'trends' | 'runOut'>> = (value, format, { choice = 'all', goal, lines, events } = {}) => {
  const claims = value?.claims
  const basis = costBases.find((each) => each.value === claims?.basis)?.title ?? m.cost
  const title = m.perPerMonth(basis, member(claims))
  const shown = claims?.trends.find(({ id }) => id === choice) ?? claims?.trends[0]
  return {
    title,
    subtitle:
      shown === undefined || shown.id === 'all'
        ? m.byMonthOfService
        : m.byMonthOfServiceOfLabel(inSentence(shown.label)),
    caption: claims === undefined ? '' : runOutText(claims.runOut, format),
    model: shown && trendChart(shown.paid, { subject: title, expected: shown.expected, goal, lines, events }, format),
    provenance: claims?.provenance.total,
    empty: emptyOf(value, shown?.paid.points.length === 0 ? m.noMonthWithDataMoveThe : undefined)
  }
}

const services: Build<CostOf<'services'>> = (value, format) => {
  const claims = value?.claims
  return {
    title: m.typeOfService,
    subtitle: m.perPerMonthChangeAgainstThe(member(claims)),
    caption: m.rightOfTheLineCostRose(claims?.period ?? ''),
    model:
      claims &&
      barsChangeChart(
        claims.services.map(({ id, label, figure, yearAgo }) => ({ key: id, label, figure, before: yearAgo })),
        {
          heads: {
            label: m.typeOfService,
            value: m.perPerMonthOfClaims(member(claims)),
            before: m.n12MonthsBefore,
            change: m.change
          },
          things: m.typesOfService
        },
        format
      ),
    provenance: claims?.provenance.services,
    empty: emptyOf(value, claims?.services.length === 0 ? m.noClaimsInTheseMonthsMove : undefined)
  }
}

const groups: Build<CostOf<'payers' | 'plans'>> = (value, format, { choice } = {}) => {
  const claims = value?.claims
  const by = choice === 'plans' ? 'plans' : 'payers'
  const shown = claims?.[by]
  return {
    title: m.payerAndPlan,
    subtitle: m.perMemberPerMonth,
    caption: m.memberMonthsAtRightSomebodyWith(claims?.period ?? ''),
    model:
      shown &&
      barsChart(
        shown
          .toSorted((a, b) => (b.figure.value ?? 0) - (a.figure.value ?? 0))
          .map(({ id, label, figure, memberMonths }) => ({
            key: id,
            label,
            figure,
            extra: { text: format.count(memberMonths), value: memberMonths },
            filters: []
          })),
        {
          heads: {
            label: by === 'payers' ? common.payer : common.plan,
            value: m.perMemberPerMonth,
            extra: m.memberMonths
          },
          things: by,
          parts: false
        },
        format
      ),
    provenance: claims?.provenance.groups,
    empty: emptyOf(
      value,
      emptyText(claims?.missing.groups) ?? (shown?.length === 0 ? m.nobodyWasAMemberInThese : undefined)
    )
  }
}

const concentration: Build<CostOf<'concentration'>> = (value, format) => {
  const claims = value?.claims
  return {
    title: m.whereTheCostIs,
    subtitle: m.shareOfCostByShareOf,
    caption: m.dashedIfAllCostTheSame(claims?.period ?? ''),
    model: claims && concentrationChart(claims.concentration, format),
    provenance: claims?.concentration.provenance,
    empty: emptyOf(
      value,
      emptyText(claims?.missing.concentration) ??
        (claims?.concentration.shares.length === 0 ? m.careInTheseMonthsCostNothing : undefined)
    )
  }
}

const use: Build<CostOf<never> & Pick<CostPanel, 'use'>> = (value, format) => ({
  title: m.hospitalUse,
  subtitle: m.per1000YearsByMonth(member(value?.claims)),
  caption: '',
  model: value && multiplesChart(value.use.series, m.hospitalUseByMonth, format),
  provenance: value?.use.provenance,
  empty: value?.use.series[0]?.points.length === 0 ? m.neitherEncountersNorClaimsTellEmergency : undefined
})

/** The choice is the id of a payer, then `|`, then `percent` or `dollars`. */
const runOut: Build<CostOf<'triangles'>> = (value, format, { choice = '' } = {}) => {
  const claims = value?.claims
  const [id, as] = choice.split('|')
  const triangle = claims?.triangles.find((each) => each.id === id) ?? claims?.triangles[0]
  const shown = runOutShown(claims?.triangles ?? [], format.smallCellLimit)
  const count = format.count(triangle?.claims ?? 0)
  return {
    title: m.runOut,
    subtitle: m.knownByMonthsAfterTheMonth(triangle === undefined ? '' : `, ${triangle.label}`),
    caption: m.readAtTheEndOfFrom(claims?.valuation ?? '', count),
    model: undefined,
    table:
      triangle &&
      triangleTable(triangle, shown?.get(triangle.id) ?? [], as === 'dollars' ? 'dollars' : 'percent', format),
    provenance: claims?.provenance.triangles,
    empty: emptyOf(value, emptyText(claims?.missing.triangles))
  }
}

/** The figures of cost, by the names that boards use. */
export const costFigures = { trend, services, groups, concentration, use, 'run-out': runOut } as const
