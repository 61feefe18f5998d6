import { addLists } from './view.ts'

/** Events and the people or time they are counted over, by group and month: `group * months + month`. */
export interface MonthTally {
  readonly events: Float64Array
  readonly of: Float64Array
}

/** A tally of no event. @param places groups times months */
export function emptyMonthTally(places: number): MonthTally {
  return { events: new Float64Array(places), of: new Float64Array(places) }
}

/** Adds the tallies of two shards. */
export function addTallies(left: MonthTally, right: MonthTally): MonthTally {
  return { events: addLists(left.events, right.events), of: addLists(left.of, right.of) }
}
