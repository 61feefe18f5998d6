import { peopleToTarget } from '#engine/measures/rates/people-to-target.ts'
import type { Figure } from '#engine/base/figures/figure.ts'
import type { ScorecardRow } from '#engine/measures/results/scorecard-result.ts'

/** A target in whole percent where nobody has set one: ten points better than now. */
const STEP = 10

/** Rates that outreach can change: proportions that can be computed and have people whose gap can be closed. */
export function plannedRates(rows: readonly ScorecardRow[]): readonly ScorecardRow[] {
  return rows
    .filter(
      ({ scoring, rate, closable, duplicate }) =>
        scoring === 'proportion' && rate.value !== undefined && (closable ?? 0) > 0 && duplicate?.counts !== false
    )
    .toSorted((a, b) => (b.closable ?? 0) - (a.closable ?? 0))
}

/** In whole percent: the target of the site, else the benchmark, else ten points better than now. */
export function suggestedTarget({ rate, target, benchmark, improvement }: ScorecardRow): number {
  const line = target?.value ?? benchmark?.value
  if (line !== undefined) return Math.round(line * 100)
  const now = Math.round((rate.value ?? 0) * 100)
  return improvement.direction === 'increase' ? Math.min(100, now + STEP) : Math.max(1, now - STEP)
}

/**
 * Fewest people who would have to change for a rate to reach a target; all of them where not even these are enough.
 * @param percent whole percent
 */
export function neededFor(
  { numerator, denominator }: Pick<Figure, 'numerator' | 'denominator'>,
  percent: number,
  direction: 'increase' | 'decrease'
): number {
  const [met, eligible] = [numerator ?? 0, denominator ?? 0]
  return (
    peopleToTarget(met, eligible, percent / 100, direction).people ?? (direction === 'increase' ? eligible - met : met)
  )
}
