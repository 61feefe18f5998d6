import { costBases } from '#engine/population/claims/claim-amounts.ts'
import type { ClaimsCost, CostPanel } from '#engine/population/panels/results/cost-result.ts'
import { barsChart } from '../charts/kinds/bars.ts'
import { barsChangeChart } from '../charts/kinds/bars-change.ts'
import { concentrationChart } from '../charts/kinds/concentration.ts'
import { multiplesChart } from '../charts/kinds/multiples.ts'
import { trendChart } from '../charts/kinds/trend.ts'
import type { Format } from '../ui/format/format.ts'
import { emptyText, type FigureExtras, type FigureView } from './figure-view.ts'
import { runOutText } from './run-out-text.ts'
import { triangleTable } from './triangle-table.ts'

type Build = (value: CostPanel | undefined, format: Format, extras?: FigureExtras) => FigureView

const noClaims = 'The data hold no claims, so that nothing tells what care costs.'

function member(claims: ClaimsCost | undefined): 'person' | 'member' {
  return claims?.basis === 'living' ? 'person' : 'member'
}

/** Why there is nothing to show: no claims at all, or what the figure says itself. */
function emptyOf(value: CostPanel | undefined, reason?: string): string | undefined {
  return value !== undefined && value.claims === undefined ? noClaims : reason
}

const trend: Build = (value, format, { choice = 'all', goal, lines, events } = {}) => {
  const claims = value?.claims
  const basis = costBases.find((each) => each.value === claims?.amountBasis)?.title ?? 'Cost'
  const title = `${basis} per ${member(claims)} per month`
  const shown = claims?.trends.find(({ id }) => id === choice) ?? claims?.trends[0]
  return {
    title,
    subtitle:
      shown === undefined || shown.id === 'all'
        ? 'By month of service'
        : `By month of service, ${shown.label.toLowerCase()}`,
    caption: claims === undefined ? '' : runOutText(claims.runOut, format),
    model: shown && trendChart(shown.paid, { subject: title, expected: shown.expected, goal, lines, events }, format),
    provenance: claims?.provenance.total,
    empty: emptyOf(value, shown?.paid.points.length === 0 ? 'No month with data. Move the as-of date.' : undefined)
  }
}

const services: Build = (value, format) => {
  const claims = value?.claims
  return {
    title: 'Type of service',
    subtitle: `Per ${member(claims)} per month; change against the 12 months before at right`,
    caption: `${claims?.period ?? ''}. Right of the line: cost rose.`,
    model:
      claims &&
      barsChangeChart(
        claims.services.map(({ id, label, figure, yearAgo }) => ({ key: id, label, figure, before: yearAgo })),
        {
          heads: {
            label: 'Type of service',
            value: `Per ${member(claims)} per month`,
            before: '12 months before',
            change: 'Change'
          },
          things: 'types of service'
        },
        format
      ),
    provenance: claims?.provenance.services,
    empty: emptyOf(value, claims?.services.length === 0 ? 'No claims in these months. Move the as-of date.' : undefined)
  }
}

const groups: Build = (value, format, { choice } = {}) => {
  const claims = value?.claims
  const by = choice === 'plans' ? 'plans' : 'payers'
  const shown = claims?.[by]
  return {
    title: 'Payer and plan',
    subtitle: 'Per member per month',
    caption: `${claims?.period ?? ''}. Member months at right; somebody with several payers counts for each.`,
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
          heads: { label: by === 'payers' ? 'Payer' : 'Plan', value: 'Per member per month', extra: 'Member months' },
          things: by,
          parts: false
        },
        format
      ),
    provenance: claims?.provenance.groups,
    empty: emptyOf(
      value,
      emptyText(claims?.missing.groups) ??
        (shown?.length === 0 ? 'Nobody was a member in these months. Move the as-of date.' : undefined)
    )
  }
}

const concentration: Build = (value, format) => {
  const claims = value?.claims
  return {
    title: 'Where the cost is',
    subtitle: 'Share of cost by share of members',
    caption: `${claims?.period ?? ''}. Dashed: if all cost the same.`,
    model: claims && concentrationChart(claims.concentration, format),
    provenance: claims?.concentration.provenance,
    empty: emptyOf(value, claims?.concentration.shares.length === 0 ? 'Care in these months cost nothing.' : undefined)
  }
}

const use: Build = (value, format) => ({
  title: 'Hospital use',
  subtitle: `Per 1,000 ${member(value?.claims)}-years by month`,
  caption: '',
  model: value && multiplesChart(value.use.series, 'Hospital use by month', format),
  provenance: value?.use.provenance,
  empty:
    value?.use.series[0]?.points.length === 0
      ? 'Neither encounters nor claims tell emergency visits and stays.'
      : undefined
})

/** The choice is the id of a payer, then `|`, then `percent` or `dollars`. */
const runOut: Build = (value, format, { choice = '' } = {}) => {
  const claims = value?.claims
  const [id, as] = choice.split('|')
  const triangle = claims?.triangles.find((each) => each.id === id) ?? claims?.triangles[0]
  const count = format.count(triangle?.claims ?? 0)
  return {
    title: 'Run-out',
    subtitle: `Known by months after the month of service${triangle === undefined ? '' : `, ${triangle.label}`}`,
    caption: `Read at the end of ${claims?.valuation ?? ''}, from ${count} final claims. Chain ladder; a month will come to what is known ÷ its completion.`,
    model: undefined,
    table: triangle && triangleTable(triangle, as === 'dollars' ? 'dollars' : 'percent', format),
    provenance: claims?.provenance.triangles,
    empty: emptyOf(value, emptyText(claims?.missing.triangles))
  }
}

/** The figures of cost, by the names that boards use. */
export const costFigures = { trend, services, groups, concentration, use, 'run-out': runOut } as const
