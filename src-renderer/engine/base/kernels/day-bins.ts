import { NO_DAY } from '../fhir/missing.ts'
import type { Bitset } from './bitset.ts'

/** Consecutive stretches of days, such as months: bin i holds the days `[starts[i], ends[i]]`. */
export interface DayBins {
  readonly count: number
  readonly starts: Int32Array
  readonly ends: Int32Array
  /** Bin of each day from `starts[0]` on. */
  readonly binOf: Int16Array
}

/** @param periods in ascending order without holes */
export function dayBins(periods: readonly { readonly start: number; readonly end: number }[]): DayBins {
  const starts = Int32Array.from(periods, (period) => period.start)
  const ends = Int32Array.from(periods, (period) => period.end)
  const binOf = new Int16Array(periods.length === 0 ? 0 : ends[periods.length - 1]! - starts[0]! + 1)
  for (let i = 0; i < periods.length; i++) binOf.fill(i, starts[i]! - starts[0]!, ends[i]! - starts[0]! + 1)
  return { count: periods.length, starts, ends, binOf }
}

/** What {@link countByBin} counts. */
export interface RowsToCount {
  readonly days: Int32Array
  /** Group of each row, -1 for rows not to count; without it all rows are of group 0. */
  readonly groups?: Int32Array
  readonly groupCount: number
  /** Patient ordinal per row, -1 when unknown. */
  readonly patient: Int32Array
  /** Only rows of these people count, per bin. */
  readonly people?: readonly Bitset[]
}

/** @returns rows by group and bin: `counts[group * bins.count + bin]` */
export function countByBin(rows: RowsToCount, bins: DayBins): Int32Array {
  const { days, groups, patient, people } = rows
  const counts = new Int32Array(rows.groupCount * bins.count)
  if (bins.count === 0) return counts
  const first = bins.starts[0]!
  const { binOf } = bins
  for (let row = 0; row < days.length; row++) {
    const day = days[row]!
    if (day < first || day === NO_DAY || day - first >= binOf.length) continue
    const group = groups === undefined ? 0 : groups[row]!
    if (group < 0) continue
    const bin = binOf[day - first]!
    if (people !== undefined) {
      const ordinal = patient[row]!
      if (ordinal < 0 || ((people[bin]![ordinal >>> 5]! >>> (ordinal & 31)) & 1) === 0) continue
    }
    counts[group * bins.count + bin]!++
  }
  return counts
}
