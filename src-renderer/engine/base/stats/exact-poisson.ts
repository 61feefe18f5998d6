import type { ConfidenceInterval } from '../figures/figure.ts'
import { gammaQuantile } from './gamma.ts'

/**
 * The exact 95 % interval of a count that follows a Poisson distribution.
 * Garwood F, Biometrika 1936; 28: 437–442; in terms of chi-square as in Ulm K, Am J Epidemiol 1990; 131: 373–375.
 * @param count whole, 0 or more
 * @param scale multiplies both ends, e.g. 1000 ÷ person-years for a rate, or 1 ÷ expected for a ratio
 */
export function exactPoissonInterval(count: number, scale: number): ConfidenceInterval {
  return {
    low: count === 0 ? 0 : gammaQuantile(count, 0.025) * scale,
    high: gammaQuantile(count + 1, 0.975) * scale,
    level: 0.95,
    method: 'exact-poisson'
  }
}

/**
 * About the 95 % interval of a count of events of which people can have several (compound Poisson distribution; Kegler SR, Epidemiol
 * Perspect Innov 2007; 4: 1): the exact one of as many independent events as vary as much.
 * @param events 0 or more
 * @param squares sum of the squares of each person's events, which is their variance: as many as events where nobody has several
 * @param scale as of {@link exactPoissonInterval}
 */
export function compoundPoissonInterval(events: number, squares: number, scale: number): ConfidenceInterval {
  const dispersion = events === 0 ? 1 : Math.max(1, squares / events)
  const { low, high, level, method } = exactPoissonInterval(events / dispersion, scale * dispersion)
  return { low, high, level, method: dispersion > 1 ? 'compound-poisson' : method }
}
