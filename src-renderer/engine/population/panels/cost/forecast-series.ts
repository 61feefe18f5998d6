import { commonMessages as common } from '#messages/common.ts'
import { enginePopulationPanelsCostMessages as m } from '#messages/engine/population/panels/cost.ts'
import { hasBit } from '../../../base/kernels/bitset.ts'
import { countByBin, dayBins } from '../../../base/kernels/day-bins.ts'
import type { ColumnTest } from '../../../base/figures/filter.ts'
import { anyStay } from '../../rows/derived-columns.ts'
import { hospitalStays, inpatientStays } from '../../selection/inpatient-stays.ts'
import { encounterClasses, visitsOnly } from '../base/encounter-classes.ts'
import { countFigure } from '../base/figures.ts'
import { monthsUpTo, type Period } from '../base/periods.ts'
import { eventRows } from '../base/use-rates.ts'
import { useEvents } from '../base/use-events.ts'
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
      ({ at, incomplete, figure }) => incomplete !== true && figure.value !== undefined && isWhole(view, at)
    )
    return { points, byDay: false }
  }
  const months = monthsUpTo(view.asOf, shownMonths, view.span.first).filter(
    ({ start, incomplete }) => !incomplete && isWhole(view, start)
  )
  const points = readers[subject](view, months, provenance)
  return points && { points, byDay: true }
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
  const counts = sumCounts(view, (shard) => {
    const { rows, days, patient } = useEvents(shard.population, kind)!
    const people = peopleOf(shard, months)
    return countByBin(
      {
        days: rows.map((row) => days[row]!),
        patient: rows.map((row) => patient[row]!),
        groupCount: 1,
        ...(people === undefined ? {} : { people })
      },
      dayBins(months)
    )
  })
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
  const found = view.population.once('encounter-classes', () => encounterClasses(view.store))
  if (found === undefined) return { counts: new Int32Array(months.length), values: [] }
  const { table, classes, codes } = found
  const isVisit = classes.map(({ hospital }) => !hospital)
  const people = peopleOf(view, months)
  const counts = countByBin(
    {
      days: table.day!,
      patient: table.patient!,
      groups: codes.map((code) => (code >= 0 && isVisit[code] === true ? 0 : -1)),
      groupCount: 1,
      ...(people === undefined ? {} : { people })
    },
    dayBins(months)
  )
  return { counts, values: classes.flatMap(({ value }, index) => (isVisit[index] === true ? [value] : [])) }
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
      { column: 'period_end', from: month.start }
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
  const found = inpatientStays(view.store)!
  const people = peopleOf(view, months)
  const nights = new Int32Array(months.length)
  const stays = new Int32Array(months.length)
  const first = months[0]!.start
  const { binOf } = dayBins(months)
  for (const [index, row] of found.rows.entries()) {
    const days = found.days[index]!
    if (Number.isNaN(days)) continue
    const person = found.table.patient![row]!
    let last = -1
    for (let day = found.first[index]!; day < found.first[index]! + days; day++) {
      const bin = day < first ? undefined : binOf[day - first]
      if (bin === undefined || (people !== undefined && (person < 0 || !hasBit(people[bin]!, person)))) continue
      nights[bin]!++
      if (bin !== last) stays[bin]!++
      last = bin
    }
  }
  return { nights, stays }
}

function pointOf({ start, label }: Period, figure: Figure): SeriesPoint {
  return { at: start, label, figure }
}
