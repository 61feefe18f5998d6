import { enginePopulationPanelsDataMessages as m } from '#messages/engine/population/panels/data.ts'
import { defined } from '#shared/language/defined.ts'
import { monthName } from '#shared/messages/month-name.ts'
import { addMonths, civilFromDay, monthStart } from '../../../base/fhir/calendar.ts'
import type { Day } from '../../../base/figures/filter.ts'
import { rowsInPopulation } from '../../../store/model/population-rows.ts'
import type { View } from '../base/view.ts'

/** Feeds that ought to have rows in every month. */
const monthlyTables = ['encounter', 'observation', 'condition', 'explanation_of_benefit']

/** By feed, the months in which it has rows; undefined for feeds of which the population has none. */
export type SeenMonths = readonly (ReadonlySet<Day> | undefined)[]

/** The months that ought to have rows, and those that have. */
export interface FeedMonths {
  readonly expected: readonly Day[]
  readonly seen: SeenMonths
}

/** Twelve months, by their first days. */
function expectedMonths(view: View): readonly Day[] {
  const end = view.span.last ?? view.asOf
  // A month that the data do not reach the end of cannot be empty yet.
  const isOver = monthStart(end + 1) !== monthStart(end)
  const last = isOver ? monthStart(end) : addMonths(monthStart(end), -1)
  return Array.from({ length: 12 }, (_, back) => addMonths(last, back - 11))
}

/** Looks in one shard for rows in the months that ought to have some. */
export function feedMonths(view: View): FeedMonths {
  const expected = expectedMonths(view)
  const end = addMonths(defined(expected.at(-1)), 1)
  const seen = monthlyTables.map((name) => {
    const table = view.store.tables.get(name)
    if (table?.day === undefined || rowsInPopulation(view.store, name) === 0) return undefined
    const found = new Set<Day>()
    for (let row = 0; row < table.rows; row++) {
      const day = table.day[row]!
      if (day >= expected[0]! && day < end) found.add(monthStart(day))
    }
    return found
  })
  return { expected, seen }
}

/** The months of both. */
export function addFeedMonths({ expected, seen }: FeedMonths, other: FeedMonths): FeedMonths {
  return { expected, seen: seen.map((found, feed) => found && new Set([...found, ...other.seen[feed]!])) }
}

/** A month in which a feed has no rows. */
export interface EmptyMonth {
  /** Table of the feed. */
  readonly table: string
  readonly feed: string
  readonly month: Day
}

/** Months without rows, and how many ought to have some. */
export function emptyMonths({ expected, seen }: FeedMonths): {
  readonly all: number
  readonly empty: readonly EmptyMonth[]
} {
  let all = 0
  const empty: EmptyMonth[] = []
  seen.forEach((found, feed) => {
    if (found === undefined) return
    const name = monthlyTables[feed]!
    all += expected.length
    for (const month of expected)
      if (!found.has(month)) empty.push({ table: name, feed: feedNames[name] ?? name, month })
  })
  return { all, empty }
}

const feedNames: Readonly<Record<string, string>> = {
  encounter: m.encounters,
  observation: m.observations,
  condition: m.conditions,
  explanation_of_benefit: m.claims
}

/** Empty months that are named; the others are counted. */
const NAMED = 4

/** E.g. "3 of 48 feed-months are empty: conditions in Apr 2021, encounters in Apr 2021, observations in Apr 2021". */
export function emptyMonthsText(empty: readonly EmptyMonth[], all: number): string {
  const named = empty.slice(0, NAMED).map(({ feed, month }) => {
    const { year, month: number } = civilFromDay(month)
    return m.feedInMonth(feed, monthName(number), year)
  })
  return m.ofFeedMonthsAreEmpty(empty.length, all, named.join(', '), empty.length - named.length)
}
