import { commonMessages as common } from '#messages/common.ts'
import { inSentence } from '#shared/messages/letter-case.ts'
import { figuresOverviewMessages as m } from '#messages/figures/overview.ts'
import type { OverviewPanel } from '#engine/population/panels/results/overview-result.ts'
import { barsChart } from '../charts/kinds/bars.ts'
import { coverageChart } from '../charts/kinds/coverage.ts'
import { dotIntervalChart } from '../charts/kinds/dot-interval.ts'
import { multiplesChart } from '../charts/kinds/multiples.ts'
import { pyramidChart } from '../charts/kinds/pyramid.ts'
import type { Format } from '../ui/format/format.ts'
import { emptyText, type FigureExtras, type FigureView } from './base/figure-view.ts'

/** A figure that is made of some parts of the panel. */
type Build<P extends keyof OverviewPanel> = (
  value: Pick<OverviewPanel, P> | undefined,
  format: Format,
  extras?: FigureExtras
) => FigureView

type People = Pick<OverviewPanel, 'keyFigures'>

/** Why nothing can be said about people. */
function withoutPeople(value: People | undefined): string | undefined {
  return emptyText(value?.keyFigures[0]?.figure.missing)
}

/** Why nothing can be said about any registry. */
function withoutRegistries({ chronic }: Pick<OverviewPanel, 'chronic'>): string | undefined {
  const reason = chronic.rows[0]?.figure.missing
  return chronic.rows.every(({ figure }) => figure.missing !== undefined) ? emptyText(reason) : undefined
}

function peopleText(value: People | undefined, format: Format): string {
  const people = value?.keyFigures[0]?.figure
  return people?.value === undefined ? '' : `n = ${format.figure(people).text}.`
}

const ageAndSex: Build<'keyFigures' | 'pyramid'> = (value, format) => {
  const provenance = value?.pyramid.provenance
  return {
    title: m.ageAndSex,
    subtitle: provenance === undefined ? common.peopleInView : m.peopleInViewOn(format.day(provenance.asOf)),
    caption: peopleText(value, format),
    model: value && pyramidChart(value.pyramid, format),
    provenance,
    empty: withoutPeople(value)
  }
}

const breakdown: Build<'keyFigures' | 'breakdowns'> = (value, format, { choice } = {}) => {
  const shown = value?.breakdowns.find(({ dimension }) => dimension === choice) ?? value?.breakdowns[0]
  return {
    title: m.peopleByLabel(shown === undefined ? m.group : inSentence(shown.label)),
    subtitle: m.countAndShare,
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
        { heads: { label: shown.label, value: common.people }, things: m.groups, parts: true },
        format
      ),
    provenance: shown?.rows[0]?.count.provenance,
    empty: withoutPeople(value) ?? (shown?.rows.length === 0 ? m.notRecordedForAnyoneInView : undefined)
  }
}

const chronic: Build<'keyFigures' | 'chronic'> = (value, format, { goal } = {}) => ({
  title: common.chronicConditions,
  subtitle: m.prevalenceWith95IntervalOpenCircle,
  caption: m.peopleTextWilsonIntervals(peopleText(value, format)).trim(),
  model:
    value &&
    dotIntervalChart(
      value.chronic.rows.map(({ id, label, figure, yearAgo }) => ({ key: id, label, figure, before: yearAgo })),
      { heads: { label: m.condition, before: m.aYearAgo }, goal },
      format
    ),
  provenance: value?.chronic.provenance,
  empty: value?.chronic.rows.length === 0 ? m.noConditionOfARegistryIs : value && withoutRegistries(value)
})

/** With the registries where nobody has a condition. */
type Conditions = Pick<OverviewPanel, 'conditions'> & Partial<Pick<OverviewPanel, 'chronic'>>

const conditions = (value: Conditions | undefined, format: Format): FigureView => {
  const provenance = value?.conditions.provenance
  const day = provenance === undefined ? '' : format.day(provenance.asOf)
  return {
    title: m.topConditions,
    subtitle: value?.conditions.isByClaims === true ? m.onClaimsInThe12Months(day) : m.activeOnDay(day),
    caption: m.shareAndNumberOfPeople,
    model:
      value &&
      barsChart(
        value.conditions.rows.map(({ system, code, label, figure }) => ({ key: `${system}|${code}`, label, figure })),
        { heads: { label: m.condition, value: m.share }, things: m.conditions, parts: false },
        format
      ),
    provenance,
    empty:
      value?.conditions.rows.length === 0
        ? ((value.chronic && withoutRegistries({ chronic: value.chronic })) ?? m.noActiveConditionIsRecordedFor)
        : undefined
  }
}

const encounters: Build<'encounters' | 'coverage'> = (value, format) => ({
  title: m.encountersByClass,
  subtitle: m.perMonthEachOnItsOwn,
  caption: '',
  model: value && multiplesChart(value.encounters.series, m.encountersByMonth, format),
  provenance: value?.encounters.provenance,
  empty:
    value?.encounters.series.length === 0
      ? value.coverage.types.some(({ table }) => table === 'encounter')
        ? m.noEncountersInTheLast36
        : m.theDataContainNoEncounters
      : undefined
})

const coverage: Build<'coverage'> = (value, format) => ({
  title: m.dataCoverageAndFreshness,
  subtitle: m.rowsPerMonthAtRightTheir,
  caption: '',
  model: value && coverageChart(value.coverage, format),
  provenance: value?.coverage.provenance,
  empty: value?.coverage.types.length === 0 ? m.noDatedRowsForAnyoneIn : undefined
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
