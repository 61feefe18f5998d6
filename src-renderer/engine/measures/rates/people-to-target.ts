import type { TargetLine } from '../results/scorecard-result.ts'

/**
 * Fewest people whose result would have to change for a proportion to meet a target: up to it, or down to it where less
 * is better.
 * @param target a proportion
 */
export function peopleToTarget(
  numerator: number,
  eligible: number,
  target: number,
  direction: 'increase' | 'decrease'
): TargetLine {
  const up = direction === 'increase'
  const meets = (people: number): boolean =>
    up ? (numerator + people) / eligible >= target : (numerator - people) / eligible <= target
  const met = eligible > 0 && meets(0)
  if (met) return { value: target, met, people: 0 }
  const maxPeople = up ? eligible - numerator : numerator
  // The first guess is off by one at most, by rounding.
  let people = Math.max(0, Math.ceil(up ? target * eligible - numerator : numerator - target * eligible) - 1)
  while (people <= maxPeople && !meets(people)) people++
  return { value: target, met, people: eligible === 0 || people > maxPeople ? undefined : people }
}
