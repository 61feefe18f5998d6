import { enginePopulationPanelsRegistryMessages as m } from '#messages/engine/population/panels/registry.ts'
import { defined } from '#shared/language/defined.ts'
import type { Figure, Provenance } from '../../../base/figures/figure.ts'
import type { Control } from '../../registries/registry-definition.ts'
import { comorbidity } from './comorbidity.ts'
import {
  controlMonths,
  controlProvenance,
  controlSeries,
  shareIn,
  sharesBesideBands,
  type ControlMonths
} from './control-series.ts'
import { countFigure, filterOn, peopleRows, shareFigure } from '../base/figures.ts'
import { sourcesOfMembers } from './member-sources.ts'
import { incidenceSeries, yearlyIncidence } from './incidence.ts'
import { controlShareIds, type RegistryPanel } from '../results/registry-result.ts'
import type { KeyFigure, Series } from '../results/shapes.ts'
import { monthsUpTo } from '../base/periods.ts'
import { prevalenceSeries } from './prevalence.ts'
import { registryText } from './registry-text.ts'
import { registryDefinition, viewOfRegistry, type RegistryView } from './registry-view.ts'
import { strata } from './strata.ts'
import { useKeyFigure } from '../base/use-rates.ts'
import { countMatching, type View } from '../base/view.ts'

const trendMonths = 24

function lastFigure(series: Series): Figure {
  return defined(series.points.at(-1)).figure
}

function membersKeyFigure(view: RegistryView, crude: Series, provenance: Provenance): KeyFigure {
  const { numerator: members = 0, missing } = lastFigure(crude)
  return {
    id: 'members',
    label: m.peopleInTheRegistry,
    figure:
      missing === undefined
        ? countFigure(members, 'people', peopleRows(view.asOf, view.memberFilters), provenance)
        : { value: undefined, unit: 'people', missing, rows: peopleRows(view.asOf, view.memberFilters), provenance },
    note: view.registry.course === 'chronic-lifelong' ? m.onceRecordedForLife : m.whileActive,
    trend: crude.points.slice(-trendMonths).map(({ figure: { numerator, rows } }): Figure => ({
      value: numerator,
      unit: 'people',
      ...(numerator === undefined ? {} : { numerator }),
      ...(rows === undefined ? {} : { rows }),
      provenance
    }))
  }
}

/** The key figures of a control: its goal, what calls for attention, and who has no result. */
function controlKeyFigures(view: RegistryView, control: Control, counted: ControlMonths): KeyFigure[] {
  const provenance = controlProvenance(view, control)
  const months = counted.months.slice(-trendMonths)
  const counts = counted.counts.slice(-trendMonths)
  return sharesBesideBands(control).map((share, index) => {
    const figures = months.map(({ end }, month) => shareIn(view, control, share, end, counts[month]!, provenance))
    return {
      id: `${control.id}-${controlShareIds[index]!}`,
      label: share.title,
      // The last month ends on the as-of date.
      figure: defined(figures.at(-1)),
      note: m.windowMonthsMonths(control.windowMonths),
      trend: figures
    }
  })
}

/** Shown where a registry has no control: who is seen, and who needed an emergency department. */
function useKeyFigures(view: RegistryView): KeyFigure[] {
  const { asOf, memberFilters } = view
  const text = m.shareOfTheRegistrysPeopleWith
  const provenance = view.provenance(registryDefinition(view, 'seen', m.seenIn12Months(view.registry.title), text))
  const seen = (date: number): Figure => {
    const visited = [...memberFilters, filterOn('visit12', 'yes')]
    const members = countMatching(view, date, memberFilters)
    return shareFigure(countMatching(view, date, visited), members, peopleRows(date, visited), provenance)
  }
  const emergency = useKeyFigure(view, [...view.filters, filterOn(`registry:${view.registry.id}`, 'yes')], 'emergency')
  return [
    {
      id: 'seen',
      label: m.seenIn12MonthsCapitalized,
      figure: seen(asOf),
      note: m.anyEncounter,
      trend: monthsUpTo(asOf, trendMonths, view.span.first).map((month) => seen(month.end))
    },
    ...(emergency === undefined ? [] : [emergency])
  ]
}

/**
 * How frequent one registry's condition is, and how often it is new.
 * @throws AppError `not-found` when there is no registry of this id
 */
export function prevalencePart(base: View, id: string): Pick<RegistryPanel, 'prevalence' | 'incidence'> {
  const view = viewOfRegistry(base, id)
  return { prevalence: prevalenceSeries(view), incidence: incidenceSeries(view) }
}

/**
 * Everything about one registry.
 * @throws AppError `not-found` when there is no registry of this id
 */
export function registryPanel(base: View, id: string): RegistryPanel {
  const view = viewOfRegistry(base, id)
  const { registry } = view
  const prevalence = prevalenceSeries(view)
  const incidence = incidenceSeries(view)
  const yearly = yearlyIncidence(view)
  const controls = registry.controls.map((control) => ({ control, counted: controlMonths(view, control) }))
  const [first] = controls
  return {
    id,
    title: registry.title,
    definition: registryText(view, registry),
    keyFigures: [
      membersKeyFigure(view, prevalence.crude, prevalence.provenance),
      {
        id: 'prevalence',
        label: m.pointPrevalenceCapitalized,
        figure: lastFigure(prevalence.crude),
        note: m.crudeInText,
        trend: prevalence.crude.points.slice(-trendMonths).map(({ figure }) => figure)
      },
      {
        id: 'incidence',
        label: m.newCasesPer1000,
        figure: yearly.figure,
        note: yearly.note,
        trend: incidence.series.points.filter(({ incomplete }) => incomplete !== true).map(({ figure }) => figure)
      },
      ...(first === undefined ? useKeyFigures(view) : controlKeyFigures(view, first.control, first.counted))
    ],
    prevalence,
    incidence,
    sources: sourcesOfMembers(view),
    controls: controls.map(({ control, counted }) => controlSeries(view, control, counted)),
    strata: strata(view, prevalence.provenance),
    comorbidity: comorbidity(view)
  }
}
