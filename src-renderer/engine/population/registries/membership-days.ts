import { emptyCodes, type Codes } from '../../base/kernels/codes.ts'
import { daysSince } from '../../base/kernels/day-bits.ts'
import { lowerBound } from '../../base/kernels/lower-bound.ts'
import { NEVER } from './condition-state.ts'
import type { RegistryMembership, SourceMembership } from './membership.ts'

/** How a registry knows of a member: from the chart (diagnoses and results), from claims, or from both. */
export const memberSources = ['chart', 'claims', 'both'] as const

/** @returns index into {@link memberSources} for members on `asOf`, -1 for the others */
export function sourcesAsOf(membership: RegistryMembership, asOf: number): Codes {
  if (membership.bySource === undefined) return membersAsOf(membership, asOf).map((member) => member - 1)
  const chart = membersAsOf(membership.bySource.chart, asOf)
  const claims = membersAsOf(membership.bySource.claims, asOf)
  return chart.map((member, patient) => member + 2 * claims[patient]! - 1)
}

/** Whether the person at a place of a membership is a member on `asOf`. */
function isMemberAsOf({ entry, spans }: SourceMembership, place: number, asOf: number): boolean {
  if (spans === undefined) return entry[place]! <= asOf
  const { offsets, starts, ends } = spans
  for (let index = offsets[place]!; index < offsets[place + 1]!; index++)
    if (starts[index]! <= asOf && asOf < ends[index]!) return true
  return false
}

/** Adds one to the count of each member on `asOf`. @param counts by patient */
export function addMembers(membership: SourceMembership, asOf: number, counts: Uint16Array): void {
  const { people } = membership
  for (let place = 0; place < people.length; place++)
    if (isMemberAsOf(membership, place, asOf)) counts[people[place]!]!++
}

/** @returns by patient 1 for members on `asOf`, 0 for the others */
export function membersAsOf(membership: SourceMembership, asOf: number): Codes {
  const { patients, people } = membership
  const codes = emptyCodes(patients, 2).fill(0)
  for (let place = 0; place < people.length; place++)
    if (isMemberAsOf(membership, place, asOf)) codes[people[place]!] = 1
  return codes
}

/** Tells on which of some days a person is a member, a bit each. @param days ascending, at least one and fewer than 32 */
export function membershipDays(
  { patients, people, entry, spans }: SourceMembership,
  days: readonly number[]
): (patient: number) => number {
  const since = daysSince(days)
  const bits = new Int32Array(patients)
  people.forEach((patient, place) => {
    if (spans === undefined) bits[patient] = since(entry[place]!)
    else
      for (let index = spans.offsets[place]!; index < spans.offsets[place + 1]!; index++)
        bits[patient]! |= since(spans.starts[index]!) & ~since(spans.ends[index]!)
  })
  return (patient) => bits[patient]!
}

/** The place of a person in a membership, -1 for somebody who never qualified. */
export function placeInMembership({ people }: Pick<SourceMembership, 'people'>, patient: number): number {
  const place = lowerBound(people, patient)
  return people[place] === patient ? place : -1
}

/** First day of membership by patient, `NEVER` for those who never qualified. */
export function entryByPatient({ patients, people, entry }: SourceMembership): Int32Array {
  const days = new Int32Array(patients).fill(NEVER)
  people.forEach((patient, place) => {
    days[patient] = entry[place]!
  })
  return days
}
