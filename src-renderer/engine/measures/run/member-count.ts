import { countBits } from '../../base/kernels/bitset.ts'
import type { PopulationMembers } from './measure-run.ts'

/** Members of a population; cases where the measure counts cases. For observations their number. */
export function memberCount({ members, counts, observations }: PopulationMembers): number {
  if (observations !== undefined) return observations.patient.length
  return counts === undefined ? countBits(members) : counts.reduce((sum, count) => sum + count, 0)
}
