import { placeBits, placeValues } from '../../shards/person-values.ts'
import type { MeasureRun, PopulationMembers } from './measure-run.ts'

/**
 * The run over the people of one shard, as one over the population of which others have no part yet.
 * @param run with ordinals of the shard
 * @param numbers of the people of the shard in the population
 * @param people of the population
 */
export function placeRun(run: MeasureRun, numbers: Int32Array, people: number): MeasureRun {
  const placed = ({ id, code, members, counts, observations }: PopulationMembers): PopulationMembers => ({
    id,
    code,
    members: placeBits([members], [numbers], people),
    counts: counts === undefined ? undefined : placeValues([counts], [numbers], people),
    observations: observations === undefined ? undefined : { ...observations, patient: numbered(observations.patient) }
  })
  const numbered = (patients: Int32Array): Int32Array => patients.map((patient) => numbers[patient]!)
  return {
    ...run,
    patients: people,
    groups: run.groups.map((group) => ({
      ...group,
      populations: group.populations.map(placed),
      strata: group.strata.map((stratum) => ({ ...stratum, populations: stratum.populations.map(placed) }))
    })),
    ...(run.numbers === undefined
      ? {}
      : { numbers: run.numbers.map((row) => ({ ...row, patient: numbered(row.patient) })) })
  }
}
