import type { MeasureDefinition, MeasureGroup } from './measure-definition.ts'
import type { PatientResult, PopulationCount } from './measure-evaluator.ts'

/** What some populations came to. */
interface Result {
  /** Counts by population code; a second population of a code has `#2` after it. */
  readonly populations: Readonly<Record<string, number>>
  /** The rate or the joined observations; undefined where nothing can be divided. */
  readonly score: number | undefined
}

/** A stratum's result over a population. */
export interface StratumSummary extends Result {
  /** Id of the stratifier. */
  readonly id: string
  /** The value that makes the stratum, where there is one. */
  readonly value: string | undefined
}

/** A group's result over a population. */
export interface GroupSummary extends Result {
  readonly id: string
  readonly strata: readonly StratumSummary[]
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

/** Adds up populations of one group or stratum. */
class Sums {
  readonly #group: MeasureGroup
  readonly #counts = new Map<string, number>()
  /** Observed values by population id. */
  readonly #observed = new Map<string, number[]>()

  constructor(group: MeasureGroup) {
    this.#group = group
  }

  add(populations: readonly PopulationCount[]): void {
    const seen = new Map<string, number>()
    for (const population of populations) {
      const key = keyOf(population, seen)
      this.#counts.set(key, (this.#counts.get(key) ?? 0) + population.count)
      if (population.observations === undefined) continue
      const observed = this.#observed.get(population.id)
      if (observed === undefined) this.#observed.set(population.id, [...population.observations])
      else observed.push(...population.observations)
    }
  }

  result(): Result {
    return { populations: Object.fromEntries(this.#counts), score: this.#score() }
  }

  #score(): number | undefined {
    const group = this.#group
    const count = (code: string): number => this.#counts.get(code) ?? 0
    const observations = group.populations.filter((one) => one.code === 'measure-observation')
    const joined = observations.map((one) => joinOf(one.aggregateMethod)(this.#observed.get(one.id) ?? []))
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

interface GroupSums {
  readonly sums: Sums
  readonly strata: Map<string, { readonly id: string; readonly value: string | undefined; readonly sums: Sums }>
}

/** Adds up patients' results, one group at a time, without keeping the patients. */
export class MeasureScore {
  readonly #measure: MeasureDefinition
  readonly #groups: readonly GroupSums[]
  readonly #supplemental = new Map<string, Map<string, number>>()
  patients = 0

  constructor(measure: MeasureDefinition) {
    this.#measure = measure
    this.#groups = measure.groups.map((group) => ({ sums: new Sums(group), strata: new Map() }))
  }

  add(result: PatientResult): void {
    this.patients++
    result.groups.forEach(({ populations, strata }, index) => {
      const group = this.#groups[index]!
      group.sums.add(populations)
      for (const { id, value, populations: within } of strata) {
        const key = JSON.stringify([id, value])
        let stratum = group.strata.get(key)
        if (stratum === undefined) {
          stratum = { id, value, sums: new Sums(this.#measure.groups[index]!) }
          group.strata.set(key, stratum)
        }
        stratum.sums.add(within)
      }
    })
    for (const [id, value] of Object.entries(result.supplemental)) {
      const values = this.#supplemental.get(id) ?? new Map<string, number>()
      values.set(value, (values.get(value) ?? 0) + 1)
      this.#supplemental.set(id, values)
    }
  }

  /** The results of all groups so far. */
  groups(): readonly GroupSummary[] {
    return this.#measure.groups.map(({ id }, index) => {
      const { sums, strata } = this.#groups[index]!
      const results = [...strata.values()].map((one) => ({ id: one.id, value: one.value, ...one.sums.result() }))
      return { id, ...sums.result(), strata: results }
    })
  }

  /** How many patients have each value of the supplemental data, by its id. */
  supplemental(): Readonly<Record<string, Readonly<Record<string, number>>>> {
    return Object.fromEntries([...this.#supplemental].map(([id, values]) => [id, Object.fromEntries(values)]))
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
