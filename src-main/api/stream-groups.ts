import type { AuditFacts, ClockPort } from '../ports/host.ts'

const windowMs = 10 * 60_000

/**
 * Puts streams of one import together: a load opens a file in many parts. The first of each ten minutes is recorded, with
 * the number of those that were opened since the record before.
 */
export function createStreamGroups(clock: ClockPort): (facts: AuditFacts) => AuditFacts | undefined {
  const groups = new Map<string, { until: number; since: number }>()
  return (facts) => {
    const key = JSON.stringify(facts)
    const group = groups.get(key)
    if (group !== undefined && group.until > clock.now()) {
      group.since += 1
      return undefined
    }
    groups.set(key, { until: clock.now() + windowMs, since: 0 })
    return group === undefined || group.since === 0 ? facts : { ...facts, streamsBefore: group.since }
  }
}
