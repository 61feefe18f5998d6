import type { ConfidenceInterval } from '../figures/figure.ts'
import { logInterval } from './log-interval.ts'
import { exactPoissonInterval } from './exact-poisson.ts'
import { recoveredInterval, type BoundedEstimate } from './recovered-interval.ts'
import { binomialTail } from './tails.ts'

/** Events and the time in which they could happen. */
export interface EventRate {
  readonly events: number
  readonly time: number
}

/** A rate with the exact interval of as many events as there would be if nobody had several. */
function estimateOf({ events, time }: EventRate, dispersion: number): BoundedEstimate {
  const { low, high } = exactPoissonInterval(events / dispersion, dispersion / time)
  return { value: events / time, low, high }
}

/**
 * The difference of two independent rates of events per unit of time, with the interval that is recovered from the exact ones of
 * both.
 * @param dispersion how many times greater the variance of a count is than a Poisson count's, because some people have many events
 * @returns undefined where one of them has no time
 */
export function rateDifference(
  first: EventRate,
  second: EventRate,
  dispersion = 1
): { readonly value: number; readonly interval: ConfidenceInterval } | undefined {
  if (!(first.time > 0) || !(second.time > 0)) return undefined
  return {
    value: first.events / first.time - second.events / second.time,
    interval: recoveredInterval(estimateOf(first, dispersion), estimateOf(second, dispersion))
  }
}

/**
 * The ratio of two independent rates, with the interval of its logarithm (Rothman, Greenland and Lash, Modern Epidemiology, 3rd
 * ed., chapter 14).
 * @returns undefined where one of them has no event, so that the logarithm has no interval
 */
export function rateRatio(
  first: EventRate,
  second: EventRate,
  dispersion = 1
): { readonly value: number; readonly interval: ConfidenceInterval } | undefined {
  if (first.events === 0 || second.events === 0 || !(first.time > 0) || !(second.time > 0)) return undefined
  const value = first.events / first.time / (second.events / second.time)
  const error = Math.sqrt(dispersion / first.events + dispersion / second.events)
  return { value, interval: logInterval(value, error, 'wald-log') }
}

/**
 * How likely two rates are to differ at least as much if both were the same: of all events, those of the first are binomial by the
 * shares of time (Przyborowski J, Wilenski H, Biometrika 1940; 31: 313-323); twice the smaller side.
 * @returns 1 where there is no event, or one of them has no time
 */
export function rateProbability(first: EventRate, second: EventRate, dispersion = 1): number {
  if (!(first.time > 0) || !(second.time > 0)) return 1
  const events = Math.round(first.events / dispersion)
  const all = events + Math.round(second.events / dispersion)
  if (all === 0) return 1
  const share = first.time / (first.time + second.time)
  const side = (direction: 'above' | 'below'): number => binomialTail(events, all, share, direction)
  return Math.min(1, 2 * Math.min(side('above'), side('below')))
}
