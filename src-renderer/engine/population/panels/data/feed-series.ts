import { defined } from '#shared/language/defined.ts'
import { addCounts } from '../../../base/kernels/day-counts.ts'
import { addMonths, dayFromCivil } from '../../../base/fhir/calendar.ts'
import type { Day } from '../../../base/figures/filter.ts'
import { payerRows } from '../../claims/payer-rows.ts'
import type { PopulationView } from '../../selection/population.ts'

/** Feeds with rows in every month. The day of a condition is its onset, and tells nothing of a feed. */
export const feedTables = [
  'encounter',
  'observation',
  'procedure',
  'immunization',
  'medication_request',
  'explanation_of_benefit'
] as const

/** Rows of one feed, or of the claims of one payer, by month. */
export interface FeedSeries {
  readonly table: (typeof feedTables)[number]
  /** Name of the payer as written; '' for all rows of the table. */
  readonly payer: string
  /** Rows by the first day of the month; months without rows are left out. */
  readonly months: ReadonlyMap<Day, number>
}

/** Days outside of these are no days of a feed; the checks of dates name them. */
export const [firstFeedDay, endOfFeeds] = [dayFromCivil(1900, 1, 1), dayFromCivil(2100, 1, 1)]

/** Rows by feed, payer and month of one shard, the key joined by line feeds. */
function countMonths({ store }: PopulationView): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  const { monthOf, starts } = monthsByDay()
  for (const name of feedTables) {
    const table = store.tables.get(name)
    const days = table?.day
    if (table === undefined || days === undefined) continue
    const payers = name === 'explanation_of_benefit' ? payerRows(store) : undefined
    const groups = (payers?.names.length ?? 0) + 1
    const found = new Int32Array(starts.length * groups)
    // Rows behind these are copies of records of other shards.
    for (let row = 0; row < table.rows; row++) {
      const day = days[row]!
      if (day < firstFeedDay || day >= endOfFeeds) continue
      const index = monthOf[day - firstFeedDay]! * groups
      found[index]!++
      const payer = payers?.claims?.[row] ?? -1
      if (payer >= 0) found[index + payer + 1]!++
    }
    found.forEach((count, index) => {
      if (count === 0) return
      const payer = index % groups
      counts.set(
        `${name}\n${payer === 0 ? '' : defined(payers).names[payer - 1]!}\n${starts[(index - payer) / groups]!}`,
        count
      )
    })
  }
  return counts
}

/** The place of the month of each day from {@link firstFeedDay} on, and the first days of the months. */
export function monthsByDay(): { readonly monthOf: Int16Array; readonly starts: readonly Day[] } {
  const monthOf = new Int16Array(endOfFeeds - firstFeedDay)
  const starts: Day[] = []
  for (let day = firstFeedDay; day < endOfFeeds; day = addMonths(day, 1)) starts.push(day)
  for (const [month, day] of starts.entries())
    monthOf.fill(month, day - firstFeedDay, (starts[month + 1] ?? endOfFeeds) - firstFeedDay)
  return { monthOf, starts }
}

/** The feeds of all data by month; counted once for a population. */
export function feedSeries({ population }: { readonly population: PopulationView }): readonly FeedSeries[] {
  return population.fact('feeds by month', {
    partial: countMonths,
    merge: addCounts<string>,
    finish: (counts) =>
      [...Map.groupBy(counts, ([key]) => key.slice(0, key.lastIndexOf('\n')))].map(([source, entries]) => {
        const [table, payer = ''] = source.split('\n')
        return {
          table: table as FeedSeries['table'],
          payer,
          months: new Map(entries.map(([key, count]) => [Number(key.slice(key.lastIndexOf('\n') + 1)), count]))
        }
      })
  })
}
