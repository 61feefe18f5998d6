import { ElmError } from '../elm/elm-error.ts'
import type { ElmLibrary } from '../elm/elm-library.ts'
import type { PatientData } from '../elm/patient-data.ts'
import { Program } from '../elm/program.ts'
import type { Run } from '../elm/run.ts'
import type { TraceSink } from '../elm/trace-sink.ts'
import { Decimal } from '../elm/values/decimal.ts'
import { Quantity } from '../elm/values/quantity.ts'
import type { DateTime } from '../elm/values/temporal.ts'
import type { ZoneOffset } from '../elm/values/temporal-text.ts'
import { isList, type Value } from '../elm/values/value.ts'
import { distinct } from '../elm/operators/lists.ts'
import type { MeasureContent } from './measure-content.ts'
import type { MeasureDefinition, MeasureGroup, Population } from './measure-definition.ts'
import { periodInterval, type MeasurementPeriod } from './measurement-period.ts'
import { applyPopulationOrder, type Membership } from './membership.ts'

/** What went wrong for one patient: the others are not touched by it. */
export interface EvaluationProblem {
  readonly patient: string
  /** The define that failed. */
  readonly expression: string
  /** `Type/id` of the resource under consideration, where known. */
  readonly resource: string | undefined
  readonly message: string
}

/** One population of one patient: how many episodes are in it, or 0 and 1. */
export interface PopulationCount {
  readonly id: string
  readonly code: string
  readonly count: number
  /** For an observation: its values, one per episode. */
  readonly observations?: readonly number[]
}

/** One group of one patient. */
export interface GroupResult {
  readonly id: string
  readonly populations: readonly PopulationCount[]
  /** Stratifiers that the patient, or the number of episodes, belongs to. */
  readonly strata: readonly { readonly id: string; readonly count: number }[]
}

/** All groups of one patient, and what could not be evaluated. */
export interface PatientResult {
  readonly patient: string
  readonly groups: readonly GroupResult[]
  readonly problems: readonly EvaluationProblem[]
}

/** Options of an evaluator. */
export interface EvaluatorOptions {
  readonly zone?: ZoneOffset
  /** Compile with trace points. */
  readonly instrumented?: boolean
}

/** A measure compiled for evaluation over any number of patients. */
export class MeasureEvaluator {
  readonly measure: MeasureDefinition
  readonly program: Program
  readonly #library: ElmLibrary

  /** @throws ElmError when the measure's library is not among the content */
  constructor(measure: MeasureDefinition, content: MeasureContent, options: EvaluatorOptions = {}) {
    this.measure = measure
    this.program = new Program({
      libraries: content.libraries,
      valueSets: content.valueSets,
      ...(options.zone === undefined ? {} : { zone: options.zone }),
      instrumented: options.instrumented ?? false
    })
    this.#library = this.program.library(measure.library)
  }

  /** Evaluates all groups for one patient. Nothing that is wrong with the patient's data is thrown. */
  evaluate(patient: string, data: PatientData, period: MeasurementPeriod, trace?: TraceSink): PatientResult {
    const interval = periodInterval(period, this.program.zone)
    const parameters = new Map<string, Value>([['Measurement Period', interval]])
    const run = this.program.run(data, parameters, interval.high as DateTime, trace)
    const problems: EvaluationProblem[] = []
    const groups = this.measure.groups.map((group) => this.#group(group, run, patient, problems))
    return { patient, groups, problems }
  }

  /** The value of a define; null and a problem when it cannot be evaluated. */
  #value(name: string, run: Run, patient: string, problems: EvaluationProblem[]): Value {
    return this.#guarded(name, patient, problems, () => this.program.define(this.#library, name)(run))
  }

  #guarded(name: string, patient: string, problems: EvaluationProblem[], evaluate: () => Value): Value {
    try {
      return evaluate()
    } catch (error) {
      if (!(error instanceof ElmError)) throw error
      problems.push({ patient, expression: name, resource: error.resource, message: error.message })
      return null
    }
  }

  #group(group: MeasureGroup, run: Run, patient: string, problems: EvaluationProblem[]): GroupResult {
    return group.basis === 'boolean'
      ? this.#byPatient(group, run, patient, problems)
      : this.#byEpisode(group, run, patient, problems)
  }

  #byPatient(group: MeasureGroup, run: Run, patient: string, problems: EvaluationProblem[]): GroupResult {
    const keys = populationKeys(group)
    const membership: Membership = new Map()
    for (const [population, key] of keys) {
      if (!isObservation(population)) {
        membership.set(key, this.#value(population.expression, run, patient, problems) === true)
      }
    }
    applyPopulationOrder(membership, group.scoring)
    const populations = [...keys].map(([population, key]): PopulationCount => {
      const { id, code } = population
      if (!isObservation(population)) return { id, code, count: membership.get(key) === true ? 1 : 0 }
      const observed = observedKey(population, keys)
      const counted = observed === undefined || (membership.get(observed) === true && !excluded(observed, membership))
      const value = counted ? this.#observe(population, undefined, run, patient, problems) : null
      const observations = numbersOf([value])
      return { id, code, count: observations.length, observations }
    })
    const strata = group.stratifiers.map(({ id, expression }) => ({
      id,
      count: this.#value(expression, run, patient, problems) === true ? 1 : 0
    }))
    return { id: group.id, populations, strata }
  }

  #byEpisode(group: MeasureGroup, run: Run, patient: string, problems: EvaluationProblem[]): GroupResult {
    const keys = populationKeys(group)
    const members = new Map<string, Set<Value>>()
    const episodes: Value[] = []
    for (const [population, key] of keys) {
      if (isObservation(population)) continue
      const list = asEpisodes(this.#value(population.expression, run, patient, problems))
      episodes.push(...list)
      members.set(key, new Set(list.map(identity)))
    }
    const counts = new Map<string, Value[]>([...members.keys()].map((key) => [key, []]))
    const orders = new Map<Value, Membership>()
    for (const episode of distinct(episodes)) {
      const membership: Membership = new Map()
      for (const [key, set] of members) membership.set(key, set.has(identity(episode)))
      applyPopulationOrder(membership, group.scoring)
      orders.set(episode, membership)
      for (const [key, member] of membership) if (member) counts.get(key)?.push(episode)
    }
    const populations = [...keys].map(([population, key]): PopulationCount => {
      const { id, code } = population
      if (!isObservation(population)) return { id, code, count: counts.get(key)?.length ?? 0 }
      const observed = observedKey(population, keys) ?? ''
      const counted = (counts.get(observed) ?? []).filter((one) => !excluded(observed, orders.get(one)))
      const values = counted.map((episode) => this.#observe(population, episode, run, patient, problems))
      const observations = numbersOf(values)
      return { id, code, count: observations.length, observations }
    })
    const strata = group.stratifiers.map(({ id, expression }) => ({
      id,
      count: strataCount(this.#value(expression, run, patient, problems), episodes)
    }))
    return { id: group.id, populations, strata }
  }

  /** The value of an observation for an episode, or for the patient. */
  #observe(
    population: Population,
    episode: Value | undefined,
    run: Run,
    patient: string,
    problems: EvaluationProblem[]
  ): Value {
    const { expression } = population
    const operands = episode === undefined ? [] : [episode]
    return this.#guarded(expression, patient, problems, () => {
      const [observation] = this.program.functions(this.#library, expression, operands.length)
      if (observation === undefined) {
        throw new ElmError('not-found', `Library ${this.#library.id} has no observation "${expression}".`)
      }
      return observation.call(run, operands)
    })
  }
}

function isObservation(population: Population): boolean {
  return population.code === 'measure-observation'
}

/** Populations with a key each: the code, and for a second one of the same code an index after it. */
function populationKeys(group: MeasureGroup): ReadonlyMap<Population, string> {
  const seen = new Map<string, number>()
  const keys = new Map<Population, string>()
  for (const population of group.populations) {
    const count = (seen.get(population.code) ?? 0) + 1
    seen.set(population.code, count)
    keys.set(population, count === 1 ? population.code : `${population.code}#${String(count)}`)
  }
  return keys
}

/** Key of the population that an observation is made on. */
function observedKey(population: Population, keys: ReadonlyMap<Population, string>): string | undefined {
  const { criteriaReference } = population
  const referred = [...keys].find(([one]) => one.id === criteriaReference || one.code === criteriaReference)
  return referred?.[1] ?? [...keys.values()].find((key) => key === 'measure-population')
}

const exclusions: Readonly<Record<string, string>> = {
  'measure-population': 'measure-population-exclusion',
  denominator: 'denominator-exclusion',
  numerator: 'numerator-exclusion'
}

/** Whether a member of a population is excluded from it, so that nothing is observed on it. */
function excluded(key: string, membership: Membership | undefined): boolean {
  const exclusion = Object.hasOwn(exclusions, key) ? exclusions[key] : undefined
  return exclusion !== undefined && membership?.get(exclusion) === true
}

function asEpisodes(value: Value): readonly Value[] {
  if (isList(value)) return distinct(value.filter((one) => one !== null))
  return value === null || typeof value === 'boolean' ? [] : [value]
}

/** What tells episodes apart: a resource's type and id, or the value itself. */
function identity(episode: Value): Value {
  if (typeof episode !== 'object' || episode === null || !('resourceType' in episode)) return episode
  const { resourceType, id } = episode
  return typeof resourceType === 'string' && typeof id === 'string' ? `${resourceType}/${id}` : episode
}

function strataCount(value: Value, episodes: readonly Value[]): number {
  if (value === true) return distinct(episodes).length
  return asEpisodes(value).length
}

/** Observed values as numbers; those that are null are not observations. */
function numbersOf(values: readonly Value[]): readonly number[] {
  return values.flatMap((value) => {
    if (typeof value === 'number') return [value]
    if (value instanceof Decimal) return [value.toNumber()]
    return value instanceof Quantity ? [value.value.toNumber()] : []
  })
}
