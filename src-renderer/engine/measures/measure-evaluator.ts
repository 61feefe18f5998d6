import { ElmError } from '../elm/elm-error.ts'
import type { ElmLibrary } from '../elm/elm-library.ts'
import type { FhirValues } from '../elm/fhir/fhir-values.ts'
import type { PatientData } from '../elm/patient-data.ts'
import { Program } from '../elm/program.ts'
import type { Run } from '../elm/run.ts'
import type { TraceSink } from '../elm/trace-sink.ts'
import type { DateTime } from '../elm/values/temporal.ts'
import type { ZoneOffset } from '../elm/values/temporal-text.ts'
import type { Value } from '../elm/values/value.ts'
import { distinct } from '../elm/operators/lists.ts'
import type { MeasureContent } from './measure-content.ts'
import type { MeasureDefinition, MeasureGroup, Population, Stratifier } from './measure-definition.ts'
import { periodInterval, type MeasurementPeriod } from './measurement-period.ts'
import { applyPopulationOrder, type Membership } from './membership.ts'
import { asEpisodes, excluded, identity, isObservation, numbersOf, observedKey, populationKeys } from './populations.ts'
import { stratumValue } from './stratum-value.ts'

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

/** One stratum that a patient, or some of the episodes, belongs to. */
export interface StratumResult {
  /** Id of the stratifier. */
  readonly id: string
  /** The value that makes the stratum, for stratifiers that are not a yes or no. */
  readonly value: string | undefined
  readonly populations: readonly PopulationCount[]
}

/** One group of one patient. */
export interface GroupResult {
  readonly id: string
  readonly populations: readonly PopulationCount[]
  /** What of the patient is in the strata. */
  readonly strata: readonly StratumResult[]
}

/** All groups of one patient, and what could not be evaluated. */
export interface PatientResult {
  readonly patient: string
  readonly groups: readonly GroupResult[]
  /** Values of the supplemental data by id, where they were asked for. */
  readonly supplemental: Readonly<Record<string, string>>
  readonly problems: readonly EvaluationProblem[]
}

/** Options of an evaluator. */
export interface EvaluatorOptions {
  readonly zone?: ZoneOffset
  /** Conversions of FHIR elements of the same zone, to share what they remember with other measures. */
  readonly fhir?: FhirValues
  /** Evaluate supplemental data too. */
  readonly supplemental?: boolean
  /** Compile with trace points. */
  readonly instrumented?: boolean
}

/** A measure compiled for evaluation over any number of patients. */
export class MeasureEvaluator {
  readonly measure: MeasureDefinition
  readonly program: Program
  readonly #library: ElmLibrary
  readonly #supplemental: boolean
  /** The period of the last evaluation, kept so that what depends on it alone is computed once. */
  #period:
    | { readonly of: MeasurementPeriod; readonly parameters: ReadonlyMap<string, Value>; readonly end: DateTime }
    | undefined

  /** @throws ElmError when the measure's library is not among the content */
  constructor(measure: MeasureDefinition, content: MeasureContent, options: EvaluatorOptions = {}) {
    this.measure = measure
    this.program = new Program({
      libraries: content.libraries,
      valueSets: content.valueSets,
      ...(options.zone === undefined ? {} : { zone: options.zone }),
      ...(options.fhir === undefined ? {} : { fhir: options.fhir }),
      instrumented: options.instrumented ?? false
    })
    this.#library = this.program.library(measure.library)
    this.#supplemental = options.supplemental ?? false
  }

  /** Evaluates all groups for one patient. Nothing that is wrong with the patient's data is thrown. */
  evaluate(patient: string, data: PatientData, period: MeasurementPeriod, trace?: TraceSink): PatientResult {
    const { parameters, end } = this.#setting(period)
    const run = this.program.run(data, parameters, end, trace)
    const problems: EvaluationProblem[] = []
    const groups = this.measure.groups.map((group) => this.#group(group, run, patient, problems))
    return { patient, groups, supplemental: this.#supplement(run, patient, problems), problems }
  }

  #supplement(run: Run, patient: string, problems: EvaluationProblem[]): Readonly<Record<string, string>> {
    if (!this.#supplemental) return {}
    const entries = this.measure.supplementalData.flatMap(({ id, expression }) => {
      const value = stratumValue(this.#value(expression, run, patient, problems))
      return value === undefined ? [] : [[id, value] as const]
    })
    return Object.fromEntries(entries)
  }

  #setting(period: MeasurementPeriod): { readonly parameters: ReadonlyMap<string, Value>; readonly end: DateTime } {
    if (this.#period?.of.start !== period.start || this.#period.of.end !== period.end) {
      const interval = periodInterval(period, this.program.zone)
      const parameters = new Map<string, Value>([['Measurement Period', interval]])
      this.#period = { of: period, parameters, end: interval.high as DateTime }
    }
    return this.#period
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
    const strata = group.stratifiers.flatMap((stratifier): StratumResult[] => {
      const value = this.#value(stratifier.expression, run, patient, problems)
      if (value === null || value === false) return []
      const { id } = stratifier
      return [{ id, value: value === true ? undefined : stratumValue(value), populations: of(stratifier, populations) }]
    })
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
    const observed = new Map<string, readonly (readonly [episode: Value, value: Value])[]>()
    for (const [population] of keys) {
      if (!isObservation(population)) continue
      const key = observedKey(population, keys) ?? ''
      const counted = (counts.get(key) ?? []).filter((one) => !excluded(key, orders.get(one)))
      const values = counted.map((one) => [one, this.#observe(population, one, run, patient, problems)] as const)
      observed.set(population.id, values)
    }
    const within = (test: (episode: Value) => boolean): readonly PopulationCount[] =>
      [...keys].map(([population, key]) => {
        const { id, code } = population
        if (!isObservation(population)) return { id, code, count: (counts.get(key) ?? []).filter(test).length }
        const values = (observed.get(id) ?? []).filter(([episode]) => test(episode)).map(([, value]) => value)
        const observations = numbersOf(values)
        return { id, code, count: observations.length, observations }
      })
    const strata = group.stratifiers.map((stratifier): StratumResult => {
      const value = this.#value(stratifier.expression, run, patient, problems)
      const members = new Set((value === true ? episodes : asEpisodes(value)).map(identity))
      const populations = of(
        stratifier,
        within((episode) => members.has(identity(episode)))
      )
      return { id: stratifier.id, value: undefined, populations }
    })
    return { id: group.id, populations: within(() => true), strata }
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
      return observation.call(run, [...operands])
    })
  }
}

/** The populations that a stratifier divides. */
function of({ appliesTo }: Stratifier, populations: readonly PopulationCount[]): readonly PopulationCount[] {
  return appliesTo.length === 0 ? populations : populations.filter(({ code }) => appliesTo.includes(code))
}
