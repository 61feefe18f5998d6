/** Cases of one unit. */
export interface UnitCounts {
  readonly met: number
  readonly eligible: number
}

/** Fewest units from which the variance between them is estimated. */
const MIN_UNITS = 5

/**
 * The intraclass correlation of units: the variance between them as a share of that between single cases, from a
 * beta-binomial model by moments (Kleinman JC, J Am Stat Assoc 1973; 68: 46-54, weights by size).
 * @returns undefined for fewer than five units, and where all cases are alike
 */
export function intraclassCorrelation(units: readonly UnitCounts[]): number | undefined {
  const counted = units.filter(({ eligible }) => eligible > 0)
  if (counted.length < MIN_UNITS) return undefined
  let [all, met, squares] = [0, 0, 0]
  for (const unit of counted) {
    all += unit.eligible
    met += unit.met
    squares += unit.eligible ** 2
  }
  const share = met / all
  const single = share * (1 - share)
  if (single === 0) return undefined
  const between = counted.reduce((sum, unit) => sum + unit.eligible * (unit.met / unit.eligible - share) ** 2, 0)
  const chance = counted.length - 1
  const most = all - squares / all - chance
  return most <= 0 ? undefined : Math.min(1, Math.max(0, (between / single - chance) / most))
}

/**
 * Reliability of a unit's rate, 0..1: how much of the variance of rates of its size lies between units and not in chance
 * (signal to noise; Adams JL, The Reliability of Provider Profiling: A Tutorial, RAND 2009). In the beta-binomial model it
 * depends on the size alone, so that a unit with no case met is not taken for certain.
 */
export function reliability(eligible: number, intraclass: number): number {
  return (eligible * intraclass) / (1 + (eligible - 1) * intraclass)
}
