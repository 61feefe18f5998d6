import type { OverviewPanel } from '#engine/population/panels/results/overview-result.ts'
import { barsChart } from '../charts/kinds/bars.ts'
import { coverageChart } from '../charts/kinds/coverage.ts'
import { dotIntervalChart } from '../charts/kinds/dot-interval.ts'
import { multiplesChart } from '../charts/kinds/multiples.ts'
import { pyramidChart } from '../charts/kinds/pyramid.ts'
import type { Format } from '../ui/format/format.ts'
import { emptyText, type FigureExtras, type FigureView } from './figure-view.ts'

type Build = (value: OverviewPanel | undefined, format: Format, extras?: FigureExtras) => FigureView

/** Why nothing can be said about people. */
function withoutPeople(value: OverviewPanel | undefined): string | undefined {
  return emptyText(value?.keyFigures[0]?.figure.missing)
}

/** Why nothing can be said about any registry. */
function withoutRegistries({ chronic }: OverviewPanel): string | undefined {
  const reason = chronic.rows[0]?.figure.missing
  return chronic.rows.every(({ figure }) => figure.missing !== undefined) ? emptyText(reason) : undefined
}

function peopleText(value: OverviewPanel | undefined, format: Format): string {
  const people = value?.keyFigures[0]?.figure
  return people?.value === undefined ? '' : `n = ${format.figure(people).text}.`
}

const ageAndSex: Build = (value, format) => {
  const provenance = value?.pyramid.provenance
  return {
    title: 'Age and sex',
    subtitle: provenance === undefined ? 'People in view' : `People in view on ${format.day(provenance.asOf)}`,
    caption: peopleText(value, format),
    model: value && pyramidChart(value.pyramid, format),
    provenance,
    empty: withoutPeople(value)
  }
}

const breakdown: Build = (value, format, { choice } = {}) => {
  const shown = value?.breakdowns.find(({ dimension }) => dimension === choice) ?? value?.breakdowns[0]
  return {
    title: `People by ${shown?.label.toLowerCase() ?? 'group'}`,
    subtitle: 'Count and share',
    caption: peopleText(value, format),
    model:
      shown &&
      barsChart(
        shown.rows.map((row) => ({
          key: row.value,
          label: row.label,
          figure: row.count,
          share: row.share,
          filters: [{ dimension: shown.dimension, values: [row.value] }]
        })),
        { heads: { label: shown.label, value: 'People' }, things: 'groups', parts: true },
        format
      ),
    provenance: shown?.rows[0]?.count.provenance,
    empty: withoutPeople(value) ?? (shown?.rows.length === 0 ? 'Not recorded for anyone in view.' : undefined)
  }
}

const chronic: Build = (value, format, { goal } = {}) => ({
  title: 'Chronic conditions',
  subtitle: 'Prevalence with 95% interval; open circle: a year ago',
  caption: `${peopleText(value, format)} Wilson intervals.`.trim(),
  model:
    value &&
    dotIntervalChart(
      value.chronic.rows.map(({ id, label, figure, yearAgo }) => ({ key: id, label, figure, before: yearAgo })),
      { heads: { label: 'Condition', before: 'A year ago' }, goal },
      format
    ),
  provenance: value?.chronic.provenance,
  empty:
    value?.chronic.rows.length === 0
      ? 'No condition of a registry is recorded for anyone in view.'
      : value && withoutRegistries(value)
})

const conditions: Build = (value, format) => {
  const provenance = value?.conditions.provenance
  const day = provenance === undefined ? '' : format.day(provenance.asOf)
  return {
    title: 'Top conditions',
    subtitle: value?.conditions.isByClaims === true ? `On claims in the 12 months up to ${day}` : `Active on ${day}`,
    caption: 'Share and number of people.',
    model:
      value &&
      barsChart(
        value.conditions.rows.map(({ system, code, label, figure }) => ({ key: `${system}|${code}`, label, figure })),
        { heads: { label: 'Condition', value: 'Share' }, things: 'conditions', parts: false },
        format
      ),
    provenance,
    empty:
      value?.conditions.rows.length === 0
        ? (withoutRegistries(value) ?? 'No active condition is recorded for anyone in view.')
        : undefined
  }
}

const encounters: Build = (value, format) => ({
  title: 'Encounters by class',
  subtitle: 'Per month, each on its own scale',
  caption: '',
  model: value && multiplesChart(value.encounters.series, 'Encounters by month', format),
  provenance: value?.encounters.provenance,
  empty:
    value?.encounters.series.length === 0
      ? value.coverage.types.some(({ table }) => table === 'encounter')
        ? 'No encounters in the last 36 months. Move the as-of date to an earlier day.'
        : 'The data hold no encounters.'
      : undefined
})

const coverage: Build = (value, format) => ({
  title: 'Data coverage and freshness',
  subtitle: 'Rows per month; at right their sum and the last day',
  caption: '',
  model: value && coverageChart(value.coverage, format),
  provenance: value?.coverage.provenance,
  empty: value?.coverage.types.length === 0 ? 'No dated rows for anyone in view.' : undefined
})

/** The figures of the overview, by the names that boards use. */
export const overviewFigures = {
  'age-and-sex': ageAndSex,
  breakdown,
  chronic,
  conditions,
  encounters,
  coverage
} as const
