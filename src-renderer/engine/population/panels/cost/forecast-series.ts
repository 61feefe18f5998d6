import { commonMessages as common } from '#messages/common.ts'
import { enginePopulationPanelsCostMessages as m } from '#messages/engine/population/panels/cost.ts'
import { defined } from '#shared/language/defined.ts'
import { dayBins } from '../../../base/kernels/day-bins.ts'
import { binByPerson, countPeopleBins, type PeopleBins } from '../../../base/kernels/people-bins.ts'
import { NO_DAY } from '../../../base/fhir/missing.ts'
import type { ColumnTest } from '../../../base/figures/filter.ts'
import { anyStay, lastNight } from '../../rows/derived-columns.ts'
import { hospitalStays, inpatientStays } from '../../stays/inpatient-stays.ts'
import { encounterClasses, encountersByMonth, visitsOnly } from '../base/encounter-classes.ts'
import { countFigure } from '../base/figures.ts'
import { monthsUpTo, type Period } from '../base/periods.ts'
import { eventRows } from '../base/use-rates.ts'
import { isUseBegun } from '../base/records-begin.ts'
import { useEvents } from '../base/use-events.ts'
import { useEnd } from '../base/use-time.ts'
import { rowsInPopulation } from '../../../store/model/population-rows.ts'
import { addLists, sumCounts, sumShards, type View } from '../base/view.ts'
import type { Figure, Provenance } from '../../../base/figures/figure.ts'
import type { ForecastSubject } from '../results/forecast-result.ts'
import type { SeriesPoint } from '../results/shapes.ts'
import { claimsView } from './claims-view.ts'
import { costTrends, sumTrends } from './cost-trends.ts'

const shownMonths = 60

/** What is known of a subject, up to the last complete month. */
export interface KnownMonths {
  /** One point for each complete month, oldest first. */
  readonly points: readonly SeriesPoint[]
  /** Values depend on how many days a month has. */
  readonly byDay: boolean
}

/** Names of the subjects, as a heading. */
export const subjectTitles: Readonly<Record<ForecastSubject, string>> = {
  emergency: common.emergencyVisits,
  inpatient: m.inpatientStays,
  bedDays: m.bedDays,
  visits: m.otherVisits,
  cost: m.paidPerMemberPerMonth
}

/** The same for a choice among them. */
export const subjectLabels: Readonly<Record<ForecastSubject, string>> = {
  emergency: m.emergency,
  inpatient: m.stays,
  bedDays: m.bedDays,
  visits: m.visits,
  cost: m.cost
}

type Reader = (view: View, months: readonly Period[], provenance: Provenance) => readonly SeriesPoint[] | undefined

const readers: Readonly<Record<Exclude<ForecastSubject, 'cost'>, Reader>> = {
  emergency: (view, months, provenance) => eventSeries(view, 'emergency', months, provenance),
  inpatient: (view, months, provenance) => eventSeries(view, 'inpatient', months, provenance),
  bedDays,
  visits: visitSeries
}

/** @returns undefined where the data do not tell the subject */
export function knownMonths(view: View, subject: ForecastSubject, provenance: Provenance): KnownMonths | undefined {
  if (subject === 'cost') {
    const claims = claimsView(view)
    if (claims === undefined) return undefined
    const points = costTrends(claims, sumTrends(claims), provenance)[0]!.paid.points.filter(
      ({ at, incomplete }) => incomplete !== true && isWhole(view, at)
    )
    return { points: latestKnown(points), byDay: false }
  }
  // By claims, months of which not all have come in yet would be taken for a fall.
  const { end: complete } = useEnd(view)
  // And months before visits or claims begin, for a rise.
  const isBegun = isUseBegun(view)
  const months = monthsUpTo(view.asOf, shownMonths, view.span.first).filter(
    ({ start, end, incomplete }) => !incomplete && end <= complete && isWhole(view, start) && isBegun(start)
  )
  const points = readers[subject](view, months, provenance)
  return points && { points, byDay: true }
}

/** The latest months in a row whose value is known: the months of a series have no hole. */
function latestKnown(points: readonly SeriesPoint[]): readonly SeriesPoint[] {
  const known = points.slice(0, points.findLastIndex(({ figure }) => figure.value !== undefined) + 1)
  return known.slice(known.findLastIndex(({ figure }) => figure.value === undefined) + 1)
}

/** The data go back to the first day of the month. */
function isWhole({ span }: View, start: number): boolean {
  return span.first === undefined || start >= span.first
}

/** The people who match the filters at the end of each month; undefined when there are no filters to match. */
function peopleOf(view: View, months: readonly Period[]): Uint32Array[] | undefined {
  if (view.filters.length === 0) return undefined
  return months.map(({ end }) => view.population.select(end, view.filters))
}

function eventSeries(
  view: View,
  kind: 'emergency' | 'inpatient',
  months: readonly Period[],
  provenance: Provenance
): readonly SeriesPoint[] | undefined {
  const events = useEvents(view.population, kind)
  if (events === undefined) return undefined
  const counts = sumCounts(view, (shard) =>
    countPeopleBins(eventsByMonth(shard, kind, months), peopleOf(shard, months))
  )
  return months.map((month, bin) =>
    pointOf(
      month,
      countFigure(
        counts[bin]!,
        'events',
        eventRows(events, view.filters, month.end, month.start, month.end),
        provenance
      )
    )
  )
}

/** The events of a shard by month; prepared once. */
function eventsByMonth({ population }: View, kind: 'emergency' | 'inpatient', months: readonly Period[]): PeopleBins {
  const { binOf, starts } = dayBins(months)
  return population.prepared(`events-by-month:${kind}`, keyOf(months), () => {
    const { rows, table } = defined(useEvents(population, kind))
    const [days, patient] = [defined(table.day), defined(table.patient)]
    return binByPerson({ people: population.store.patients, groups: 1, bins: months.length }, (happened) => {
      for (const row of rows) {
        const place = days[row]! - starts[0]!
        if (days[row] !== NO_DAY && place >= 0 && place < binOf.length) happened(patient[row]!, binOf[place]!)
      }
    })
  })
}

function keyOf(months: readonly Period[]): string {
  return `${months[0]?.start ?? 0}-${months.at(-1)?.end ?? 0}`
}

/** Encounters that took place and are neither emergency visits nor stays. */
function visitSeries(
  view: View,
  months: readonly Period[],
  provenance: Provenance
): readonly SeriesPoint[] | undefined {
  const { patient, day } = view.store.tables.get('encounter') ?? {}
  if (patient === undefined || day === undefined || rowsInPopulation(view.store, 'encounter') === 0) return undefined
  const { counts, values } = sumShards(
    view,
    (shard) => countVisits(shard, months),
    (left, right) => ({
      counts: addLists(left.counts, right.counts),
      values: [...new Set([...left.values, ...right.values])]
    })
  )
  const where: readonly ColumnTest[] = [{ column: 'class', in: values.toSorted() }, visitsOnly]
  return months.map((month, bin) => {
    const tests = [...where, { column: '@day', from: month.start, to: month.end }]
    const rows = { table: 'encounter', asOf: month.end, filters: view.filters, where: tests }
    return pointOf(month, countFigure(counts[bin]!, 'events', rows, provenance))
  })
}

/** Such encounters of a shard by month, and the values of their classes. */
function countVisits(
  view: View,
  months: readonly Period[]
): { readonly counts: Int32Array; readonly values: readonly string[] } {
  const counts = new Int32Array(months.length)
  const found = encounterClasses(view.population)
  const bins = encountersByMonth(view.population, months)
  if (found === undefined) return { counts, values: [] }
  const visits = [...found.classes.keys()].filter((group) => !found.classes[group]!.hospital)
  const byClass = bins && countPeopleBins(bins, peopleOf(view, months))
  for (const group of visits)
    for (let month = 0; month < months.length; month++) counts[month]! += byClass?.[group * months.length + month] ?? 0
  return { counts, values: visits.flatMap((group) => found.classes[group]!.values) }
}

/** Nights in hospital by the month they lie in, at least one for each stay; stays without an end are left out. */
function bedDays(view: View, months: readonly Period[], provenance: Provenance): readonly SeriesPoint[] | undefined {
  const table = hospitalStays(view.store)?.table
  if (table?.patient === undefined || inpatientStays(view.store) === undefined || months.length === 0) return undefined
  const { nights, stays } = sumShards(
    view,
    (shard) => countNights(shard, months),
    (left, right) => ({ nights: addLists(left.nights, right.nights), stays: addLists(left.stays, right.stays) })
  )
  return months.map((month, bin) => {
    const where: readonly ColumnTest[] = [
      anyStay,
      { column: '@day', to: month.end },
      { column: lastNight, from: month.start }
    ]
    const rows = { table: table.name, asOf: month.end, filters: view.filters, where }
    return pointOf(month, { value: nights[bin]!, unit: 'days', opens: stays[bin]!, rows, provenance })
  })
}

/** Nights of a shard by month, and the stays that they are of. */
function countNights(
  view: View,
  months: readonly Period[]
): { readonly nights: Int32Array; readonly stays: Int32Array } {
  const counts = countPeopleBins(nightsByMonth(view, months), peopleOf(view, months))
  return { nights: counts.slice(0, months.length), stays: counts.slice(months.length) }
}

/** Nights as the first group, and stays as the second, of a shard by month; prepared once. */
function nightsByMonth({ population }: View, months: readonly Period[]): PeopleBins {
  const found = defined(inpatientStays(population.store))
  return population.prepared('nights-by-month', keyOf(months), () =>
    binByPerson({ people: population.store.patients, groups: 2, bins: months.length }, (happened) => {
      for (const [index, row] of found.rows.entries()) {
        const first = found.first[index]!
        const days = found.days[index]!
        if (Number.isNaN(days)) continue
        months.forEach(({ start, end }, month) => {
          const nights = Math.min(end + 1, first + days) - Math.max(start, first)
          if (nights <= 0) return
          happened(defined(found.table.patient)[row]!, month, nights)
          happened(defined(found.table.patient)[row]!, months.length + month)
        })
      }
    })
  )
}

function pointOf({ start, label }: Period, figure: Figure): SeriesPoint {
  return { at: start, label, figure }
}
