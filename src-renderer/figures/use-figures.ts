import type { UsePanel } from '#engine/population/panels/results/use-result.ts'
import { barsChart } from '../charts/kinds/bars.ts'
import { trendChart } from '../charts/kinds/trend.ts'
import type { Format } from '../ui/format/format.ts'
import type { FigureExtras, FigureView } from './figure-view.ts'
import { strataFigure } from './strata-figure.ts'

type Build = (value: UsePanel | undefined, format: Format, extras?: FigureExtras) => FigureView

function unitOf(value: UsePanel | undefined): string {
  return value?.emergency.points[0]?.figure.unit === 'per1000MemberYears' ? 'member-years' : 'person-years'
}

function nothing(value: UsePanel | undefined): string | undefined {
  return value?.groups.length === 0 ? 'Neither encounters nor claims tell emergency visits and stays.' : undefined
}

const emergency: Build = (value, format, { goal, lines, events } = {}) => ({
  title: 'Emergency visits',
  subtitle: `Treat and release, per 1,000 ${unitOf(value)} by month`,
  caption: 'Exact Poisson intervals.',
  model: value && trendChart(value.emergency, { subject: 'Emergency visits per 1,000', goal, lines, events }, format),
  provenance: value?.emergency.points[0]?.figure.provenance,
  empty: nothing(value)
})

const inpatient: Build = (value, format, { goal, lines, events } = {}) => ({
  title: 'Inpatient stays',
  subtitle: `Per 1,000 ${unitOf(value)} by month`,
  caption: 'Exact Poisson intervals.',
  model: value && trendChart(value.inpatient, { subject: 'Inpatient stays per 1,000', goal, lines, events }, format),
  provenance: value?.inpatient.points[0]?.figure.provenance,
  empty: nothing(value)
})

const lengths: Build = (value, format) => ({
  title: 'Length of stay',
  subtitle: 'Stays that ended in 12 months',
  caption: 'Discharge minus admission, at least 1 day.',
  model:
    value &&
    barsChart(
      value.lengths.map(({ id, label, figure }) => ({ key: id, label, figure })),
      { heads: { label: 'Length of stay', value: 'Stays' }, things: 'bands', parts: false },
      format
    ),
  provenance: value?.lengths[0]?.figure.provenance,
  empty: nothing(value)
})

const events = 'People at right. Poisson intervals. By payer: those of its members at the time.'
const byGroup =
  (index: number, title: string, caption: string): Build =>
  (value, format, extras) => {
    const view = strataFigure(value?.groups[index], { title, caption }, format, extras)
    return { ...view, empty: nothing(value) ?? view.empty }
  }

/** The figures of the use of hospitals, by the names that boards use. */
export const useFigures = {
  emergency,
  inpatient,
  lengths,
  'emergency-by-group': byGroup(0, 'Emergency visits per 1,000', events),
  'inpatient-by-group': byGroup(1, 'Inpatient stays per 1,000', events),
  'readmissions-by-group': byGroup(
    2,
    'Readmitted within 30 days',
    'Acute stays at right. Unplanned returns, not risk-adjusted. Wilson intervals.'
  )
} as const
