import { NO_DAY } from '../../../base/fhir/missing.ts'
import type { Bitset } from '../../../base/kernels/bitset.ts'
import { ordinalsOf } from '../../../base/kernels/bitset.ts'
import type { Store } from '../../../store/model/store.ts'
import type { Day } from '../../../base/figures/filter.ts'

const DAYS_PER_YEAR = 365.25

/** A stretch of time, both days included. */
interface Stretch {
  readonly start: Day
  readonly end: Day
}

/** Limits on each person's own time at risk. */
interface RiskLimits {
  /** First day at risk per patient. */
  readonly from?: (patient: number) => Day
  /** First day no longer at risk per patient. */
  readonly until?: (patient: number) => Day
}

/**
 * Years that people lived within a stretch: from birth to the day of death, of those whose dates are known.
 * @param people whose time counts
 */
export function personYears(store: Store, people: Bitset, { start, end }: Stretch, limits: RiskLimits = {}): number {
  const table = store.tables.get('patient')
  if (table === undefined) return 0
  const birth = table.column('birth_date', 'date').days
  const death = table.column('deceased_at', 'dateTime').days
  let days = 0
  for (const patient of ordinalsOf(people)) {
    let from = Math.max(start, birth[patient]!)
    let until = end + 1
    if (death[patient] !== NO_DAY) until = Math.min(until, death[patient]!)
    if (limits.from !== undefined) from = Math.max(from, limits.from(patient))
    if (limits.until !== undefined) until = Math.min(until, limits.until(patient))
    if (until > from) days += until - from
  }
  return days / DAYS_PER_YEAR
}
