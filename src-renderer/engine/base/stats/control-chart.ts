/** Limits of a chart of individual values (XmR). */
export interface ControlLimits {
  readonly mean: number
  readonly lower: number
  readonly upper: number
}

/** What departs from ordinary variation, and since which value. The rules are those that NHS England's charts use. */
export interface ControlSignal {
  readonly rule: 'outside' | 'shift' | 'trend' | 'two-of-three'
  readonly direction: 'above' | 'below'
  /** Index of the first value of the signal. */
  readonly since: number
}

/**
 * Limits of an XmR chart: the mean ± 2.66 times the average moving range, after moving ranges above 3.267 times their
 * average are left out once (Wheeler; constants and screening as in NHS England's "Making data count").
 * @param values two or more
 */
export function controlLimits(values: readonly number[]): ControlLimits {
  const ranges: number[] = []
  for (let i = 1; i < values.length; i++) ranges.push(Math.abs(values[i]! - values[i - 1]!))
  const average = mean(ranges)
  const screened = mean(ranges.filter((range) => range <= 3.267 * average))
  const center = mean(values)
  return { mean: center, lower: center - 2.66 * screened, upper: center + 2.66 * screened }
}

function mean(values: readonly number[]): number {
  let sum = 0
  for (const value of values) sum += value
  return values.length === 0 ? 0 : sum / values.length
}

/** Length of the run of values at the end for which `holds` is true of each. */
function runAtEnd(length: number, holds: (index: number) => boolean): number {
  let run = 0
  while (run < length && holds(length - 1 - run)) run++
  return run
}

/**
 * The strongest signal that the last value belongs to: outside the limits; 7 in a row on one side of the mean; 7 in a
 * row rising or falling; 2 of 3 beyond two thirds of the way to the same limit.
 * @returns undefined for ordinary variation
 */
export function latestSignal(values: readonly number[], limits: ControlLimits): ControlSignal | undefined {
  const last = values.length - 1
  for (const sign of [1, -1] as const) {
    const limit = sign === 1 ? limits.upper : limits.lower
    const direction = sign === 1 ? 'above' : 'below'
    const outside = runAtEnd(values.length, (i) => sign * (values[i]! - limit) > 0)
    if (outside > 0) return { rule: 'outside', direction, since: last + 1 - outside }
    const side = runAtEnd(values.length, (i) => sign * (values[i]! - limits.mean) > 0)
    if (side >= 7) return { rule: 'shift', direction, since: last + 1 - side }
    const steps = runAtEnd(last, (i) => sign * (values[i + 1]! - values[i]!) > 0)
    if (steps >= 6) return { rule: 'trend', direction, since: last - steps }
    const near = limits.mean + ((limit - limits.mean) * 2) / 3
    const beyond = [last - 2, last - 1, last].filter((i) => i >= 0 && sign * (values[i]! - near) > 0)
    if (beyond.length >= 2 && beyond.at(-1) === last) return { rule: 'two-of-three', direction, since: beyond[0]! }
  }
  return undefined
}
