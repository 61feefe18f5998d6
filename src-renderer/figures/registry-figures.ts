import type { RegistryPanel } from '#engine/population/panels/results/registry-result.ts'
import type { BandSeries } from '#engine/population/panels/results/shapes.ts'
import { bandsChart } from '../charts/kinds/bands.ts'
import { barsChart } from '../charts/kinds/bars.ts'
import { matrixChart } from '../charts/kinds/matrix.ts'
import { trendChart } from '../charts/kinds/trend.ts'
import { whiskersChart } from '../charts/kinds/whiskers.ts'
import type { Format } from '../ui/format/format.ts'
import { atGrain } from './control-grain.ts'
import type { FigureExtras, FigureView } from './figure-view.ts'

type Build = (value: RegistryPanel | undefined, format: Format, extras?: FigureExtras) => FigureView

const prevalence: Build = (value, format, { goal, lines, events } = {}) => ({
  title: 'Prevalence and incidence',
  subtitle: 'Prevalence as known at month end; new cases by the day first recorded',
  caption: ['Wilson intervals; exact Poisson for new cases.', value?.incidence.note, ...(value?.prevalence.notes ?? [])]
    .filter((text) => text !== undefined)
    .join(' '),
  model:
    value &&
    trendChart(
      value.prevalence.crude,
      { subject: 'Prevalence', comparison: value.prevalence.standardised, goal, lines, events },
      format
    ),
  label: 'Prevalence',
  second: value && {
    label: 'New cases',
    model: whiskersChart(
      value.incidence.series,
      { subject: 'New cases per 1,000 person-years', comparison: value.incidence.standardised },
      format
    )
  },
  provenance: value?.prevalence.provenance,
  empty: value?.prevalence.crude.points.length === 0 ? 'No month with people in view. Move the as-of date.' : undefined
})

const comorbidity: Build = (value, format) => ({
  title: 'Comorbidities',
  subtitle: 'Diagonal: %; others: observed ÷ expected',
  caption: 'Expected: by chance, given age and sex.',
  model: value && matrixChart(value.comorbidity, value.title, format),
  provenance: value?.comorbidity.provenance,
  empty:
    value?.comorbidity.labels.length === 0 ? 'Nobody in the registry has another condition of a registry.' : undefined
})

const sources: Build = (value, format) => ({
  title: 'How members are known',
  subtitle: 'Share and number of members',
  caption: 'Chart: diagnoses and results. Claims: by the rule of the registry.',
  model:
    value?.sources &&
    barsChart(
      value.sources.rows.map(({ group, label, figure, filter }) => ({ key: group, label, figure, filters: [filter] })),
      { heads: { label: 'Known from', value: 'Members' }, things: 'sources', parts: true },
      format
    ),
  provenance: value?.sources?.provenance,
  empty: value !== undefined && value.sources === undefined ? 'No claim makes a member of this registry.' : undefined
})

/** One control of a registry as 100% bars over time. The choice is `quarter` or `month`. */
export function controlFigure(
  control: BandSeries | undefined,
  format: Format,
  { choice = 'quarter' }: FigureExtras = {}
): FigureView {
  const shown = control && atGrain(control, choice === 'month' ? 'month' : 'quarter')
  const latest = shown?.periods.at(-1)?.figures[0]?.denominator
  return {
    title: control?.title ?? 'Control',
    subtitle: control?.subtitle.split('. ')[0] ?? '',
    caption: latest === undefined ? '' : `n = ${format.people(latest)} in the last period.`,
    model: shown && bandsChart(shown, format),
    provenance: control?.provenance,
    empty:
      control?.periods.length === 0
        ? 'Nobody in the registry in this period. Move the as-of date or remove a filter.'
        : undefined
  }
}

/** The figures of every registry, by the names that boards use. Controls and groups have names with their ids. */
export const registryFigures = { prevalence, comorbidity, sources } as const
