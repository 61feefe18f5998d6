import type { Day } from '../../../base/figures/filter.ts'
import { knownDays, type PaidClaims } from '../../claims/paid-claims.ts'
import { NO_DAY } from '../../../base/fhir/missing.ts'
import type { Period } from '../base/periods.ts'

/** A month is complete when this share of what will be paid for it is in. */
export const COMPLETE_SHARE = 0.95
/** Claims of the last half year may still lack late ones, so delays are learnt from two years before it. */
const SETTLED_DAYS = 180
const LEARNT_DAYS = 730
/** After a year everything counts as in. */
const MAX_DELAY = 365
const MIN_CLAIMS = 100

/** How claims came in after the service. */
export interface Delays {
  /** Last day on which a claim became known; undefined where no claim says when. */
  readonly through: Day | undefined
  /** Share of payments that were known so many days after the service; undefined where the data do not tell. */
  readonly shares: Float64Array | undefined
}

/** @param wanted 1 for claims to learn from; without it all */
export function claimDelays(claims: PaidClaims, latest: Day, wanted?: Uint8Array): Delays {
  const known = knownDays(claims)
  const { days, counts, paid } = claims
  let through = NO_DAY
  for (let row = 0; row < days.length; row++)
    if (counts[row] === 1 && known[row]! <= latest && known[row]! > through) through = known[row]!
  if (through === NO_DAY) return { through: undefined, shares: undefined }
  const sums = new Float64Array(MAX_DELAY + 1)
  let learnt = 0
  let late = 0
  for (let row = 0; row < days.length; row++) {
    const age = through - days[row]!
    if (counts[row] === 0 || wanted?.[row] === 0 || known[row] === NO_DAY || days[row] === NO_DAY) continue
    if (age < SETTLED_DAYS || age > SETTLED_DAYS + LEARNT_DAYS) continue
    const delay = Math.max(0, known[row]! - days[row]!)
    learnt++
    if (delay > 0) late++
    sums[Math.min(delay, MAX_DELAY)]! += paid[row]!
  }
  const total = sums.reduce((sum, each) => sum + each, 0)
  if (learnt < MIN_CLAIMS || late === 0 || total <= 0) return { through, shares: undefined }
  let sum = 0
  return { through, shares: sums.map((each) => (sum += each) / total) }
}

/** The share of what will be paid for a month of service that is in; undefined where the data do not tell. */
export function completeness({ through, shares }: Delays, { start, end }: Period): number | undefined {
  if (through === undefined || shares === undefined) return undefined
  let sum = 0
  for (let day = start; day <= end; day++) sum += shares[Math.min(through - day, MAX_DELAY)] ?? 0
  return sum / (end - start + 1)
}
