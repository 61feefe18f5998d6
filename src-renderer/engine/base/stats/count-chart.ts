import { binomialTail, hypergeometricTail, studentTails } from './tails.ts'

/** Counts per period, oldest first: events among people (`share`), or events over time at risk (`rate`). */
export interface CountSeries {
  readonly kind: 'share' | 'rate'
  readonly events: readonly number[]
  /** People, or time at risk; above 0. */
  readonly of: readonly number[]
}

/** A departure of the latest periods from the baseline. */
export interface CountSignal {
  /** `outside`: the last period lies outside of its limits. `shift`: the last six together differ from the baseline. */
  readonly rule: 'outside' | 'shift'
  readonly direction: 'above' | 'below'
  /** Index of the first period of the signal; of a shift, where it most likely began. */
  readonly since: number
}

/** A p- or u-chart; where values vary more than their counts explain, Laney's p′ or u′. */
export interface CountChart {
  readonly method: 'p' | 'p-prime' | 'u' | 'u-prime'
  /** Value of the baseline. */
  readonly mean: number
  /** How many times more values vary than their counts explain; limits are widened by it where it is above 1. */
  readonly dispersion: number
  readonly signal: CountSignal | undefined
  /** The smaller probability of the two tests if nothing changed. */
  readonly probability: number
}

/** Periods at the end that are tested together for a shift. */
export const SHIFT_PERIODS = 6
/** Fewest periods of a baseline, which is the first half of all, so that a change within the second half stands out. */
export const MIN_BASELINE = 15
/** Tests per chart: the last period, and the last six together. */
export const TESTS_PER_CHART = 2
/** Average moving range of two values of a normal distribution with standard deviation 1. */
const RANGE_OF_TWO = 1.128
/** Degrees of freedom of a standard deviation by the average moving range, per value after the first. */
const DEGREES_PER_RANGE = 0.62

/** Events among people, or over time at risk. */
export interface Counts {
  readonly events: number
  readonly of: number
}

/** What counts are compared with, and how. `degrees` of freedom that the dispersion is known with. */
export interface Baseline extends Counts {
  readonly kind: CountSeries['kind']
  readonly dispersion: number
  readonly degrees: number
}

/**
 * Charts a series and tests its end. Both tests must reject, so that the false-alarm rate holds whether or not values vary
 * more than their counts explain: an exact one given the totals (Fisher's for shares, the conditional binomial one for
 * rates), and one by the dispersion of the baseline (Laney DB, Qual Eng 2002; 14: 531–537) with Student's t.
 * @param level probability of a false alarm of one test, both directions together; a chart has {@link TESTS_PER_CHART}
 * @returns undefined for fewer than {@link MIN_BASELINE} + {@link SHIFT_PERIODS} periods
 */
export function countChart(series: CountSeries, level: number): CountChart | undefined {
  const { kind, events } = series
  const length = events.length
  if (length < MIN_BASELINE + SHIFT_PERIODS) return undefined
  const base = baselineOf(series)
  const last = probabilityOf(sumOf(series, length - 1, length), base)
  const shift = probabilityOf(sumOf(series, length - SHIFT_PERIODS, length), base)
  const { dispersion } = base
  const prime = dispersion > 1
  return {
    method: kind === 'share' ? (prime ? 'p-prime' : 'p') : prime ? 'u-prime' : 'u',
    mean: base.events / base.of,
    dispersion,
    signal: signalOf({ last, shift }, series, base, level),
    probability: Math.min(last, shift)
  }
}

/** How many of the first periods are the baseline. */
function baselinePeriods(length: number): number {
  return Math.max(MIN_BASELINE, Math.floor(length / 2))
}

function baselineOf(series: CountSeries): Baseline {
  const { kind, events } = series
  const sums = sumOf(series, 0, baselinePeriods(events.length))
  return {
    ...sums,
    kind,
    dispersion: dispersionOf(series, sums.events / sums.of),
    degrees: DEGREES_PER_RANGE * (events.length - 1)
  }
}

/**
 * Limits of each period of a chart at the same level: the last value lies outside of its own exactly where the test of the
 * last period rejects.
 */
export function countLimits(
  series: CountSeries,
  level: number
): readonly { readonly lower: number; readonly upper: number }[] {
  const base = baselineOf(series)
  const known = new Map<number, { readonly lower: number; readonly upper: number }>()
  return series.of.map((each) => {
    const found = known.get(each) ?? limitsOf(each, base, level)
    known.set(each, found)
    return found
  })
}

function sumOf({ events, of }: CountSeries, from: number, to: number): Counts {
  let count = 0
  let total = 0
  for (let i = from; i < to; i++) {
    count += events[i]!
    total += of[i]!
  }
  return { events: count, of: total }
}

/** Variance of the value of one person, or of one unit of time. */
export function unitVariance(kind: CountSeries['kind'], value: number): number {
  return kind === 'share' ? value * (1 - value) : value
}

/**
 * Standard deviation of the standardized values by their moving ranges; 1 where counts explain all. All periods count: a
 * change of level is a single range among them.
 * @param mean of the baseline
 */
function dispersionOf({ kind, events, of }: CountSeries, mean: number): number {
  const variance = unitVariance(kind, mean)
  if (!(variance > 0)) return 1
  let ranges = 0
  const z = (i: number): number => (events[i]! / of[i]! - mean) / Math.sqrt(variance / of[i]!)
  for (let i = 1; i < events.length; i++) ranges += Math.abs(z(i) - z(i - 1))
  return ranges / (events.length - 1) / RANGE_OF_TWO
}

/** Probability of counts at least as far from the baseline, in either direction, if nothing changed. */
function probabilityOf(counts: Counts, base: Baseline): number {
  const { events, of } = counts
  const { kind } = base
  const all = events + base.events
  if (all === 0 || (kind === 'share' && all === of + base.of)) return 1
  const side = (direction: 'above' | 'below'): number =>
    kind === 'share'
      ? hypergeometricTail(events, of, all, of + base.of, direction)
      : binomialTail(events, all, of / (of + base.of), direction)
  const exact = Math.min(1, 2 * Math.min(side('above'), side('below')))
  const variance = unitVariance(kind, all / (of + base.of))
  const error = base.dispersion * Math.sqrt(variance * (1 / of + 1 / base.of))
  const t = (events / of - base.events / base.of) / error
  return error > 0 ? Math.max(exact, studentTails(t, base.degrees)) : exact
}

/** Probability with which a shift of {@link detectableShift} is found. */
export const POWER = 0.8
/** Standard normal quantile of {@link POWER}. */
const POWER_QUANTILE = 0.841621

/**
 * The smallest difference of the last six periods together from the baseline that their test finds with probability {@link POWER}, in the
 * unit of the values; both groups vary as the baseline does (Cohen J, Statistical Power Analysis, 1988).
 * @param level as of {@link countChart}
 * @returns undefined where the baseline has no events, or nothing but events: no difference can be told in advance then
 */
export function detectableShift(series: CountSeries, level: number): number | undefined {
  const length = series.events.length
  const base = baselineOf(series)
  const { of } = sumOf(series, length - SHIFT_PERIODS, length)
  const variance = unitVariance(base.kind, base.events / base.of)
  if (!(variance > 0)) return undefined
  // The exact test asks as much as one by a normal distribution, where counts explain more than their variation.
  const error = Math.max(1, base.dispersion) * Math.sqrt(variance * (1 / of + 1 / base.of))
  return (criticalT(level, base.degrees) + POWER_QUANTILE) * error
}

/** The smallest t that a test at a level rejects. */
function criticalT(level: number, degrees: number): number {
  let [low, high] = [0, 1]
  while (studentTails(high, degrees) > level) high *= 2
  for (let round = 0; round < 60; round++) {
    const middle = (low + high) / 2
    if (studentTails(middle, degrees) > level) low = middle
    else high = middle
  }
  return high
}

/**
 * About the t of {@link criticalT}, to begin with: the normal quantile by the tail's leading term, which is the density divided by the
 * quantile, and Student's t by the first term of its expansion in 1 / degrees (Fisher and Cornish, Technometrics 1960; 2: 209-225).
 */
function roughT(level: number, degrees: number): number {
  const size = -2 * Math.log(level / 2)
  const z = Math.sqrt(Math.max(1, size - Math.log(2 * Math.PI * size)))
  return z + (z ** 3 + z) / (4 * degrees)
}

/** Values between which counts over `of` people, or time, do not differ from a baseline at a level. */
export function limitsOf(
  of: number,
  base: Baseline,
  level: number
): { readonly lower: number; readonly upper: number } {
  const isSignal = (events: number): boolean => probabilityOf({ events, of }, base) <= level
  const maximum = base.kind === 'share' ? of : Number.POSITIVE_INFINITY
  const middle = Math.min(Math.round((base.events / base.of) * of), maximum)
  const variance = unitVariance(base.kind, base.events / base.of)
  const error = Math.max(1, base.dispersion) * Math.sqrt(variance * (1 / of + 1 / base.of))
  const guess = Math.round(roughT(level, base.degrees) * error * of)
  const inside = middle + lastBefore(maximum - middle, guess, (distance) => isSignal(middle + distance))
  const low = middle - lastBefore(middle, guess, (distance) => isSignal(middle - distance))
  return { lower: low <= 0 ? 0 : (low - 0.5) / of, upper: (inside >= maximum ? maximum : inside + 0.5) / of }
}

/**
 * The last whole number from 0 to `maximum` that does not pass a test, where all greater ones do; 0 is not tested.
 * @param guess from where to look
 */
function lastBefore(maximum: number, guess: number, passes: (number: number) => boolean): number {
  let [low, high] = [0, maximum + 1]
  let next = Math.min(Math.max(1, guess), maximum)
  let step = Math.max(1, Math.round(guess / 8))
  let before: boolean | undefined
  // From the guess on in longer and longer steps, until the answer changes.
  while (high - low > 1) {
    const isPassed = passes(next)
    if (isPassed) high = next
    else low = next
    if (before !== undefined && before !== isPassed) break
    before = isPassed
    next = isPassed ? Math.max(low + 1, next - step) : Math.min(high - 1, next + step)
    step *= 2
  }
  while (high - low > 1) {
    const half = Math.floor((low + high) / 2)
    if (passes(half)) high = half
    else low = half
  }
  return low
}

function signalOf(
  { last, shift }: { readonly last: number; readonly shift: number },
  series: CountSeries,
  base: Baseline,
  level: number
): CountSignal | undefined {
  const length = series.events.length
  const mean = base.events / base.of
  const sideOf = ({ events, of }: Counts): CountSignal['direction'] => (events / of > mean ? 'above' : 'below')
  if (last <= level && last <= shift) {
    const countsAt = (i: number): Counts => sumOf(series, i, i + 1)
    const direction = sideOf(countsAt(length - 1))
    let since = length - 1
    while (since > 0 && sideOf(countsAt(since - 1)) === direction && probabilityOf(countsAt(since - 1), base) <= level)
      since--
    return { rule: 'outside', direction, since }
  }
  if (shift > level) return undefined
  const direction = sideOf(sumOf(series, length - SHIFT_PERIODS, length))
  return { rule: 'shift', direction, since: changePoint(series, mean) }
}

/** Where a shift most likely began: the level from there to the end explains most of the distance from the baseline. */
function changePoint({ events, of }: CountSeries, mean: number): number {
  let distance = 0
  let size = 0
  let maximum = 0
  let since = events.length - SHIFT_PERIODS
  for (let i = events.length - 1; i >= baselinePeriods(events.length); i--) {
    distance += events[i]! - of[i]! * mean
    size += of[i]!
    const explained = (distance * distance) / size
    if (i <= events.length - SHIFT_PERIODS && explained > maximum) {
      maximum = explained
      since = i
    }
  }
  return since
}
