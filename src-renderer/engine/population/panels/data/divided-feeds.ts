import { enginePopulationPanelsDataMessages as m } from '#messages/engine/population/panels/data.ts'
import type { Day } from '../../../base/figures/filter.ts'
import { addCounts } from '../../../base/kernels/day-counts.ts'
import type { Table } from '../../../store/model/store.ts'
import { payerRows } from '../../claims/payer-rows.ts'
import { notRecorded } from '../../selection/dimension.ts'
import type { PopulationView } from '../../selection/population.ts'
import type { View } from '../base/view.ts'
import { endOfFeeds, firstFeedDay, monthsByDay, type FeedSeries } from './feed-series.ts'

/** A kind of record with rows in every month. */
export interface Feed {
  readonly id: string
  readonly label: string
  readonly table: FeedSeries['table']
  /** Value of the column `category` that its rows have; all rows where empty. */
  readonly category: string
  /** The groups for which it is checked separately as well: each payer, or each practice. */
  readonly parts?: 'payer' | 'practice'
}

/** The feeds that are checked for gaps. */
const feeds: readonly Feed[] = [
  { id: 'encounter', label: m.encountersCapitalized, table: 'encounter', category: '', parts: 'practice' },
  { id: 'observation', label: m.observationsCapitalized, table: 'observation', category: '' },
  {
    id: 'laboratory',
    label: m.laboratoryResults,
    table: 'observation',
    category: 'laboratory',
    parts: 'practice'
  },
  // Procedures come in courses of few people, so that those of one practice stop by chance; immunizations come in seasons.
  { id: 'procedure', label: m.procedures, table: 'procedure', category: '' },
  { id: 'immunization', label: m.immunizations, table: 'immunization', category: '' },
  { id: 'medication_request', label: m.prescriptions, table: 'medication_request', category: '', parts: 'practice' },
  { id: 'claim', label: m.claimsCapitalized, table: 'explanation_of_benefit', category: '', parts: 'payer' }
]

/** What a month has of a feed. */
export interface FeedMonth {
  readonly rows: number
  /** Days of people with rows: results of one day come and stay away together. */
  readonly days: number
}

/** The months of a feed, or of what one payer or the people of one practice have of it. */
export interface FeedPart {
  readonly feed: Feed
  /** The payer as written, or the value of the practice; '' for all rows of the feed. */
  readonly part: string
  /** By the first day of the month; months without rows are left out. */
  readonly months: ReadonlyMap<Day, FeedMonth>
}

/** Names of the parts of a feed in a shard, and the part of each row: 0 for none. */
interface Divided {
  readonly names: readonly string[]
  readonly partOf: (row: number) => number
}

function divide(shard: PopulationView, { parts }: Feed, table: Table, asOf: Day): Divided {
  if (parts === undefined) return { names: [], partOf: () => 0 }
  if (parts === 'payer') {
    const { claims, names } = payerRows(shard.store)
    return { names, partOf: (row) => (claims?.[row] ?? -1) + 1 }
  }
  const { values } = shard.dimension('practice')
  const codes = shard.codes('practice', asOf)
  const unknown = values.findIndex(({ value }) => value === notRecorded.value)
  return {
    names: values.map(({ value }) => value),
    partOf: (row) => {
      const patient = table.patient?.[row] ?? -1
      const code = patient < 0 ? -1 : codes[patient]!
      return code === unknown ? 0 : code + 1
    }
  }
}

function isKept(table: Table, category: string): (row: number) => boolean {
  if (category === '') return () => true
  const column = table.columns.get('category')
  if (column?.kind !== 'dictionary') return () => false
  const isCategory = column.values.map((value) => value === category)
  return (row) => column.codes[row]! >= 0 && isCategory[column.codes[row]!]!
}

/** Visits the rows of a feed, or of a part of one, in a shard. */
export function rowsOfPart(
  shard: PopulationView,
  { feed, part }: Pick<FeedPart, 'feed' | 'part'>,
  asOf: Day,
  visit: (table: Pick<Table, 'resource' | 'resourceType'> & { readonly days: Int32Array }, row: number) => void
): void {
  const table = shard.store.tables.get(feed.table)
  const days = table?.day
  if (table === undefined || days === undefined) return
  const { names, partOf } = divide(shard, feed, table, asOf)
  const asked = part === '' ? undefined : names.indexOf(part) + 1
  const keeps = isKept(table, feed.category)
  const { resource, resourceType, rows } = table
  for (let row = 0; row < rows; row++)
    if (keeps(row) && (asked === undefined || (asked > 0 && partOf(row) === asked)))
      visit({ resource, resourceType, days }, row)
}

/** Rows and days of people with rows, by feed, part and month of one shard; the key is joined by line feeds. */
function countParts(shard: PopulationView, asOf: Day): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  const { monthOf, starts } = monthsByDay()
  for (const feed of feeds) {
    const table = shard.store.tables.get(feed.table)
    const days = table?.day
    if (table === undefined || days === undefined) continue
    const { names, partOf } = divide(shard, feed, table, asOf)
    const keeps = isKept(table, feed.category)
    const groups = names.length + 1
    const [rowsOf, daysOf] = [new Int32Array(starts.length * groups), new Int32Array(starts.length * groups)]
    // Rows are in the order of people and days.
    const [lastPatient, lastDay] = [new Int32Array(groups).fill(-2), new Int32Array(groups)]
    const add = (group: number, month: number, patient: number, day: Day): void => {
      rowsOf[month * groups + group]!++
      if (lastPatient[group] === patient && lastDay[group] === day) return
      lastPatient[group] = patient
      lastDay[group] = day
      daysOf[month * groups + group]!++
    }
    // Rows behind these are copies of records of other shards.
    for (let row = 0; row < table.rows; row++) {
      const day = days[row]!
      if (day < firstFeedDay || day >= endOfFeeds || !keeps(row)) continue
      const month = monthOf[day - firstFeedDay]!
      const patient = table.patient?.[row] ?? -1
      const part = partOf(row)
      add(0, month, patient, day)
      if (part > 0) add(part, month, patient, day)
    }
    rowsOf.forEach((rows, index) => {
      if (rows === 0) return
      const group = index % groups
      const key = `${feed.id}\n${group === 0 ? '' : names[group - 1]!}\n${starts[(index - group) / groups]!}`
      counts.set(`${key}\nrows`, rows)
      counts.set(`${key}\ndays`, daysOf[index]!)
    })
  }
  return counts
}

/** The feeds of all data and their parts by month, each feed before its parts; counted once for a population and date. */
export function dividedFeeds({ population, asOf }: Pick<View, 'population' | 'asOf'>): readonly FeedPart[] {
  return population.fact(`feeds by month and practice@${asOf}`, {
    partial: (shard: PopulationView) => countParts(shard, asOf),
    merge: addCounts<string>,
    finish: (counts) => {
      const byPart = Map.groupBy(counts, ([key]) => key.split('\n', 2).join('\n'))
      return [...byPart]
        .flatMap(([source, entries]): FeedPart[] => {
          const [id, part = ''] = source.split('\n')
          const feed = feeds.find((each) => each.id === id)
          return feed === undefined ? [] : [{ feed, part, months: monthsOf(entries) }]
        })
        .sort((left, right) => Number(left.part !== '') - Number(right.part !== ''))
    }
  })
}

function monthsOf(entries: readonly (readonly [key: string, count: number])[]): ReadonlyMap<Day, FeedMonth> {
  const months = new Map<Day, FeedMonth>()
  for (const [key, count] of entries) {
    const [, , text, counted] = key.split('\n') as [string, string, string, keyof FeedMonth]
    const month = Number(text)
    months.set(month, { rows: 0, days: 0, ...months.get(month), [counted]: count })
  }
  return months
}
