import { figuresRegistryMessages as m } from '#messages/figures/registry.ts'
import { controlShareIds, type RegistryPanel } from '#engine/population/panels/results/registry-result.ts'
import type { Figure } from '#engine/base/figures/figure.ts'
import type { WithheldBands } from '#engine/base/privacy/suppress-bands.ts'
import type { BandSeries, KeyFigure } from '#engine/population/panels/results/shapes.ts'
import { bandsChart } from '../charts/kinds/bands.ts'
import { barsChart } from '../charts/kinds/bars.ts'
import { matrixChart } from '../charts/kinds/matrix.ts'
import { trendChart } from '../charts/kinds/trend.ts'
import { whiskersChart } from '../charts/kinds/whiskers.ts'
import { withheldOfPeriod } from '../charts/parts/withheld-bands.ts'
import type { Format } from '../ui/format/format.ts'
import { atGrain } from './control-grain.ts'
import type { FigureExtras, FigureView } from './base/figure-view.ts'

/** A figure that is made of some parts of the panel. */
type Build<P extends keyof RegistryPanel> = (
  value: Pick<RegistryPanel, P> | undefined,
  format: Format,
  extras?: FigureExtras
) => FigureView

const prevalence: Build<'prevalence' | 'incidence'> = (value, format, { goal, lines, events } = {}) => ({
  title: m.prevalenceAndIncidence,
  subtitle: m.prevalenceAsKnownAtMonthEnd,
  caption: [m.wilsonIntervalsExactPoissonForNew, value?.incidence.note, ...(value?.prevalence.notes ?? [])]
    .filter((text) => text !== undefined)
    .join(' '),
  model:
    value &&
    trendChart(
      value.prevalence.crude,
      { subject: m.prevalence, comparison: value.prevalence.standardized, goal, lines, events },
      format
    ),
  label: m.prevalence,
  second: value && {
    label: m.newCases,
    model: whiskersChart(
      value.incidence.series,
      { subject: m.newCasesPer1000Person, comparison: value.incidence.standardized },
      format
    )
  },
  provenance: value?.prevalence.provenance,
  empty: value?.prevalence.crude.points.length === 0 ? m.noMonthWithPeopleInView : undefined
})

const comorbidity: Build<'comorbidity' | 'title'> = (value, format) => ({
  title: m.comorbidities,
  subtitle: m.diagonalOthersObservedExpected,
  caption: m.expectedByChanceGivenAgeAnd,
  model: value && matrixChart(value.comorbidity, value.title, format),
  provenance: value?.comorbidity.provenance,
  empty: value?.comorbidity.labels.length === 0 ? m.nobodyInTheRegistryHasAnother : undefined
})

const sources: Build<'sources'> = (value, format) => ({
  title: m.howMembersAreKnown,
  subtitle: m.shareAndNumberOfMembers,
  caption: m.chartDiagnosesAndResultsClaimsBy,
  model:
    value?.sources &&
    barsChart(
      value.sources.rows.map(({ group, label, figure, filter }) => ({ key: group, label, figure, filters: [filter] })),
      { heads: { label: m.knownFrom, value: m.members }, things: m.sources, parts: true },
      format
    ),
  provenance: value?.sources?.provenance,
  empty: value !== undefined && value.sources === undefined ? m.noClaimMakesAMemberOf : undefined
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
    title: control?.title ?? m.control,
    subtitle: control?.subtitle.split('. ')[0] ?? '',
    caption: latest === undefined ? '' : m.nInTheLastPeriod(format.people(latest)),
    model: shown && bandsChart(shown, format),
    provenance: control?.provenance,
    empty: control?.periods.length === 0 ? m.nobodyInTheRegistryInThis : undefined
  }
}

/**
 * The key figures of a registry as they may be shown next to the bars of its controls: a share of several bands less others would tell
 * a band that is withheld.
 */
export function registryKeyFigures(
  { keyFigures, controls }: Pick<RegistryPanel, 'keyFigures' | 'controls'>,
  { smallCellLimit }: Pick<Format, 'smallCellLimit'>
): readonly KeyFigure[] {
  if (smallCellLimit <= 0) return keyFigures
  return controls.reduce((keys, control) => {
    const periods = control.periods.map((period) => withheldOfPeriod(control, period, smallCellLimit))
    return keys.map((key): KeyFigure => {
      const share = controlShareIds.findIndex((id) => key.id === `${control.id}-${id}`)
      if (share < 0) return key
      const masked = (figure: Figure, withheld: WithheldBands | undefined): Figure =>
        withheld?.sums[share] === true && withheld.fewest !== undefined
          ? { ...figure, tells: Math.min(figure.tells ?? Infinity, withheld.fewest) }
          : figure
      // Both end with the month of the as-of date.
      const first = periods.length - key.trend.length
      return {
        ...key,
        figure: masked(key.figure, periods.at(-1)),
        trend: key.trend.map((figure, month) => masked(figure, periods[first + month]))
      }
    })
  }, keyFigures)
}

/** The figures of every registry, by the names that boards use. Controls and groups have names with their ids. */
export const registryFigures = { prevalence, comorbidity, sources } as const
