import { lowerBound } from '../../base/kernels/lower-bound.ts'
import type { GroupRun, PopulationMembers } from '../run/measure-run.ts'
import { casesOf } from './rate-tally.ts'

function ofPatient(population: PopulationMembers, patient: number): PopulationMembers {
  const { counts, observations } = population
  const cases = casesOf(population, patient)
  const from = observations === undefined ? 0 : lowerBound(observations.patient, patient)
  const to = observations === undefined ? 0 : lowerBound(observations.patient, patient + 1)
  return {
    ...population,
    members: Uint32Array.of(cases > 0 ? 1 : 0),
    counts: counts && Uint16Array.of(cases),
    observations: observations && {
      patient: new Int32Array(to - from),
      value: observations.value.subarray(from, to)
    }
  }
}

/** A group's result for one patient, as a run over that patient alone: what is counted of it takes no look at the others. */
export function patientGroup(group: GroupRun, patient: number): GroupRun {
  return {
    ...group,
    populations: group.populations.map((population) => ofPatient(population, patient)),
    strata: group.strata.map((stratum) => ({
      ...stratum,
      populations: stratum.populations.map((population) => ofPatient(population, patient))
    }))
  }
}
