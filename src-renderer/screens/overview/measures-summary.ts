import type { ScorecardRow } from '#engine/measures/results/scorecard-result.ts'

const LISTED = 3
/** Changes of fewer points are not worth a line. */
const MIN_POINTS = 1
/** Rates of fewer people jump by themselves; CMS leaves them out as well. */
const MIN_PEOPLE = 30

/** Rates with gaps to close: those that gain the most stars per person first, then those with the most gaps. */
export function largestOpportunities(rows: readonly ScorecardRow[]): ScorecardRow[] {
  return rows
    .filter(({ toClose }) => (toClose.value ?? 0) > 0)
    .toSorted(
      (a, b) =>
        (a.opportunity ?? Infinity) - (b.opportunity ?? Infinity) || (b.toClose.value ?? 0) - (a.toClose.value ?? 0)
    )
    .slice(0, LISTED)
}

/** Rates of enough people that moved the most against a year earlier, in either direction. */
export function largestChanges(rows: readonly ScorecardRow[]): ScorecardRow[] {
  return rows
    .filter(
      ({ versusLastYear, eligible }) =>
        Math.abs(versusLastYear ?? 0) >= MIN_POINTS && (eligible.value ?? 0) >= MIN_PEOPLE
    )
    .toSorted((a, b) => Math.abs(b.versusLastYear ?? 0) - Math.abs(a.versusLastYear ?? 0))
    .slice(0, LISTED)
}
