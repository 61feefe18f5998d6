import { countBits } from '../../base/kernels/bitset.ts'
import type { MeasureRun, PopulationMembers } from './measure-run.ts'
import type { MeasureDefinition } from '../definition/measure-definition.ts'
import type { MeasureGroup } from '../definition/measure-group.ts'

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
  minimum: (values) => (values.length === 0 ? undefined : values.reduce((least, value) => Math.min(least, value))),
  maximum: (values) => (values.length === 0 ? undefined : values.reduce((max, value) => Math.max(max, value)))
}

const synonyms: Readonly<Record<string, string>> = { avg: 'average', mean: 'average', min: 'minimum', max: 'maximum' }

/** How the observations of an aggregate method are joined; the sum when it is not known. */
export function joinOf(method: string | undefined): Join {
  const lower = (method ?? 'sum').toLowerCase()
  const name = Object.hasOwn(synonyms, lower) ? synonyms[lower]! : lower
  return Object.hasOwn(joins, name) ? joins[name]! : sum
}

/** How many cases a population has, and what was observed of them. */
export interface CountedPopulation {
  readonly id: string
  /** `initial-population`, `denominator`, `numerator` … */
  readonly code: string
  /** Patients, or what is counted of each; for observations their number. */
  readonly cases: number
  /** Patients with at least one case. */
  readonly members: number
  /** Observed values; absent where the population is no observation. */
  readonly observed?: readonly number[]
}

/** A group or a stratum whose populations were counted. */
export interface CountedGroup {
  readonly id: string
  readonly populations: readonly CountedPopulation[]
  readonly strata: readonly {
    readonly id: string
    readonly value: string | undefined
    readonly populations: readonly CountedPopulation[]
  }[]
}

function counted({ id, code, members, counts, observations }: PopulationMembers): CountedPopulation {
  const people = countBits(members)
  const ofCode = counts === undefined ? people : sum(Array.from(counts))
  return {
    id,
    code,
    cases: code === 'measure-observation' ? (observations?.value.length ?? 0) : ofCode,
    members: people,
    ...(observations === undefined ? {} : { observed: Array.from(observations.value) })
  }
}

/** Counts the populations of a run. */
export function countRun({ groups }: Pick<MeasureRun, 'groups'>): readonly CountedGroup[] {
  return groups.map(({ id, populations, strata }) => ({
    id,
    populations: populations.map(counted),
    strata: strata.map((stratum) => ({
      id: stratum.id,
      value: stratum.value,
      populations: stratum.populations.map(counted)
    }))
  }))
}

/** The populations of one group or stratum over all patients. */
class Sums {
  readonly #group: MeasureGroup
  readonly #counts = new Map<string, number>()
  /** Observed values by population id. */
  readonly #observed = new Map<string, readonly number[]>()

  constructor(group: MeasureGroup, populations: readonly CountedPopulation[]) {
    this.#group = group
    const keys = scorePopulationKeys(populations)
    populations.forEach(({ id, cases, observed }, index) => {
      this.#counts.set(keys[index]!, cases)
      if (observed !== undefined) this.#observed.set(id, observed)
    })
  }

  result(): Result {
    return { populations: Object.fromEntries(this.#counts), score: this.#score() }
  }

  #score(): number | undefined {
    const group = this.#group
    const count = (code: string): number => this.#counts.get(code) ?? 0
    const observations = group.populations.filter((item) => item.code === 'measure-observation')
    const joined = observations.map((item) => joinOf(item.aggregateMethod)(this.#observed.get(item.id) ?? []))
    const numerator = count('numerator') - count('numerator-exclusion')
    switch (group.scoring) {
      case 'proportion':
        return quotient(
          numerator,
          count('denominator') - count('denominator-exclusion') - count('denominator-exception')
        )
      case 'ratio': {
        const of = (code: string): number | undefined => {
          const target = group.populations.find((item) => item.code === code)
          const index = observations.findIndex((item) => item.criteriaReference === target?.id)
          return index < 0 ? undefined : joined[index]
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

/** The results of a run: counts and scores of all groups and strata. */
export function scoreRun(measure: MeasureDefinition, run: MeasureRun): readonly GroupSummary[] {
  return scoreCounted(measure, countRun(run))
}

/** As {@link scoreRun}, of populations that were counted. */
export function scoreCounted(measure: MeasureDefinition, groups: readonly CountedGroup[]): readonly GroupSummary[] {
  return groups.map(({ id, populations, strata }, index) => {
    const group = measure.groups[index]!
    return {
      id,
      ...new Sums(group, populations).result(),
      strata: strata.map((item) => ({ id: item.id, value: item.value, ...new Sums(group, item.populations).result() }))
    }
  })
}

/** Names of a group's populations: their codes, with `#2` after that of a second population of a code. */
export function scorePopulationKeys(populations: readonly { readonly code: string }[]): readonly string[] {
  const seen = new Map<string, number>()
  return populations.map(({ code }) => {
    const count = (seen.get(code) ?? 0) + 1
    seen.set(code, count)
    return count === 1 ? code : `${code}#${String(count)}`
  })
}

function quotient(above: number, below: number): number | undefined {
  return below === 0 ? undefined : above / below
}
