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
