import { commonMessages as common } from '#messages/common.ts'
import { inSentence } from '#shared/messages/letter-case.ts'
import { enginePopulationPanelsOverviewMessages as m } from '#messages/engine/population/panels/overview.ts'
import { mapTogether } from '../../../store/model/exchange.ts'
import type { Definition, Figure } from '../../../base/figures/figure.ts'
import type { Registry } from '../../registries/registry-definition.ts'
import type { Filter } from '../../../base/figures/filter.ts'
import { breakdown } from './breakdown.ts'
import { chronicConditions } from './chronic-conditions.ts'
import { controlProvenance, controlShare } from '../registry/control-series.ts'
import { paidKeyFigure } from '../cost/cost.ts'
import { dataCoverage } from './data-coverage.ts'
import { encounterSeries } from './encounter-series.ts'
import { countFigure, filterOn, peopleRows, shareFigure } from '../base/figures.ts'
import type { OverviewPanel } from '../results/overview-result.ts'
import type { OverviewPartResults, PartName } from '../results/panel-part.ts'
import type { Breakdown, KeyFigure } from '../results/shapes.ts'
import { monthsUpTo } from '../base/periods.ts'
import { pyramid } from './pyramid.ts'
import { membersInView } from '../registry/registry-view.ts'
import { topConditions } from './top-conditions.ts'
import { useKeyFigure } from '../base/use-rates.ts'
import { countedTwice, hasReplacedRecords } from '../../people/replaced-records.ts'
import { countMatching, sumNumbers, type View } from '../base/view.ts'

const trendMonths = 24

const people: Definition = {
  id: 'overview/people',
  version: '1.0.0',
  title: common.peopleInView,
  text: m.peopleWhoMatchTheFiltersOn,
  sources: []
}

const groups: Definition = {
  id: 'overview/groups',
  version: '1.0.0',
  title: m.peopleByGroup,
  text: m.peopleInViewByPayerPractice,
  sources: []
}

const chronic: Definition = {
  id: 'overview/with-condition',
  version: '1.0.0',
  title: m.withAChronicCondition,
  text: m.peopleInViewWhoAreIn,
  sources: []
}

const visited: Definition = {
  id: 'overview/visited',
  version: '1.0.0',
  title: m.seenIn12Months,
  text: m.peopleInViewWithAnEncounter,
  sources: []
}

const withCondition: Filter = { dimension: 'conditions', values: ['0'], exclude: true }

/** The share of people in view for whom one more filter holds, now and by month. */
function shareKeyFigure(view: View, definition: Definition, extra: Filter, note: string, id: string): KeyFigure {
  const { peopleFilters, asOf } = view
  const filters = [...peopleFilters, extra]
  const provenance = view.provenance(definition)
  const figure = (date: number): Figure => {
    const all = countMatching(view, date, peopleFilters)
    return shareFigure(countMatching(view, date, filters), all, peopleRows(date, filters), provenance)
  }
  return {
    id,
    label: definition.title,
    figure: figure(asOf),
    note,
    trend: mapTogether(monthsUpTo(asOf, trendMonths, view.span.first), (month) => figure(month.end))
  }
}

function peopleKeyFigure(view: View): KeyFigure {
  const { peopleFilters, asOf } = view
  const whom = view.filters.some((filter) => filter.dimension === 'living') ? m.whoMatchTheFilters : m.livingOnTheDate
  // Of links that lead to people of other shards.
  const hasLinks = hasReplacedRecords(view.store)
  const replaced = !hasLinks ? 0 : sumNumbers(view, (shard) => countedTwice(shard.store, shard.people))
  const provenance = view.provenance(people)
  const figure = (date: number): Figure =>
    countFigure(countMatching(view, date, peopleFilters), 'people', peopleRows(date, peopleFilters), provenance)
  return {
    id: 'people',
    label: people.title,
    figure: figure(asOf),
    note: replaced === 0 ? whom : m.includingReplacedRecords(whom, replaced),
    trend: mapTogether(monthsUpTo(asOf, trendMonths, view.span.first), (month) => figure(month.end))
  }
}

/** The share of a registry's people at the goal of its first control. */
function goalKeyFigure(base: View, registry: Registry | undefined): KeyFigure[] {
  const control = registry?.controls[0]
  if (registry === undefined || control === undefined) return []
  const view = membersInView(base, registry)
  const provenance = controlProvenance(view, control)
  const share = (date: number): Figure => controlShare(view, control, control.goal, date, provenance)
  return [
    {
      id: `${registry.id}-goal`,
      label: control.goal.title,
      figure: share(view.asOf),
      note: m.monthsPeopleWith(control.windowMonths, inSentence(registry.title)),
      trend: mapTogether(monthsUpTo(view.asOf, trendMonths, view.span.first), (month) => share(month.end)),
      route: `/registry/${registry.id}`
    }
  ]
}

const byId = (view: View, id: string): Registry | undefined =>
  view.population.index.registries.find((registry) => registry.id === id)

/** The key figures in their order; of `paid` and `visited` there is one. */
const keyFigures = {
  people: (view) => [peopleKeyFigure(view)],
  'with-condition': (view) => [shareKeyFigure(view, chronic, withCondition, m.inARegistry, 'with-condition')],
  'hypertension-goal': (view) => goalKeyFigure(view, byId(view, 'hypertension')),
  'diabetes-goal': (view) => goalKeyFigure(view, byId(view, 'diabetes')),
  emergency: (view) => listOf(useKeyFigure(view, view.filters, 'emergency')),
  paid: (view) => [
    paidKeyFigure(view) ?? shareKeyFigure(view, visited, filterOn('visit12', 'yes'), m.anyEncounter, 'visited')
  ]
} as const satisfies Readonly<Record<string, (view: View) => KeyFigure[]>>

const keyFigurePart =
  (name: keyof typeof keyFigures) =>
  (view: View): Pick<OverviewPanel, 'keyFigures'> => ({ keyFigures: keyFigures[name](view) })

function listOf(figure: KeyFigure | undefined): KeyFigure[] {
  return figure === undefined ? [] : [figure]
}

function breakdowns(view: View): readonly Breakdown[] {
  const provenance = view.provenance(groups)
  return mapTogether(['payer', 'practice', 'race', 'ethnicity'], (id) => breakdown(view, id, provenance))
}

function conditionsPart(view: View): OverviewPartResults['conditions'] {
  const conditions = topConditions(view)
  // Else nothing of the registries has to be read.
  return conditions.rows.length > 0 ? { conditions } : { conditions, chronic: chronicConditions(view) }
}

const parts: { readonly [P in PartName<'overview'>]: (view: View) => OverviewPartResults[P] } = {
  people: (view) => ({ keyFigures: keyFigures.people(view), pyramid: pyramid(view) }),
  breakdowns: (view) => ({ keyFigures: keyFigures.people(view), breakdowns: breakdowns(view) }),
  conditions: conditionsPart,
  chronic: (view) => ({ keyFigures: keyFigures.people(view), chronic: chronicConditions(view) }),
  encounters: (view) => ({ encounters: encounterSeries(view), coverage: dataCoverage(view) }),
  'with-condition': keyFigurePart('with-condition'),
  'hypertension-goal': keyFigurePart('hypertension-goal'),
  'diabetes-goal': keyFigurePart('diabetes-goal'),
  emergency: keyFigurePart('emergency'),
  paid: keyFigurePart('paid')
}

/** A part of the overview. */
export function overviewPart<P extends PartName<'overview'>>(view: View, part: P): OverviewPartResults[P] {
  return parts[part](view)
}

/** What the overview draws. */
export function overviewPanel(view: View): OverviewPanel {
  return {
    keyFigures: Object.values(keyFigures).flatMap((figures) => figures(view)),
    pyramid: pyramid(view),
    breakdowns: breakdowns(view),
    conditions: topConditions(view),
    chronic: chronicConditions(view),
    encounters: encounterSeries(view),
    coverage: dataCoverage(view)
  }
}
