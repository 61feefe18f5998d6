import { unitVariance, type Counts, type CountSeries } from './count-chart.ts'

/**
 * Reliability of each unit's value: the share of the variance between units that is not chance, after Adams JL, The
 * Reliability of Provider Profiling (RAND TR-653, 2009). The true variance is that of DerSimonian R, Laird N, Control Clin
 * Trials 1986; 7: 177-188.
 * @param units `of` above 0
 * @param dispersion how many times greater the variance of a value is than its counts explain
 * @returns 0 … 1 per unit; all 0 where the units differ no more than chance explains
 */
export function reliabilities(kind: CountSeries['kind'], units: readonly Counts[], dispersion = 1): readonly number[] {
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
