import { emptyBitset, ordinalsOf, setBit, type Bitset } from '../../base/kernels/bitset.ts'
import type { GroupRun, StratumRun } from '../run/measure-run.ts'
import { casesOf, membersOf } from './rate-tally.ts'

/** Populations that follow from those of a measure, by the name that filters have for them. */
export const countedMembers = {
  /** Whoever has a case that a score is made of: without exclusions and exceptions. */
  eligible: eligibleMembers,
  /** Whoever has a case in the numerator that its own exclusions leave there. */
  met: (group: GroupRun | StratumRun): Bitset => remaining(group, 'numerator', ['numerator-exclusion'])
} as const
export type CountedMembers = keyof typeof countedMembers

function eligibleMembers(group: GroupRun | StratumRun): Bitset {
  if (membersOf(group, 'measure-population') !== undefined)
    return remaining(group, 'measure-population', ['measure-population-exclusion'])
  if (membersOf(group, 'denominator') !== undefined)
    return remaining(group, 'denominator', ['denominator-exclusion', 'denominator-exception'])
  return remaining(group, 'initial-population', [])
}

function remaining(group: GroupRun | StratumRun, from: string, without: readonly string[]): Bitset {
  const all = membersOf(group, from)
  if (all === undefined) return emptyBitset(0)
  const taken = without.flatMap((code) => membersOf(group, code) ?? [])
  if (taken.length === 0) return all.members
  const left = new Uint32Array(all.members.length)
  for (const patient of ordinalsOf(all.members)) {
    const gone = taken.reduce((sum, members) => sum + casesOf(members, patient), 0)
    if (casesOf(all, patient) > gone) setBit(left, patient)
  }
  return left
}
