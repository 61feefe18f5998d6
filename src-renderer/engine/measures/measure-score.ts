import type { MeasureDefinition, MeasureGroup } from './measure-definition.ts'
import type { PatientResult, PopulationCount } from './measure-evaluator.ts'

/** A group's result over a population. */
export interface GroupSummary {
  readonly id: string
  /** Counts by population code; a second population of a code has `#2` after it. */
  readonly populations: Readonly<Record<string, number>>
  /** The rate or the joined observations; undefined where nothing can be divided. */
  readonly score: number | undefined
  /** Counts by stratifier. */
  readonly strata: Readonly<Record<string, number>>
}

type Join = (values: readonly number[]) => number | undefined

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  if (sorted.length === 0) return undefined
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** Aggregate methods of measure observations (HL7 Quality Measure IG, `cqfm-aggregateMethod`). */
const joins: Readonly<Record<string, Join>> = {
  sum,
  count: (values) => values.length,
  average: (values) => (values.length === 0 ? undefined : sum(values) / values.length),
  median,
  minimum: (values) => (values.length === 0 ? undefined : Math.min(...values)),
  maximum: (values) => (values.length === 0 ? undefined : Math.max(...values))
}

const synonyms: Readonly<Record<string, string>> = { avg: 'average', mean: 'average', min: 'minimum', max: 'maximum' }

function joinOf(method: string | undefined): Join {
  const lower = (method ?? 'sum').toLowerCase()
  const name = Object.hasOwn(synonyms, lower) ? synonyms[lower]! : lower
  return Object.hasOwn(joins, name) ? joins[name]! : sum
}

/** Adds up patients' results, one group at a time, without keeping the patients. */
export class MeasureScore {
  readonly #measure: MeasureDefinition
  readonly #counts: Map<string, number>[]
  readonly #strata: Map<string, number>[]
  /** Observed values by group and population id. */
  readonly #observed: Map<string, number[]>[]
  patients = 0

  constructor(measure: MeasureDefinition) {
    this.#measure = measure
    const empty = <T>(): Map<string, T>[] => measure.groups.map(() => new Map<string, T>())
    this.#counts = empty()
    this.#strata = empty()
    this.#observed = empty()
  }

  add(result: PatientResult): void {
    this.patients++
    result.groups.forEach((group, index) => {
      const seen = new Map<string, number>()
      for (const population of group.populations) {
        const key = keyOf(population, seen)
        const counts = this.#counts[index]!
        counts.set(key, (counts.get(key) ?? 0) + population.count)
        if (population.observations !== undefined) {
          const observed = this.#observed[index]!
          observed.set(population.id, [...(observed.get(population.id) ?? []), ...population.observations])
        }
      }
      for (const { id, count } of group.strata) {
        const strata = this.#strata[index]!
        strata.set(id, (strata.get(id) ?? 0) + count)
      }
    })
  }

  /** The results of all groups so far. */
  groups(): readonly GroupSummary[] {
    return this.#measure.groups.map((group, index) => ({
      id: group.id,
      populations: Object.fromEntries(this.#counts[index]!),
      score: this.#score(group, index),
      strata: Object.fromEntries(this.#strata[index]!)
    }))
  }

  #score(group: MeasureGroup, index: number): number | undefined {
    const count = (code: string): number => this.#counts[index]!.get(code) ?? 0
    const observations = group.populations.filter((one) => one.code === 'measure-observation')
    const joined = observations.map((one) => joinOf(one.aggregateMethod)(this.#observed[index]!.get(one.id) ?? []))
    const numerator = count('numerator') - count('numerator-exclusion')
    switch (group.scoring) {
      case 'proportion':
        return quotient(
          numerator,
          count('denominator') - count('denominator-exclusion') - count('denominator-exception')
        )
      case 'ratio': {
        const of = (code: string): number | undefined => {
          const target = group.populations.find((one) => one.code === code)
          const at = observations.findIndex((one) => one.criteriaReference === target?.id)
          return at < 0 ? undefined : joined[at]
        }
        const below = of('denominator') ?? count('denominator') - count('denominator-exclusion')
        return quotient(of('numerator') ?? numerator, below)
      }
      case 'continuous-variable':
        return joined[0]
      default:
        return undefined
    }
  }
}

function keyOf(population: PopulationCount, seen: Map<string, number>): string {
  const count = (seen.get(population.code) ?? 0) + 1
  seen.set(population.code, count)
  return count === 1 ? population.code : `${population.code}#${String(count)}`
}

function quotient(above: number, below: number): number | undefined {
  return below === 0 ? undefined : above / below
}
