/** A value axis: where it starts and ends, and the distance between its ticks. */
export interface Scale {
  readonly min: number
  readonly max: number
  readonly interval: number
}

/**
 * Round ends and 3 to 5 ticks around the values.
 * @param zero start at 0 in any case (bars), or `auto`: also when the values come near it
 * @param integers ticks are whole numbers, for counts
 */
export function niceScale(
  values: readonly number[],
  zero: 'always' | 'auto' = 'auto',
  ticks = 4,
  integers = false
): Scale {
  const finite = values.filter(Number.isFinite)
  if (finite.length === 0) return { min: 0, max: 1, interval: 0.5 }
  const low = Math.min(...finite)
  const high = Math.max(...finite)
  const fromZero = zero === 'always' || (low >= 0 && low <= 0.4 * high)
  const bottom = fromZero ? Math.min(0, low) : low
  const level = high - low <= 1e-9 * Math.abs(high)
  const span = (fromZero || !level ? high - bottom : Math.abs(high)) || 1
  const interval = integers ? Math.max(1, Math.ceil(roundStep(span / ticks))) : roundStep(span / ticks)
  const below = level ? interval : 0
  const min = fromZero && bottom >= 0 ? 0 : tidy(Math.floor(bottom / interval + 1e-9) * interval - below)
  const max = tidy(Math.ceil(high / interval - 1e-9) * interval)
  return { min, max: max > min ? max : tidy(min + interval), interval }
}

/** The smallest of 1, 2, 2.5, 5 × 10ⁿ that is not below `step`. */
function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step))
  const factor = [1, 2, 2.5, 5, 10].find((each) => each * power >= step * 0.999) ?? 10
  return tidy(factor * power)
}

function tidy(value: number): number {
  return Number(value.toPrecision(12))
}
