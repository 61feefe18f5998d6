import { NEVER } from '../../registries/condition-state.ts'
import { NO_DAY } from '../../../base/fhir/missing.ts'
import type { Bitset } from '../../../base/kernels/bitset.ts'
import { ordinalsOf } from '../../../base/kernels/bitset.ts'
import type { Codes } from '../../../base/kernels/codes.ts'
import type { Store } from '../../../store/model/store.ts'
import type { Day } from '../../../base/figures/filter.ts'
import { deathDays } from '../../life/death-days.ts'
import { sumNumbers, type View } from './view.ts'

/** Days of an average year. */
export const DAYS_PER_YEAR = 365.25

/** A stretch of time, both days included. */
export interface Stretch {
  readonly start: Day
  readonly end: Day
}

/** From when and until when each person's time counts: the first day, and the first day no longer. */
export interface PersonWindow {
  readonly from: Int32Array
  readonly until: Int32Array
}

const lives = new WeakMap<Store, PersonWindow>()

/**
 * From birth to the day of death. Those who died on a day that is not written have no time: nothing tells until when they
 * lived. The same object for the same store.
 */
export function lifeWindow(store: Store): PersonWindow {
  const found = lives.get(store) ?? readLives(store)
  lives.set(store, found)
  return found
}

function readLives(store: Store): PersonWindow {
  const table = store.tables.get('patient')
  const until = new Int32Array(store.patients).fill(table === undefined ? NO_DAY : NEVER)
  if (table === undefined) return { from: new Int32Array(store.patients), until }
  const death = deathDays(store)
  const dead = table.column('deceased', 'boolean').values
  for (let person = 0; person < until.length; person++)
    if (death[person] !== NO_DAY || dead[person] === 1) until[person] = death[person]!
  // Who has no day of birth was born before all days.
  return { from: Int32Array.from(table.column('birth_date', 'date').days.subarray(0, store.patients)), until }
}

/** Days of a window within a stretch. */
export function personDays({ from, until }: PersonWindow, person: number, start: Day, end: Day): number {
  const first = from[person]! > start ? from[person]! : start
  const last = until[person]! > end ? end + 1 : until[person]!
  return last > first ? last - first : 0
}

/**
 * Years that people lived within a stretch.
 * @param peopleOf whose time counts, of each shard
 */
export function personYears<V extends View>(view: V, peopleOf: (shard: V) => Bitset, stretch: Stretch): number {
  const days = sumNumbers(view, (shard) => openDays(lifeWindow(shard.store), peopleOf(shard), stretch))
  return days / DAYS_PER_YEAR
}

/** Days within a stretch on which the windows of some people are open. */
export function openDays(window: PersonWindow, people: Bitset, { start, end }: Stretch): number {
  let days = 0
  for (const person of ordinalsOf(people)) days += personDays(window, person, start, end)
  return days
}

/**
 * Days by group, those of people without one last.
 * @param codes group of each person, -1 for none
 */
export function daysByGroup(
  people: Bitset,
  { start, end }: Stretch,
  window: PersonWindow,
  codes: Codes,
  groups: number
): Float64Array {
  const days = new Float64Array(groups + 1)
  // By words: this runs once for every month of a trend.
  for (let word = 0; word < people.length; word++) {
    for (let bits = people[word]!; bits !== 0; bits &= bits - 1) {
      const person = (word << 5) + (31 - Math.clz32(bits & -bits))
      const code = codes[person]!
      days[code < 0 ? groups : code]! += personDays(window, person, start, end)
    }
  }
  return days
}

/** Days that each person lived, or whose window is open, within a stretch; 0 for those who are not among `people`. */
export function personDaysEach(
  people: Bitset,
  { from, to }: { readonly from: Day; readonly to: Day },
  window: PersonWindow
): Float64Array {
  const each = new Float64Array(window.from.length)
  for (const person of ordinalsOf(people)) each[person] = personDays(window, person, from, to)
  return each
}
