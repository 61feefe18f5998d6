import { NO_DAY } from '../../base/fhir/missing.ts'
import { addCounts } from '../../base/kernels/day-counts.ts'
import type { Store } from '../../store/model/store.ts'

/** Claims are copied or exported together within so many days. */
const WEEK = 7
/** Share of the claims that were made out in one week where that is when they were exported. */
const SHARE = 0.9
/** Fewest days from the first service to the last where claims that were all made out in one week were exported. */
const LONGEST = 180

/** On which days claims were made out, and of which days of service they are. */
interface CreatedDays {
  readonly created: ReadonlyMap<number, number>
  readonly first: number
  readonly last: number
}

/**
 * Whether `created` tells when each explanation of benefit of a population was made out. Servers that build resources when they are asked
 * for them, such as that of CMS, write the day of the export, which says nothing about when a claim became known.
 */
export function createdTells(store: Store): boolean {
  const { created, first, last } = store.inPopulation('created days', readCreated, (left, right) => ({
    created: addCounts(left.created, right.created),
    first: Math.min(left.first, right.first),
    last: Math.max(left.last, right.last)
  }))
  if (last - first < LONGEST) return true
  const days = [...created.keys()].sort((left, right) => left - right)
  const all = [...created.values()].reduce((sum, count) => sum + count, 0)
  const inWeek = (start: number): number =>
    days.reduce((sum, day) => (day >= start && day < start + WEEK ? sum + (created.get(day) ?? 0) : sum), 0)
  const busiest = days.toSorted((left, right) => (created.get(right) ?? 0) - (created.get(left) ?? 0))[0] ?? 0
  return days.filter((day) => day > busiest - WEEK && day <= busiest).every((start) => inWeek(start) < SHARE * all)
}

function readCreated({ tables }: Store): CreatedDays {
  const created = new Map<number, number>()
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  const table = tables.get('explanation_of_benefit')
  if (table?.day === undefined) return { created, first, last }
  const days = table.column('created', 'dateTime').days
  for (let row = 0; row < table.rows; row++) {
    const made = days[row]!
    if (made !== NO_DAY) created.set(made, (created.get(made) ?? 0) + 1)
    const day = table.day[row]!
    if (day === NO_DAY) continue
    first = Math.min(first, day)
    last = Math.max(last, day)
  }
  return { created, first, last }
}
