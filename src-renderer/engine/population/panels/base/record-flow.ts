import { enginePopulationPanelsBaseMessages as m } from '#messages/engine/population/panels/base.ts'
import { defined } from '#shared/language/defined.ts'
import { addMonths, dayFromCivil } from '../../../base/fhir/calendar.ts'
import { NO_DAY } from '../../../base/fhir/missing.ts'
import { addCounts } from '../../../base/kernels/day-counts.ts'
import type { Day } from '../../../base/figures/filter.ts'
import { createdTells } from '../../claims/created-days.ts'
import { monthNumber } from '../../claims/month-number.ts'
import { recordedDays } from '../../registries/recorded-days.ts'
import { rowsInPopulation } from '../../../store/model/population-rows.ts'
import type { PopulationView } from '../../selection/population.ts'
import type { Store } from '../../../store/model/store.ts'
import type { View } from './view.ts'

/** How records of one kind come in over time. */
export interface RecordFlow {
  /** First day of the month from which records come in regularly; undefined where they are too few to tell. */
  readonly begins: Day | undefined
  /** Last day whose records can be taken as complete. */
  readonly completeTo: Day
  /** Why later days are not, in words for a sentence; undefined where the last day of the data is complete. */
  readonly lag: string | undefined
}

/** Days on which records of one kind were made, and when they were last worked on; `NO_DAY` where not known. */
interface DatedRecords {
  readonly days: Int32Array
  readonly latest: Int32Array
}

/** Tables that record flows are known for. */
export type FlowKind = 'condition' | 'observation' | 'explanation_of_benefit'

const LABELS: Readonly<Record<FlowKind, string>> = {
  condition: m.diagnoses,
  observation: m.results,
  explanation_of_benefit: m.claims
}
/** Share of the records that must have come in. */
const SHARE = 0.9
/** Fewest records with two dates that say how late records come. */
const ENOUGH = 30
/** Records of two years, without the last half year, whose late ones are still to come. */
const LOOK_BACK = 730
const SETTLED = 180
/** Months that say what is ordinary, and those before the end that may be incomplete. */
const ORDINARY_MONTHS = 12
const RECENT_MONTHS = 3
/** A month with less than this share of the ordinary records, and fewer than chance explains, is incomplete. */
const LOW = 0.7
/** Three months in a row with less than this share of the ordinary records lie before the records begin. */
const SPARSE = 0.25

/** What records of one kind are like over time, of one shard or of all. */
interface FlowCounts {
  /** Records by the month of their day, up to the last day of the data; undefined where there is no record of the kind. */
  readonly months: ReadonlyMap<Day, number> | undefined
  /** Records by the days from their first date to their last one. */
  readonly lags: ReadonlyMap<number, number>
}

/** When records of a kind begin to come in, and up to when they are complete. Worked out once per population. */
export function recordFlow({ population, span: { last } }: View, kind: FlowKind): RecordFlow | undefined {
  const { months, lags } = flowCounts(population, kind, last)
  return months === undefined || last === undefined ? undefined : flowOf(kind, months, lags, last)
}

/** Up to when records are complete by the days on which they were made alone; undefined where too few have two dates. */
export function recordLag(
  { population, span: { last } }: View,
  kind: FlowKind
): Pick<RecordFlow, 'completeTo' | 'lag'> | undefined {
  const { months, lags } = flowCounts(population, kind, last)
  if (months === undefined || last === undefined) return undefined
  const days = lagByDates(lags)
  return days === 0 ? undefined : { completeTo: last - days, lag: lagText(kind, days) }
}

function flowCounts(population: PopulationView, kind: FlowKind, last: Day | undefined): FlowCounts {
  return population.fact(`record flow of ${kind}`, {
    partial: ({ store }): FlowCounts => {
      const records = last === undefined ? undefined : datedRecords(store, kind)
      if (records === undefined) return { months: undefined, lags: new Map() }
      return { months: countMonths(records.days, defined(last)), lags: countLags(records, defined(last)) }
    },
    merge: (left, right) => ({
      months: left.months && right.months ? addCounts(left.months, right.months) : (left.months ?? right.months),
      lags: addCounts(left.lags, right.lags)
    }),
    finish: (counts) => counts
  })
}

function lagText(kind: FlowKind, days: number): string {
  return m.ofTheAreRecordedWithinDays(SHARE * 100, LABELS[kind], days)
}

function datedRecords(store: Store, kind: FlowKind): DatedRecords | undefined {
  const table = store.tables.get(kind)
  if (table?.day === undefined || rowsInPopulation(store, kind) === 0) return undefined
  if (kind === 'condition') {
    const { days, latest, byOnset } = defined(recordedDays(store))
    return { days: days.map((day, row) => (byOnset[row] === 1 ? NO_DAY : day)), latest }
  }
  const second =
    kind === 'observation'
      ? table.columns.get('issued')
      : createdTells(store)
        ? table.columns.get('created')
        : undefined
  return {
    // Rows behind these are copies of records of other shards.
    days: table.day.subarray(0, table.rows),
    latest: second?.kind === 'dateTime' ? second.days : new Int32Array(table.rows).fill(NO_DAY)
  }
}

function flowOf(
  kind: FlowKind,
  counts: ReadonlyMap<Day, number>,
  lags: ReadonlyMap<number, number>,
  last: Day
): RecordFlow {
  const months = monthlyCounts(counts, last)
  const begins = firstRegularMonth(months)
  const byDates = lagByDates(lags)
  const byVolume = lastOrdinaryDay(months)
  if (byDates > 0 && (byVolume === undefined || last - byDates <= byVolume))
    return { begins, completeTo: last - byDates, lag: lagText(kind, byDates) }
  if (byVolume !== undefined) return { begins, completeTo: byVolume, lag: m.ofTheLastMonthsAreFewer(LABELS[kind]) }
  return { begins, completeTo: last, lag: undefined }
}

/** Days after a record's first date up to its last one, of the records of the last years that are settled. */
function countLags({ days, latest }: DatedRecords, last: Day): ReadonlyMap<number, number> {
  const lags = new Map<number, number>()
  for (let row = 0; row < days.length; row++) {
    const day = days[row]!
    if (day === NO_DAY || latest[row] === NO_DAY || day <= last - LOOK_BACK || day > last - SETTLED) continue
    const lag = Math.max(0, latest[row]! - day)
    lags.set(lag, (lags.get(lag) ?? 0) + 1)
  }
  return lags
}

/** Days within which most records have their last date. */
function lagByDates(lags: ReadonlyMap<number, number>): number {
  const all = [...lags.values()].reduce((sum, count) => sum + count, 0)
  if (all < ENOUGH) return 0
  let left = Math.ceil(SHARE * all)
  for (const [lag, count] of [...lags].sort(([a], [b]) => a - b)) {
    left -= count
    if (left <= 0) return lag
  }
  return 0
}

interface MonthCount {
  readonly start: Day
  readonly count: number
}

function countMonths(days: Int32Array, last: Day): ReadonlyMap<Day, number> {
  const counts = new Map<number, number>()
  for (let row = 0; row < days.length; row++) {
    const day = days[row]!
    if (day === NO_DAY || day > last) continue
    const month = monthNumber(day)
    counts.set(month, (counts.get(month) ?? 0) + 1)
  }
  return new Map(
    Array.from(counts, ([month, count]) => [dayFromCivil(Math.floor(month / 12), (month % 12) + 1, 1), count])
  )
}

/** Records per complete month, oldest first. */
function monthlyCounts(counts: ReadonlyMap<Day, number>, last: Day): readonly MonthCount[] {
  const first = Math.min(...counts.keys())
  const months: MonthCount[] = []
  if (!Number.isFinite(first)) return months
  for (let start = first; addMonths(start, 1) - 1 <= last; start = addMonths(start, 1))
    months.push({ start, count: counts.get(start) ?? 0 })
  return months.length === 0 ? [{ start: first, count: defined(counts.get(first)) }] : months
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0
}

/** Records of an ordinary month, before those that may be incomplete. */
function ordinaryCount(months: readonly MonthCount[]): number {
  const end = Math.max(1, months.length - RECENT_MONTHS)
  return median(months.slice(Math.max(0, end - ORDINARY_MONTHS), end).map(({ count }) => count))
}

/** The first month from which on records never run dry; undefined where they are too few to tell. */
function firstRegularMonth(months: readonly MonthCount[]): Day | undefined {
  const floor = ordinaryCount(months) * RECENT_MONTHS * SPARSE
  if (floor < 1) return undefined
  let begins = months.length - 1
  const sum = (end: number): number =>
    months.slice(Math.max(0, end - RECENT_MONTHS + 1), end + 1).reduce((total, { count }) => total + count, 0)
  while (begins > 0 && sum(begins - 1) >= floor) begins--
  return months[begins]?.start
}

/** The last day before months at the end that have fewer records than chance explains; undefined where there are none. */
function lastOrdinaryDay(months: readonly MonthCount[]): Day | undefined {
  const ordinary = ordinaryCount(months)
  const limit = Math.min(LOW * ordinary, ordinary - 3 * Math.sqrt(ordinary))
  let first = months.length
  while (first > 1 && months[first - 1]!.count < limit) first--
  return first === months.length ? undefined : months[first]!.start - 1
}
