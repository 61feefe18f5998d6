import { defined } from '#shared/language/defined.ts'
import { statusesWithoutCare } from '../../../base/fhir/care-status.ts'
import { addMonths, monthStart } from '../../../base/fhir/calendar.ts'
import { NO_DAY } from '../../../base/fhir/missing.ts'
import { addCounts, addDayCounts, countDays, type DayCounts } from '../../../base/kernels/day-counts.ts'
import type { Mergeable } from '../../../shards/mergeable.ts'
import type { Store, Table } from '../../../store/model/store.ts'
import type { Day } from '../../../base/figures/filter.ts'

/** Tables whose days tell how far the data reach, by the feed that they belong to. */
const feeds: readonly (readonly string[])[] = [
  ['encounter'],
  ['observation'],
  ['condition'],
  ['procedure'],
  ['explanation_of_benefit', 'claim']
]

/** FHIR statuses of records that say nothing about care on their day. */
const notEvidence: ReadonlySet<string> = new Set([...statusesWithoutCare, 'discontinued', 'stopped'])
/** Statuses of appointments that lie ahead: they are expected after the end of the data. */
const ahead: ReadonlySet<string> = new Set(['planned', 'proposed', 'pending', 'booked'])

/** Days of a year, over which the ordinary volume of a feed is averaged. */
const YEAR = 365
/** Fewest days that an average is taken over: a few days at the start say nothing about what is ordinary. */
const QUARTER = 91
/** A stretch of days with at most this share of the ordinary volume is not regular data. */
const THIN = 0.05
/** A feed with less than this share of the rows does not decide about the end. */
const MAIN = 0.02

/** First and last day with clinical data. */
export interface DataSpan {
  readonly first: Day | undefined
  /** Last day on which the main feeds have their ordinary volume. */
  readonly last: Day | undefined
  /** Dated records after that day which are not appointments: too few to move the date, or of a status that says nothing. */
  readonly laterRecords: number
}

/**
 * Rows of a table by whether they count: 0 for evidence, 1 for no evidence, 2 for what lies ahead. The first screen asks for
 * it, so the status columns of every table in `feeds` must be among `firstColumns`.
 */
function kindsOf(table: Table): Uint8Array {
  const kinds = new Uint8Array(table.rows)
  for (const name of ['status', 'verification_status']) {
    const column = table.columns.get(name)
    if (column?.kind !== 'dictionary') continue
    const byCode = column.values.map((value) => (ahead.has(value) ? 2 : notEvidence.has(value) ? 1 : 0))
    for (let row = 0; row < table.rows; row++) {
      const code = column.codes[row]!
      if (code >= 0 && byCode[code] !== 0) kinds[row] = byCode[code]!
    }
  }
  return kinds
}

/** Rows of one feed per day, with the running sum that windows are read from. */
interface Feed {
  readonly rows: number
  readonly first: Day
  readonly last: Day
  /** Rows on the days from `from` (included) to `to` (not included). */
  between(from: Day, to: Day): number
}

/** What one store tells of the span, per feed. */
export interface FeedDays {
  /** Rows that say something about care on their day, up to the day of the load. */
  readonly evidence: DayCounts | undefined
  /** All other rows but those that lie ahead. */
  readonly others: ReadonlyMap<Day, number>
}

function feedDays(store: Store, names: readonly string[], latest: Day): FeedDays {
  const tables = tablesOf(store, names)
  const others = new Map<Day, number>()
  for (const { table, kinds } of tables) {
    for (let row = 0; row < table.rows; row++) {
      const day = defined(table.day)[row]!
      if (day !== NO_DAY && (kinds[row] === 1 || (kinds[row] === 0 && day > latest)))
        others.set(day, (others.get(day) ?? 0) + 1)
    }
  }
  const evidence = countDays((count) => {
    for (const { table, kinds } of tables) {
      for (let row = 0; row < table.rows; row++) {
        const day = defined(table.day)[row]!
        if (day !== NO_DAY && day <= latest && kinds[row] === 0) count(day)
      }
    }
  })
  return { evidence, others }
}

function feedOf({ first, counts }: DayCounts): Feed {
  const sums = new Uint32Array(counts.length + 1)
  for (let index = 0; index < counts.length; index++) sums[index + 1] = sums[index]! + counts[index]!
  const sumTo = (day: Day): number => sums[Math.min(Math.max(day - first, 0), counts.length)]!
  return {
    rows: defined(sums.at(-1)),
    first,
    last: first + counts.length - 1,
    between: (from, to) => sumTo(to) - sumTo(from)
  }
}

/** Rows of an ordinary day by day of the week, over a year; quiet weekdays count as a fifth of the average. */
function ordinaryWeek(feed: Feed, to: Day): readonly number[] {
  const from = Math.max(feed.first, to - YEAR + 1)
  const days = Math.max(QUARTER, to + 1 - from)
  const average = feed.between(from, to + 1) / days
  const week = [0, 0, 0, 0, 0, 0, 0]
  for (let day = from; day <= to; day++) week[modulo7(day)]! += feed.between(day, day + 1)
  return week.map((rows) => Math.max((rows * 7) / days, average / 5))
}

function modulo7(day: Day): number {
  return ((day % 7) + 7) % 7
}

/** The latest day that only a thin tail of rows follows, against the year up to that day; undefined for none. */
function beforeTail(feed: Feed, end: Day): Day | undefined {
  const earliest = Math.max(feed.first, end - YEAR)
  for (let day = end - 1; day >= earliest; day--) {
    if (feed.between(day, day + 1) === 0) continue
    const week = ordinaryWeek(feed, day)
    let ordinary = 0
    for (let after = day + 1; after <= end; after++) ordinary += week[modulo7(after)]!
    if (feed.between(day + 1, end + 1) <= THIN * ordinary) return day
  }
  return undefined
}

/** Last day of a feed that is not part of a thin tail. */
function regularEnd(feed: Feed): Day {
  let end = feed.last
  for (let before = beforeTail(feed, end); before !== undefined; before = beforeTail(feed, end)) end = before
  return end
}

/** Days after the end of a feed on which its silence means nothing: a weekend, or three times the distance of two rows. */
function slackOf(feed: Feed, end: Day): number {
  const from = Math.max(feed.first, end - YEAR + 1)
  return Math.max(3, (3 * Math.max(QUARTER, end + 1 - from)) / feed.between(from, end + 1))
}

/** The latest day that at least half of the main feeds reach, as far as one can tell of those with few rows. */
function commonEnd(all: readonly Feed[]): Day | undefined {
  const rows = all.reduce((sum, feed) => sum + feed.rows, 0)
  const ends = all
    .filter((feed) => feed.rows >= MAIN * rows)
    .map((feed) => {
      const end = regularEnd(feed)
      return { end, reaches: end + slackOf(feed, end) }
    })
  const isCommon = (day: Day): boolean => ends.filter(({ reaches }) => reaches >= day).length * 2 >= ends.length
  return ends
    .map(({ end }) => end)
    .sort((a, b) => b - a)
    .find(isCommon)
}

/** Day 0 was a Thursday. */
const SATURDAY = 2
const SUNDAY = 3

/** The end of the month where only a weekend is left of it: few see patients then, and the month is over. */
function throughWeekend(end: Day, latest: Day): Day {
  const monthEnd = addMonths(monthStart(end), 1) - 1
  for (let day = end + 1; day <= monthEnd; day++) {
    if (day > latest || (modulo7(day) !== SATURDAY && modulo7(day) !== SUNDAY)) return end
  }
  return monthEnd
}

/**
 * Finds how far the data of a population reach. Records that did not take place, are not final, or were entered in error do
 * not count, nor do days after the load. Of the rest, a tail with a small share of the usual rows per day is ignored, so
 * that single records with a late or mistyped date do not move the end.
 */
export const dataSpan: Mergeable<{ readonly store: Store }, readonly FeedDays[], DataSpan> = {
  partial: ({ store }) => {
    const latest = Math.floor(store.snapshot.loadedAt / 86_400_000)
    return feeds.map((names) => feedDays(store, names, latest))
  },
  merge: (left, right) =>
    left.map(({ evidence, others }, feed) => ({
      evidence: addDayCounts(evidence, right[feed]!.evidence),
      others: addCounts(others, right[feed]!.others)
    })),
  finish: (days, [shard]) => {
    const latest = Math.floor(defined(shard).store.snapshot.loadedAt / 86_400_000)
    const found = days.flatMap(({ evidence }) => (evidence === undefined ? [] : [feedOf(evidence)]))
    const end = commonEnd(found)
    const last = end === undefined ? undefined : throughWeekend(end, latest)
    return {
      first: found.length === 0 ? undefined : Math.min(...found.map((feed) => feed.first)),
      last,
      laterRecords: last === undefined ? 0 : recordsAfter(days, found, last)
    }
  }
}

function tablesOf(store: Store, names: readonly string[]): { readonly table: Table; readonly kinds: Uint8Array }[] {
  return names.flatMap((name) => {
    const table = store.tables.get(name)
    return table?.hasDays !== true ? [] : [{ table, kinds: kindsOf(table) }]
  })
}

function recordsAfter(days: readonly FeedDays[], found: readonly Feed[], last: Day): number {
  let count = 0
  for (const feed of found) count += feed.between(last + 1, feed.last + 1)
  for (const { others } of days) for (const [day, rows] of others) if (day > last) count += rows
  return count
}
