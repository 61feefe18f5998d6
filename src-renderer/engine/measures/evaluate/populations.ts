import { distinct } from '../../cql/elm/operators/lists.ts'
import { Decimal } from '../../cql/elm/values/decimal.ts'
import { Quantity } from '../../cql/elm/values/quantity.ts'
import { isList, type Value } from '../../cql/elm/values/value.ts'
import type { MeasureGroup, MeasurePopulation } from '../definition/measure-group.ts'

/** Populations that a patient or episode is in, by key: the code, a second one of a code with an index after it. */
export type PopulationMembership = ReadonlyMap<string, boolean>

/** Whether a population holds observations, and no members. */
export function isObservation(population: MeasurePopulation): boolean {
  return population.code === 'measure-observation'
}

/** Populations with a key each: the code, and for a second one of the same code an index after it. */
export function populationKeys(group: MeasureGroup): ReadonlyMap<MeasurePopulation, string> {
  const seen = new Map<string, number>()
  const keys = new Map<MeasurePopulation, string>()
  for (const population of group.populations) {
    const count = (seen.get(population.code) ?? 0) + 1
    seen.set(population.code, count)
    keys.set(population, count === 1 ? population.code : `${population.code}#${String(count)}`)
  }
  return keys
}

/** Key of the population that an observation is made on. */
export function observedKey(
  population: MeasurePopulation,
  keys: ReadonlyMap<MeasurePopulation, string>
): string | undefined {
  const { criteriaReference } = population
  const referred = [...keys].find(([item]) => item.id === criteriaReference || item.code === criteriaReference)
  return referred?.[1] ?? [...keys.values()].find((key) => key === 'measure-population')
}

const exclusions: Readonly<Record<string, string>> = {
  'measure-population': 'measure-population-exclusion',
  denominator: 'denominator-exclusion',
  numerator: 'numerator-exclusion'
}

/** Whether a member of a population is excluded from it, so that nothing is observed on it. */
export function excluded(key: string, membership: PopulationMembership | undefined): boolean {
  const exclusion = Object.hasOwn(exclusions, key) ? exclusions[key] : undefined
  return exclusion !== undefined && membership?.get(exclusion) === true
}

/** The things that a population's expression gave, each once. */
export function asEpisodes(value: Value): readonly Value[] {
  if (isList(value)) return distinct(value.filter((item) => item !== null))
  return value === null || typeof value === 'boolean' ? [] : [value]
}

/** What tells episodes apart: a resource's type and id, or the value itself. */
export function identity(episode: Value): Value {
  if (typeof episode !== 'object' || episode === null || !('resourceType' in episode)) return episode
  const { resourceType, id } = episode
  return typeof resourceType === 'string' && typeof id === 'string' ? `${resourceType}/${id}` : episode
}

/** Observed values as numbers; those that are null are not observations. */
export function numbersOf(values: readonly Value[]): readonly number[] {
  return values.flatMap((value) => {
    if (typeof value === 'number') return [value]
    if (value instanceof Decimal) return [value.toNumber()]
    return value instanceof Quantity ? [value.value.toNumber()] : []
  })
}
