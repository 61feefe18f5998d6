import { NO_DAY } from '../../../base/fhir/missing.ts'
import type { Bitset } from '../../../base/kernels/bitset.ts'
import { ordinalsOf } from '../../../base/kernels/bitset.ts'
import type { Codes } from '../../../base/kernels/codes.ts'
import type { Store } from '../../../store/model/store.ts'
import type { Day } from '../../../base/figures/filter.ts'
import { sumCounts, sumNumbers, type View } from './view.ts'

/** Days of an average year. */
export const DAYS_PER_YEAR = 365.25

/** A stretch of time, both days included. */
export interface Stretch {
  readonly start: Day
  readonly end: Day
}

/** Limits on each person's own time at risk. */
export interface RiskLimits {
  /** First day at risk per patient. */
  readonly from?: (patient: number) => Day
  /** First day no longer at risk per patient. */
  readonly until?: (patient: number) => Day
}

/**
 * Years that people lived within a stretch: from birth to the day of death. Those who died on a day that is not written
 * have none: nothing tells until when they lived.
 * @param peopleOf whose time counts, of each shard
 */
export function personYears<V extends View>(
  view: V,
  peopleOf: (shard: V) => Bitset,
  stretch: Stretch,
  limitsOf: (shard: V) => RiskLimits = () => ({})
): number {
  const days = sumNumbers(view, (shard) => {
    let sum = 0
    eachTime(shard.store, peopleOf(shard), stretch, limitsOf(shard), (_, own) => (sum += own))
    return sum
  })
  return days / DAYS_PER_YEAR
}

/**
 * The same by group.
 * @param codesOf group of each person, -1 for none
 */
export function personYearsBy<V extends View>(
  view: V,
  peopleOf: (shard: V) => Bitset,
  stretch: Stretch,
  limitsOf: (shard: V) => RiskLimits,
  codesOf: (shard: V) => Codes,
  groups: number
): Float64Array {
  return sumCounts(view, (shard) => {
    const days = new Float64Array(groups)
    const codes = codesOf(shard)
    eachTime(shard.store, peopleOf(shard), stretch, limitsOf(shard), (patient, own) => {
      if (codes[patient]! >= 0) days[codes[patient]!]! += own
    })
    return days
  }).map((days) => days / DAYS_PER_YEAR)
}

/** Days that each person lived, or was at risk, within a stretch. */
export function personDaysEach(
  store: Store,
  people: Bitset,
  { from, to }: { readonly from: Day; readonly to: Day },
  limits: RiskLimits = {}
): Float64Array {
  const each = new Float64Array(store.patients)
  eachTime(store, people, { start: from, end: to }, limits, (patient, days) => (each[patient] = days))
  return each
}

function eachTime(
  store: Store,
  people: Bitset,
  { start, end }: Stretch,
  limits: RiskLimits,
  visit: (patient: number, days: number) => void
): void {
  const table = store.tables.get('patient')
  if (table === undefined) return
  const birth = table.column('birth_date', 'date').days
  const death = table.column('deceased_at', 'dateTime').days
  const dead = table.column('deceased', 'boolean').values
  for (const patient of ordinalsOf(people)) {
    if (dead[patient] === 1 && death[patient] === NO_DAY) continue
    let from = Math.max(start, birth[patient]!)
    let until = end + 1
    if (death[patient] !== NO_DAY) until = Math.min(until, death[patient]!)
    if (limits.from !== undefined) from = Math.max(from, limits.from(patient))
    if (limits.until !== undefined) until = Math.min(until, limits.until(patient))
    if (until > from) visit(patient, until - from)
  }
}
