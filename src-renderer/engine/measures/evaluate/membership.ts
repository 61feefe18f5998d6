import type { MeasureGroup, MeasurePopulation } from '../definition/measure-group.ts'
import { isObservation, populationKeys, type PopulationMembership } from './populations.ts'

/** Key of the initial population that another population starts from: the one it refers to, else the first. */
function initialOf(population: MeasurePopulation, keys: ReadonlyMap<MeasurePopulation, string>): string | undefined {
  const initial = [...keys].filter(([item]) => item.code === 'initial-population')
  if (population.code === 'initial-population') return undefined
  const referred = initial.find(([item]) => item.id !== '' && item.id === population.criteriaReference)
  return (referred ?? initial[0])?.[1]
}

/** The populations of a group in the order in which they decide. */
export class PopulationOrder {
  readonly #scoring: MeasureGroup['scoring']
  /** Keys of all populations but observations, and each one's initial population. */
  readonly #initial = new Map<string, string | undefined>()

  constructor(group: MeasureGroup) {
    this.#scoring = group.scoring
    const keys = populationKeys(group)
    for (const [population, key] of keys) {
      if (!isObservation(population)) this.#initial.set(key, initialOf(population, keys))
    }
  }

  /**
   * Applies the order: who is not in the initial population is in no other, who is excluded counts no further, and an
   * exception applies only to who would otherwise miss the numerator (HL7 Quality Measure IG, "Measure Scoring"). In a
   * ratio, denominator and numerator stand next to each other, each with its own initial population where it has one.
   * @param meets whether the criteria of a population are met; asked only where it matters
   */
  membership(meets: (key: string) => boolean): PopulationMembership {
    const membership = new Map<string, boolean>()
    for (const key of this.#initial.keys()) membership.set(key, false)
    const has = (key: string): boolean => membership.get(key) === true
    const decide = (key: string): boolean => {
      const initial = this.#initial.get(key)
      if (!this.#initial.has(key) || (initial !== undefined && !has(initial))) return false
      const inside = meets(key)
      membership.set(key, inside)
      return inside
    }
    for (const key of this.#initial.keys()) if (key.startsWith('initial-population')) decide(key)
    for (const key of this.#initial.keys()) if (!ordered.has(key) && !key.startsWith('initial-population')) decide(key)
    if (this.#scoring === 'continuous-variable') {
      if (decide('measure-population')) decide('measure-population-exclusion')
    } else if (this.#scoring === 'ratio') {
      if (decide('denominator')) decide('denominator-exclusion')
      if (decide('numerator')) decide('numerator-exclusion')
    } else if (decide('denominator') && !decide('denominator-exclusion')) {
      if (decide('numerator')) decide('numerator-exclusion')
      else decide('denominator-exception')
    }
    return membership
  }
}

/** Populations that decide over each other; all others are decided for themselves. */
const ordered: ReadonlySet<string> = new Set([
  'denominator',
  'denominator-exclusion',
  'denominator-exception',
  'numerator',
  'numerator-exclusion',
  'measure-population',
  'measure-population-exclusion'
])
