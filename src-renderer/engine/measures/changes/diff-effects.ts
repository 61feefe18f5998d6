import type { DiffReason, PopulationDiff, RateDiff } from '../results/refresh-diff-result.ts'

/** All reasons, in the order in which their effects are added up. */
export const diffReasons: readonly DiffReason[] = [
  'person-gone',
  'person-new',
  'deleted-data',
  'new-data',
  'changed-data',
  'aged-out',
  'aged-in',
  'eligible-out',
  'eligible-in',
  'exclusion-began',
  'exclusion-ended',
  'evidence-out',
  'evidence-in',
  'period-moved',
  'code-list-changed',
  'logic-changed',
  'several-changes'
]

/** How much of a rate's change each reason makes: counts are changed reason by reason, so that the parts add up. */
export function effectsOf(populations: readonly PopulationDiff[]): RateDiff['effects'] {
  const of = (code: string): PopulationDiff | undefined => populations.find(({ population }) => population === code)
  const counts = { numerator: 0, eligible: 0 }
  const parts: readonly (readonly [keyof typeof counts, PopulationDiff | undefined, 1 | -1])[] = [
    ['numerator', of('numerator'), 1],
    ['numerator', of('numerator-exclusion'), -1],
    ['eligible', of('denominator'), 1],
    ['eligible', of('denominator-exclusion'), -1],
    ['eligible', of('denominator-exception'), -1]
  ]
  for (const [name, population, sign] of parts) counts[name] += sign * (population?.before ?? 0)
  let rate = counts.eligible === 0 ? undefined : counts.numerator / counts.eligible
  if (rate === undefined) return []
  const effects: { reason: DiffReason; change: number }[] = []
  for (const reason of diffReasons) {
    let any = false
    for (const [name, population, sign] of parts) {
      const change = population?.reasons.find((item) => item.reason === reason)
      if (change === undefined) continue
      any = true
      counts[name] += sign * (change.entered - change.left)
    }
    if (!any || counts.eligible === 0) continue
    const next: number = counts.numerator / counts.eligible
    if (next !== rate) effects.push({ reason, change: next - rate })
    rate = next
  }
  return effects
}

/** The rate of one side; undefined where nobody is eligible. */
export function rateOfSide(populations: readonly PopulationDiff[], side: 'before' | 'after'): number | undefined {
  const of = (code: string): number => populations.find(({ population }) => population === code)?.[side] ?? 0
  const eligible = of('denominator') - of('denominator-exclusion') - of('denominator-exception')
  return eligible === 0 ? undefined : (of('numerator') - of('numerator-exclusion')) / eligible
}
