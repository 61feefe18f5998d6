import { commonMessages as common } from '#messages/common.ts'
import { enginePopulationPanelsOverviewMessages as m } from '#messages/engine/population/panels/overview.ts'
import { defined } from '#shared/language/defined.ts'
import type { Definition, Figure, Provenance } from '../../../base/figures/figure.ts'
import type { ColumnTest, Day, Filter } from '../../../base/figures/filter.ts'
import type { CountSeries } from '../../../base/stats/count-chart.ts'
import { windowStart } from '../../registries/control-band.ts'
import { controlDimension } from '../registry/control-series.ts'
import { monthFigure, resultTally } from '../registry/month-results.ts'
import { filterOn, peopleRows, rateFigure, shareFigure } from '../base/figures.ts'
import type { Funnel } from '../results/funnel-result.ts'
import type { SignalRow } from '../results/overview-result.ts'
import type { MonthTally } from '../base/month-tally.ts'
import type { Period } from '../base/periods.ts'
import { registryView } from '../registry/registry-view.ts'
import { isUseByClaims, useEvents } from '../base/use-events.ts'
import { claimEmergencyRule } from '../../stays/claim-emergencies.ts'
import { emergencyTally } from './signal-tallies.ts'
import { stayEnd } from '../../rows/derived-columns.ts'
import { readmissionRule, readmissions, readmissionScopes } from '../../stays/readmissions.ts'
import { useEnd } from '../base/use-time.ts'
import { defaultScope, dischargeWindow, readmissionDefinition } from '../cost/readmission.ts'
import { readmissionFunnel, readmissionTally } from './readmission-tallies.ts'
import { emergencyFunnel, resultFunnel, type FunnelTally } from './funnel-tallies.ts'
import type { View } from '../base/view.ts'

/** One indicator over all practices. */
export interface Indicator {
  readonly id: string
  readonly title: string
  readonly about: string
  readonly better: 'above' | 'below'
  readonly kind: CountSeries['kind']
  /** What the counts of a month are, as in a definition. */
  readonly text: string
  readonly sources: Definition['sources']
  readonly tally: MonthTally
  /** The same for 12 months together, each person once. */
  readonly funnel: FunnelTally & Pick<Funnel, 'title' | 'sizes'> & { readonly text: string }
  figure(events: number, of: number, month: Period, filters: readonly Filter[], provenance: Provenance): Figure
  yearly(events: number, of: number, filters: readonly Filter[], provenance: Provenance): Figure
  /** Who is behind the signal: those to look at now. */
  people(filters: readonly Filter[]): SignalRow['people']
}

/** Months of a funnel. */
const FUNNEL_MONTHS = 12
/** Leaves out records of people who are not in the data. */
const ofSomebody: ColumnTest = { column: '@member', in: ['yes', 'no'] }

/** Readings of the month that meet a registry's goal; empty where there is no such registry. */
export function controlIndicator(
  base: View,
  id: string,
  title: string,
  months: readonly Period[],
  practices: number
): Indicator[] {
  const registry = base.population.index.registries.find((each) => each.id === id)
  const control = registry?.controls[0]
  if (registry === undefined || control === undefined) return []
  const view = registryView(base, registry)
  const dimension = controlDimension(view, control)
  const apart = [...control.bands.map((band) => band.id), 'none'].filter((band) => !control.goal.bands.includes(band))
  return [
    {
      id,
      title: m.readingsOfTheMonth(title),
      about: registry.title,
      better: 'above',
      kind: 'share',
      text: m.peopleOfTheRegistryWithA(control.goal.title),
      sources: registry.sources,
      tally: resultTally(view, control, months, practices),
      funnel: {
        ...resultFunnel(view, registry, practices),
        sizes: 'people',
        title: m.latestReadingInMonths(title, control.windowMonths),
        text: m.peopleOfTheRegistryWithAResult(control.windowMonths, control.goal.title)
      },
      figure: (events, of, month, filters, provenance) =>
        monthFigure(view, control, { events, of }, month, provenance, filters),
      yearly: (events, of, filters, provenance) =>
        shareFigure(
          events,
          of,
          peopleRows(view.asOf, [...view.memberFilters, ...filters, filterOn(dimension, ...control.goal.bands)]),
          provenance
        ),
      people: (filters) => ({
        title: m.notAtTheGoal(registry.title),
        rows: peopleRows(view.asOf, [...view.memberFilters, ...filters, filterOn(dimension, ...apart)])
      })
    }
  ]
}

/** Emergency visits of the month; empty where the data hold neither encounters nor claims. */
export function emergencyIndicator(view: View, months: readonly Period[], practices: number): Indicator[] {
  const tally = emergencyTally(view, months, practices)
  const visits = useEvents(view.population, 'emergency')
  const { end: known } = useEnd(view)
  const year = months.filter(({ end }) => end <= known).slice(-FUNNEL_MONTHS)
  const from = year[0]?.start ?? view.asOf
  const to = year.at(-1)?.end ?? view.asOf
  const funnel = emergencyFunnel(view, { start: from, end: to }, practices)
  if (tally === undefined || visits === undefined || funnel === undefined) return []
  const byClaims = isUseByClaims(view)
  const events = byClaims ? common.emergencyVisits : m.emergencyEncountersThatTookPlace
  const rule = byClaims ? ` ${claimEmergencyRule}` : ''
  const rows = (start: Day, end: Day, asOf: Day, filters: readonly Filter[]): Figure['rows'] & object => ({
    table: visits.table.name,
    asOf,
    filters: [...view.filters, ...filters],
    where: [...visits.where, ofSomebody, { column: '@day', from: start, to: end }]
  })
  return [
    {
      id: 'emergency',
      title: m.emergencyVisitsPer1000,
      about: m.allPeople,
      better: 'below',
      kind: 'rate',
      text: m.ofTheMonthYearsLivedIn(events, rule),
      sources: [],
      tally,
      funnel: {
        ...funnel,
        sizes: 'person-years',
        title: m.emergencyVisitsPer100012,
        text: m.ofTheLast12CompleteMonths(events, rule)
      },
      figure: (events, of, month, filters, provenance) =>
        rateFigure(events, of, 'per1000PersonYears', rows(month.start, month.end, month.end, filters), provenance),
      yearly: (events, of, filters, provenance) =>
        rateFigure(events, of, 'per1000PersonYears', rows(from, to, to, filters), provenance),
      people: (filters) => ({
        title: m.emergencyVisitsIn12Months,
        rows: rows(windowStart(known, FUNNEL_MONTHS), known, view.asOf, filters)
      })
    }
  ]
}

/** Index stays of the month that were followed by a readmission; empty where the data hold neither encounters nor claims. */
export function readmissionIndicator(view: View, months: readonly Period[], practices: number): Indicator[] {
  const table = readmissions(view.store, defaultScope)?.table.name
  if (table === undefined) return []
  const { end } = useEnd(view)
  const { from, to } = dischargeWindow(end)
  const { text, sources } = readmissionDefinition(view, defaultScope)
  const column = defined(
    readmissionScopes.find(
      ({ allAges, observation }) => allAges === defaultScope.allAges && observation === defaultScope.observation
    )
  ).column
  const figure = (
    back: number,
    of: number,
    stretch: readonly [Day, Day],
    asOf: Day,
    filters: readonly Filter[],
    provenance: Provenance
  ): Figure => ({
    ...shareFigure(back, of, rows(stretch, asOf, filters, ['readmitted']), provenance),
    opens: back
  })
  const rows = (
    [start, last]: readonly [Day, Day],
    asOf: Day,
    filters: readonly Filter[],
    outcomes: readonly string[]
  ): Figure['rows'] & object => ({
    table,
    asOf,
    filters: [...view.filters, ...filters],
    where: [
      { column, in: outcomes },
      { column: stayEnd, from: start, to: last }
    ]
  })
  return [
    {
      id: 'readmission',
      title: m.readmittedWithin30DaysStaysOf,
      about: m.adults,
      better: 'below',
      kind: 'share',
      text: m.byTheMonthTheStayEnded(readmissionRule(defaultScope, isUseByClaims(view))),
      sources,
      tally: readmissionTally(view, months, practices, end),
      funnel: {
        ...readmissionFunnel(view, { start: from, end: to }, practices),
        sizes: 'stays',
        title: m.readmittedWithin30Days12Months,
        text
      },
      figure: (back, of, month, filters, provenance) =>
        figure(back, of, [month.start, month.end], month.end, filters, provenance),
      yearly: (back, of, filters, provenance) => figure(back, of, [from, to], view.asOf, filters, provenance),
      people: (filters) => ({
        title: m.staysFollowedByAReadmission,
        rows: rows([from, to], view.asOf, filters, ['readmitted'])
      })
    }
  ]
}
