import type { Random } from '../base/random.ts'

/** Share of people who ever had a disease by age at average risk: ascending ages, shares below 1. */
export type Curve = readonly (readonly [age: number, share: number])[]

/**
 * Draws the age at onset from a curve: the cumulative hazard -ln(1 - share) times `risk` meets an exponential draw.
 * @param risk relative risk, 1 on average
 * @returns Infinity when the disease does not come before the end of the curve
 */
export function onsetAge(random: Random, curve: Curve, risk: number): number {
  const target = random.exponential(1)
  if (risk <= 0) return Number.POSITIVE_INFINITY
  let lastAge = 0
  let lastHazard = 0
  for (const [age, share] of curve) {
    const hazard = -Math.log(1 - share) * risk
    if (hazard >= target) {
      const step = hazard - lastHazard
      return step > 0 ? lastAge + ((age - lastAge) * (target - lastHazard)) / step : age
    }
    lastAge = age
    lastHazard = hazard
  }
  return Number.POSITIVE_INFINITY
}
