import type { PopulationMembers, StratumRun } from '../run/measure-run.ts'

/** Populations by code; a second one of the same code has `#2` after it. */
export function populationCodes({
  populations
}: Pick<StratumRun, 'populations'>): ReadonlyMap<string, PopulationMembers> {
  const seen = new Map<string, number>()
  const byCode = new Map<string, PopulationMembers>()
  for (const population of populations) {
    const count = (seen.get(population.code) ?? 0) + 1
    seen.set(population.code, count)
    byCode.set(count === 1 ? population.code : `${population.code}#${count}`, population)
  }
  return byCode
}
