/** A measure that did not run, and why. */
interface FailedMeasure {
  readonly measure: string
  readonly reason: string
}

/** Measures that did not run for the same reason. */
export interface FailedTogether {
  readonly reason: string
  /** At least one, in the order in which they failed. */
  readonly measures: readonly string[]
}

/** Puts measures together that did not run for the same reason: the end of a worker is that of all it evaluated. */
export function failedTogether(failed: readonly FailedMeasure[]): readonly FailedTogether[] {
  const byReason = Map.groupBy(failed, ({ reason }) => reason)
  return Array.from(byReason, ([reason, each]) => ({ reason, measures: each.map(({ measure }) => measure) }))
}
