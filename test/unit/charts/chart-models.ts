import type { Figure } from '#engine/base/figures/figure.ts'
import type { Series } from '#engine/population/panels/results/shapes.ts'
import { bandsChart } from '../../../src-renderer/charts/kinds/bands.ts'
import { barsChart } from '../../../src-renderer/charts/kinds/bars.ts'
import { barsChangeChart } from '../../../src-renderer/charts/kinds/bars-change.ts'
import { calibrationChart } from '../../../src-renderer/charts/kinds/calibration.ts'
import { controlChart, type ControlChart } from '../../../src-renderer/charts/kinds/control-chart.ts'
import { decisionCurveChart } from '../../../src-renderer/charts/kinds/decision-curve.ts'
import { concentrationChart } from '../../../src-renderer/charts/kinds/concentration.ts'
import { coverageChart } from '../../../src-renderer/charts/kinds/coverage.ts'
import { forecastChart } from '../../../src-renderer/charts/kinds/forecast.ts'
import { funnelChart } from '../../../src-renderer/charts/kinds/funnel.ts'
import { dotIntervalChart } from '../../../src-renderer/charts/kinds/dot-interval.ts'
import { unitFunnelChart } from '../../../src-renderer/charts/kinds/unit-funnel.ts'
import { labChart } from '../../../src-renderer/charts/kinds/lab.ts'
import { matrixChart } from '../../../src-renderer/charts/kinds/matrix.ts'
import { networkChart } from '../../../src-renderer/charts/kinds/network.ts'
import { multiplesChart, type LimitedSeries } from '../../../src-renderer/charts/kinds/multiples.ts'
import { pyramidChart } from '../../../src-renderer/charts/kinds/pyramid.ts'
import { statusBarsChart } from '../../../src-renderer/charts/kinds/status-bars.ts'
import { timelineChart } from '../../../src-renderer/charts/kinds/timeline.ts'
import { trendChart } from '../../../src-renderer/charts/kinds/trend.ts'
import { whiskersChart } from '../../../src-renderer/charts/kinds/whiskers.ts'
import type { ChartModel } from '../../../src-renderer/charts/model/chart-model.ts'
import { day, figure, format, provenance, share } from './chart-fixture.ts'
import { gapBars, gapOptions } from './gap-bars.ts'

const source = { resourceType: 'Observation', index: 4 }
export const heads = { label: 'Payer', value: 'People' }
const months = Array.from({ length: 12 }, (_, i) => ({ at: day(2025, 11 + i), label: `M${i + 1}` }))

export function series(id: string, value: (i: number) => Figure, incomplete = false): Series {
  return {
    id,
    label: id,
    points: months.map((month, i) => ({
      ...month,
      figure: value(i),
      incomplete: incomplete && i === months.length - 1
    }))
  }
}

export const bars = (values: readonly number[]) =>
  values.map((value, i) => ({ key: `k${i}`, label: `Payer ${i}`, figure: figure(value, 'people') }))
export const bands = ['15-19', '20-24', '25-29'].map((label, i) => ({
  label,
  female: figure(10 + i * 7, 'people', [{ dimension: 'sex', values: ['female'] }]),
  male: figure(12 + i, 'people', [{ dimension: 'sex', values: ['male'] }]),
  other: figure(i === 1 ? 3 : 0, 'people')
}))
export const control = (denominator: number) => ({
  id: 'a1c',
  title: 'A1c control',
  subtitle: '',
  unit: '%',
  bands: [
    { id: 'low', label: 'below 7%', tone: 'a' },
    { id: 'high', label: 'above 9%', tone: 'd' },
    { id: 'none', label: 'not tested', tone: 'u' }
  ] as const,
  shares: [],
  periods: [0, 1, 2, 3].map((i) => ({
    at: day(2026, 1 + i * 3),
    label: `Q${i + 1} 2026`,
    figures: [share(50 + i, denominator), share(30 - i, denominator), share(denominator - 80, denominator)],
    incomplete: i === 3
  })),
  provenance
})
export const groups = [
  { heading: 'Sex' },
  { key: 'f', label: 'Female', figure: share(58, 100), people: 100 },
  { key: 'm', label: 'Male', figure: share(140, 200), people: 200 },
  { heading: 'Race' },
  { key: 's', label: 'Small group', figure: share(3, 7), people: 7 }
]
const conditions = {
  labels: ['Hypertension', 'Obesity', 'Kidney disease'].map((label) => ({ id: label, label })),
  cells: [
    [share(71, 100)],
    [{ ...figure(1.1, 'ratio'), numerator: 44, denominator: 40 }, share(52, 100)],
    [{ ...figure(2.4, 'ratio'), numerator: 24, denominator: 10 }, figure(undefined, 'ratio'), share(31, 100)]
  ],
  provenance
}
const coverage = {
  months,
  types: ['Encounters', 'Claims'].map((label, t) => ({
    table: label,
    label,
    counts: months.map((_, m) => figure(t === 1 && m > 8 ? 0 : 100 + m, 'events')),
    lastDay: day(2026, 7 + t)
  })),
  provenance
}
export const events = [
  { lane: 'encounters', day: day(2025, 3, 4), endDay: undefined, label: 'Check-up', detail: 'finished', source },
  { lane: 'conditions', day: day(2020, 1, 1), endDay: day(2025, 6, 1), label: 'Asthma', detail: '', source },
  { lane: 'claims', day: day(2019, 5, 1), endDay: undefined, label: 'Claim', detail: '$12', source }
] as const
export const lab = {
  system: 'http://loinc.org',
  code: '4548-4',
  label: 'A1c',
  unit: '%',
  points: [7.2, 7.9, 6.8].map((value, i) => ({ day: day(2024 + i, 2), value, source }))
}

export const changeHeads = { label: 'Type', value: 'Now', before: 'Before', change: 'Change' }
const changes = [
  { key: 'in', label: 'Inpatient', figure: figure(68, 'usd'), before: figure(88, 'usd') },
  { key: 'rx', label: 'Pharmacy', figure: figure(32, 'usd'), before: figure(29.5, 'usd') },
  { key: 'new', label: 'Dental', figure: figure(4, 'usd'), before: figure(undefined, 'usd') }
]
export const few = {
  members: 200,
  curve: [
    [0, 0],
    [0.1, 0.7],
    [1, 1]
  ] as const,
  shares: [
    { share: 0.01, people: figure(2, 'people'), least: 9000, cost: figure(0.25, 'proportion') },
    { share: 0.05, people: figure(10, 'people'), least: 4000, cost: figure(0.55, 'proportion') }
  ],
  provenance
}

/** Months of which the last three are a signal. @param people in the first of them */
export function controlMonths(people: number): ControlChart {
  const points = months.map(({ at, label }, i) => ({ at, label, value: i < 9 ? 0.6 : 0.9, lower: 0.4, upper: 0.8 }))
  return {
    months: {
      method: 'p',
      mean: 0.6,
      points,
      signal: { rule: 'outside', direction: 'above', since: 9 },
      probability: 0.001,
      detectable: 0.2
    },
    figures: points.map(({ value }, i) => {
      const of = i === 0 ? people : 40
      return share(Math.round(value * of), of)
    }),
    words: { text: 'Above the upper limit', since: 'M10', kind: 'improve' },
    subject: 'A1c below 8%',
    events: [{ at: day(2026, 3), text: 'Outreach began' }]
  }
}

/** One chart of every kind. */
/** A feed of which a month is missing. */
export function withGap(): LimitedSeries {
  const { points, ...feed } = series('Claims', (i) => figure(i === 6 ? 0 : 100 + i, 'events'))
  return { ...feed, points: points.map((point, i) => ({ ...point, limit: i < 9 ? 25 : undefined, isGap: i === 6 })) }
}

export const charts: Readonly<Record<string, () => ChartModel>> = {
  controlChart: () => controlChart(controlMonths(40), format()),
  forecast: () =>
    forecastChart(
      {
        subjects: [{ id: 'emergency', label: 'Emergency visits' }],
        subject: 'emergency',
        title: 'Emergency visits by month',
        actual: series('Known', (i) => figure(100 + i, 'events')),
        ahead: {
          id: 'ahead',
          label: 'Forecast',
          points: [12, 13, 14].map((i) => ({
            at: day(2025, 11 + i),
            label: `M${i + 1}`,
            figure: {
              ...figure(110 + i, 'events'),
              interval: { low: 100 + i, high: 120 + i, level: 0.8, method: 'prediction' }
            }
          }))
        },
        within95: [
          [98, 134],
          [99, 135],
          [100, 136]
        ],
        refused: undefined,
        method: { name: 'the last value', months: 12, tested: undefined, widened: 1, noIntervals: undefined },
        provenance
      },
      format()
    ),
  funnel: () =>
    funnelChart(
      {
        id: 'a',
        title: 'A1c below 8%',
        better: 'above',
        units: 'practices',
        sizes: 'people',
        overall: share(300, 500),
        rows: [
          { unit: 'x', label: 'Elm', figure: share(180, 400), reliability: 0.9, outside: 'below' },
          { unit: 'y', label: 'Oak', figure: share(40, 50), reliability: 0.4 }
        ],
        limits: [
          { of: 50, lower: 0.4, upper: 0.8 },
          { of: 400, lower: 0.53, upper: 0.67 }
        ],
        provenance
      },
      format()
    ),
  pyramid: () => pyramidChart({ bands, provenance }, format()),
  bars: () => barsChart(bars([120, 88, 0]), { heads, things: 'payers', parts: true }, format()),
  dots: () => dotIntervalChart(groups, { heads: { label: 'Group' }, overall: share(198, 300) }, format()),
  trend: () =>
    trendChart(
      series('Crude', (i) => share(112 + i, 1000), true),
      {
        subject: 'Prevalence',
        comparison: series('Standardized', (i) => figure(0.106 + i / 1000, 'proportion'), true)
      },
      format()
    ),
  whiskers: () =>
    whiskersChart(
      series('Incidence', (i) => ({
        ...figure(8 + i / 10, 'per1000PersonYears'),
        interval: { low: 7, high: 10, level: 0.95, method: 'exact-poisson' }
      })),
      { subject: 'New cases', comparison: series('Standardized', (i) => figure(9 + i / 10, 'per1000PersonYears')) },
      format()
    ),
  bands: () => bandsChart(control(100), format()),
  'status bars': () => statusBarsChart(gapBars, gapOptions, format()),
  multiples: () =>
    multiplesChart(
      ['Ambulatory', 'Emergency', 'Inpatient', 'Virtual'].map((id, s) =>
        series(id, (i) => figure(100 * (s + 1) + i, 'events'), true)
      ),
      'Encounters',
      format()
    ),
  'multiples with limits': () => multiplesChart([withGap()], 'Rows by month', format()),
  coverage: () => coverageChart(coverage, format()),
  network: () =>
    networkChart(
      {
        conditions: ['Diabetes', 'Kidney disease', 'Asthma'].map((title, i) => ({
          id: `c${i}`,
          title,
          people: figure(100 - 30 * i, 'people', [{ dimension: `registry:c${i}`, values: ['yes'] }])
        })),
        links: [
          {
            first: 'c0',
            second: 'c1',
            people: figure(40, 'people'),
            lift: {
              ...figure(2.5, 'ratio'),
              people: 40,
              interval: { low: 1.8, high: 3.4, level: 0.95, method: 'exact-poisson' }
            }
          },
          {
            first: 'c0',
            second: 'c2',
            people: figure(4, 'people'),
            lift: {
              ...figure(1.4, 'ratio'),
              people: 4,
              interval: { low: 1.1, high: 3, level: 0.95, method: 'exact-poisson' }
            }
          }
        ]
      },
      format()
    ),
  matrix: () => matrixChart(conditions, 'Diabetes', format()),
  'bars with changes': () => barsChangeChart(changes, { heads: changeHeads, things: 'types' }, format()),
  'unit funnel': () =>
    unitFunnelChart(
      [4, 30, 60, 90, 120, 180].map((n, i) => ({
        group: `u${i}`,
        label: `Practice ${i}`,
        people: n,
        filter: { dimension: 'practice', values: [`u${i}`] },
        figure: share(i === 5 ? 60 : Math.round(n * 0.62), n)
      })),
      { label: 'Practice', overall: share(300, 484), intraclass: 0.05 },
      format()
    ),
  calibration: () =>
    calibrationChart(
      [0.05, 0.1, 0.3].map((predicted, i) => ({
        key: String(i),
        label: `Group ${i + 1}`,
        predicted,
        observed: share([6, 9, 40][i]!, 100)
      })),
      format()
    ),
  'decision curve': () =>
    decisionCurveChart(
      [0.05, 0.1, 0.2, 0.3].map((threshold, i) => ({
        threshold,
        model: figure([110, 80, 40, 10][i], 'per1000'),
        everybody: figure((1000 * (0.15 - threshold)) / (1 - threshold), 'per1000')
      })),
      format()
    ),
  concentration: () => concentrationChart(few, format()),
  timeline: () => timelineChart(events, { from: day(2018, 1), to: day(2026, 1) }, format()),
  lab: () => labChart(lab, format())
}
