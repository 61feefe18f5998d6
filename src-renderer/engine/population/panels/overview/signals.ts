import type { Definition, Figure } from '../../../base/figures/figure.ts'
import { controlLimits, latestSignal, type ControlLimits } from '../../../base/stats/control-chart.ts'
import type { Day, Filter } from '../../../base/figures/filter.ts'
import { controlDimension } from '../registry/control-series.ts'
import { filterOn, peopleRows, rateFigure, shareFigure } from '../base/figures.ts'
import type { SignalRow, SignalsPanel } from '../results/overview-result.ts'
import { monthsUpTo, type Period } from '../base/periods.ts'
import { registryView } from '../registry/registry-view.ts'
import { useEvents } from '../base/use-events.ts'
import { emergencyTally, resultTally, type SignalTally } from './signal-tallies.ts'
import type { View } from '../base/view.ts'

/** Months on a chart; the limits come from the first of them. */
const chartMonths = 36
const baselineMonths = 15
/** A practice with fewer counted results in an ordinary month is left out: its shares jump by chance alone. */
const minPerMonth = 5

const method: Definition['sources'] = [
  { title: 'Making data count: XmR charts', publisher: 'NHS England' },
  { title: 'Understanding Variation', publisher: 'Wheeler, SPC Press', year: 2000 }
]

const rule =
  `By practice and complete month, up to ${chartMonths}. Limits: mean ± 2.66 times the average moving range of the first ` +
  `${baselineMonths} months. A signal is a last month outside of the limits, 7 in a row on one side of the mean, 7 rising ` +
  'or falling, or 2 of 3 near a limit. Strength: distance of the months of the signal from the mean, in standard errors.'

/** One indicator over all practices. */
interface Indicator {
  readonly id: string
  readonly title: string
  readonly about: string
  readonly better: 'above' | 'below'
  readonly tally: SignalTally
  figure(events: number, of: number, month: Period, filters: readonly Filter[]): Figure
  /** Who is behind the signal: those to look at now. */
  people(filters: readonly Filter[]): SignalRow['people']
}

function controlIndicator(
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
  const provenance = base.provenance({
    id: `signals/${id}`,
    version: '1.0.0',
    title: `${title}, readings of the month`,
    text: `People of the registry with a result in the month whose latest result in it counts as "${control.goal.title}". ${rule}`,
    sources: [...registry.sources, ...method]
  })
  const apart = [...control.bands.map((band) => band.id), 'none'].filter((band) => !control.goal.bands.includes(band))
  return [
    {
      id,
      title: `${title}, readings of the month`,
      about: registry.title,
      better: 'above',
      tally: resultTally(view, registry, months, practices),
      figure: (events, of) => withoutRows(shareFigure(events, of, peopleRows(view.asOf, []), provenance)),
      people: (filters) => ({
        title: `${registry.title}, not at the goal`,
        rows: peopleRows(view.asOf, [
          ...view.memberFilters,
          ...filters,
          filterOn(controlDimension(view, control), ...apart)
        ])
      })
    }
  ]
}

/** A month's results are not what the people of the registry have now, so the figure has no rows of its own. */
function withoutRows({ rows: _, ...figure }: Figure): Figure {
  return figure
}

function emergencyIndicator(view: View, months: readonly Period[], practices: number): Indicator[] {
  const tally = emergencyTally(view, months, practices)
  const visits = useEvents(view, 'emergency')
  if (tally === undefined || visits === undefined) return []
  const title = 'Emergency visits per 1,000'
  const provenance = view.provenance({
    id: 'signals/emergency',
    version: '1.0.0',
    title,
    text: `Emergency encounters of the month that took place ÷ years lived in it by the people who match the filters at its end. ${rule}`,
    sources: [...method]
  })
  const rows = (from: Day, to: Day, asOf: Day, filters: readonly Filter[]): Figure['rows'] & object => ({
    table: 'encounter',
    asOf,
    filters: [...view.filters, ...filters],
    where: [...visits.where, { column: '@day', from, to }]
  })
  return [
    {
      id: 'emergency',
      title,
      about: 'All people',
      better: 'below',
      tally,
      figure: (events, of, month, filters) =>
        rateFigure(events, of, 'per1000PersonYears', rows(month.start, month.end, month.end, filters), provenance),
      people: (filters) => {
        const from = months.at(-12)?.start ?? view.asOf
        return { title: 'Emergency visits in 12 months', rows: rows(from, view.asOf, view.asOf, filters) }
      }
    }
  ]
}

/** How far the months of a signal lie from the mean, in standard errors of that distance. */
function strengthOf(values: readonly number[], since: number, limits: ControlLimits): number {
  const sigma = (limits.upper - limits.mean) / 3
  const run = values.slice(since)
  const distance = Math.abs(run.reduce((sum, value) => sum + value, 0) / run.length - limits.mean)
  return sigma > 0 ? distance / (sigma * Math.sqrt(1 / run.length + 1 / baselineMonths)) : 0
}

/** Practices that are charted as one. */
interface Group {
  readonly id: string
  readonly label: string
  readonly filters: readonly Filter[]
  readonly practices: readonly number[]
}

function monthSums(counts: Float64Array, months: number, practices: readonly number[]): Float64Array {
  const sums = new Float64Array(months)
  for (const practice of practices) for (let m = 0; m < months; m++) sums[m]! += counts[practice * months + m]!
  return sums
}

function rowOf(indicator: Indicator, months: readonly Period[], { id, label, filters, practices }: Group): SignalRow[] {
  const counted = monthSums(indicator.tally.of, months.length, practices)
  const events = monthSums(indicator.tally.events, months.length, practices)
  const used = months.map((_, m) => m).filter((m) => counted[m]! > 0)
  const base = indicator.id === 'emergency' ? events : counted
  const ordinary = base.reduce((sum, count) => sum + count, 0) / Math.max(1, months.length)
  const last = used.at(-1)
  if (last === undefined || used.length < baselineMonths + 6 || ordinary < minPerMonth) return []
  const scale = indicator.id === 'emergency' ? 1000 : 1
  const values = used.map((m) => (events[m]! * scale) / counted[m]!)
  const limits = controlLimits(values.slice(0, baselineMonths))
  const signal = latestSignal(values, limits)
  return [
    {
      id: `${indicator.id}|${id}`,
      indicator: indicator.title,
      about: indicator.about,
      group: label,
      better: indicator.better,
      month: months[last]!.label,
      figure: indicator.figure(events[last]!, counted[last]!, months[last]!, filters),
      points: used.map((m, index) => ({ at: months[m]!.start, label: months[m]!.label, value: values[index]! })),
      limits,
      ...(signal === undefined
        ? {}
        : { signal: { rule: signal.rule, direction: signal.direction, since: signal.since } }),
      strength: signal === undefined ? 0 : strengthOf(values, signal.since, limits),
      people: indicator.people(filters)
    }
  ]
}

/** Indicators by practice that depart from ordinary variation, strongest evidence first, then the others. */
export function signalsPanel(view: View): SignalsPanel {
  const months = monthsUpTo(view.asOf, chartMonths + 1, view.span.first)
    .filter((month) => !month.incomplete)
    .slice(-chartMonths)
  const { values } = view.population.dimension('practice')
  const everyPractice = {
    id: '',
    label: 'all practices',
    filters: [],
    practices: values.map((_, practice) => practice)
  }
  const indicators = [
    ...controlIndicator(view, 'diabetes', 'A1c below 8%', months, values.length),
    ...controlIndicator(view, 'hypertension', 'Blood pressure below 140/90', months, values.length),
    ...emergencyIndicator(view, months, values.length)
  ]
  const rows = indicators.flatMap((indicator) => [
    ...rowOf(indicator, months, everyPractice),
    ...values.flatMap(({ value, label }, practice) =>
      value === 'unknown'
        ? []
        : rowOf(indicator, months, { id: value, label, filters: [filterOn('practice', value)], practices: [practice] })
    )
  ])
  return { rows: rows.toSorted((left, right) => right.strength - left.strength) }
}
