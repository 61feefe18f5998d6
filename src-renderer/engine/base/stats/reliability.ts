import { unitVariance, type Counts, type CountSeries } from './count-chart.ts'

/** Cases of one unit. */
export interface UnitCounts {
  readonly met: number
  readonly eligible: number
}

/** Fewest units from which the variance between them is told to users. */
const MIN_UNITS = 5

/**
 * The intraclass correlation of units: the variance between them as a share of that between single cases, from a
 * beta-binomial model by moments (Kleinman JC, J Am Stat Assoc 1973; 68: 46-54, weights by size).
 * @param fewest units
 * @returns undefined for fewer units, and where all cases are alike
 */
export function intraclassCorrelation(units: readonly UnitCounts[], fewest = MIN_UNITS): number | undefined {
  const counted = units.filter(({ eligible }) => eligible > 0)
  if (counted.length < fewest) return undefined
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
  const maximum = all - squares / all - chance
  return maximum <= 0 ? undefined : Math.min(1, Math.max(0, (between / single - chance) / maximum))
}

/**
 * Reliability of a unit's rate, 0..1: how much of the variance of rates of its size lies between units and not in chance
 * (signal to noise; Adams JL, The Reliability of Provider Profiling: A Tutorial, RAND 2009). In the beta-binomial model it
 * depends on the size alone, so that a unit with no case met is not taken for certain.
 */
export function reliability(eligible: number, intraclass: number): number {
  return (eligible * intraclass) / (1 + (eligible - 1) * intraclass)
}

/**
 * Reliability of each unit's value: the share of the variance between units that is not chance. Of shares it is that of
 * {@link reliability}; of rates, whose events may be many for one person, the true variance is that of DerSimonian R, Laird N,
 * Control Clin Trials 1986; 7: 177-188.
 * @param units `of` above 0
 * @param dispersion of rates: how many times greater the variance of a value is than its counts explain
 * @returns 0 … 1 per unit; all 0 where the units differ no more than chance explains
 */
export function reliabilities(kind: CountSeries['kind'], units: readonly Counts[], dispersion = 1): readonly number[] {
  if (kind === 'share') {
    const intraclass = intraclassCorrelation(
      units.map(({ events: met, of: eligible }) => ({ met, eligible })),
      2
    )
    return units.map(({ of }) => (intraclass === undefined ? 0 : reliability(of, intraclass)))
  }
  const events = units.reduce((sum, unit) => sum + unit.events, 0)
  const all = units.reduce((sum, unit) => sum + unit.of, 0)
  const mean = events / all
  const variance = unitVariance(kind, mean) * dispersion
  if (!(variance > 0)) return units.map(() => 0)
  const weights = units.map(({ of }) => of / variance)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const squares = weights.reduce((sum, weight) => sum + weight * weight, 0)
  const spread = units.reduce((sum, unit, i) => sum + weights[i]! * (unit.events / unit.of - mean) ** 2, 0)
  const between = Math.max(0, (spread - (units.length - 1)) / (total - squares / total))
  if (!(between > 0)) return units.map(() => 0)
  return units.map(({ of }) => between / (between + variance / of))
}
