import { engineMeasuresMessages as m } from '#messages/engine/measures.ts'
import { defined } from '#shared/language/defined.ts'
import { separateText } from '#shared/language/separate-text.ts'
import { BudgetError, type EvaluationLimits } from '../../cql/elm/library/budget.ts'
import { ElmError } from '../../cql/elm/library/elm-error.ts'
import { failureOf } from '../../cql/elm/library/evaluation-failure.ts'
import type { ElmLibrary } from '../../cql/elm/library/elm-library.ts'
import type { FhirValues } from '../../cql/elm/fhir/fhir-values.ts'
import type { PatientData } from '../../cql/elm/runtime/patient-data.ts'
import { Program } from '../../cql/elm/program.ts'
import type { Evaluate, Run } from '../../cql/elm/runtime/run.ts'
import type { TraceSink } from '../../cql/elm/runtime/trace-sink.ts'
import type { ZoneOffset } from '../../cql/elm/values/temporal-text.ts'
import { isList, type Value } from '../../cql/elm/values/value.ts'
import { distinct } from '../../cql/elm/operators/lists.ts'
import { planGroup, type GroupPlan } from './group-plan.ts'
import { Exclusions } from './exclusions.ts'
import type { MeasureContent } from '../definition/measure-content.ts'
import type { MeasureDefinition } from '../definition/measure-definition.ts'
import type { MeasureGroup, MeasurePopulation, Stratifier } from '../definition/measure-group.ts'
import type { MeasurementPeriod } from '../definition/measurement-period.ts'
import {
  asEpisodes,
  excluded,
  identity,
  isObservation,
  numbersOf,
  observedKey,
  type PopulationMembership
} from './populations.ts'
import type { EvaluationProblem, GroupResult, PatientResult, PopulationCount, StratumResult } from './patient-result.ts'
import { PeriodRuns, type ParameterValues } from './period-runs.ts'
import { stratumValue } from './stratum-value.ts'

/** Options of an evaluator. */
export interface EvaluatorOptions {
  readonly zone?: ZoneOffset
  /** Conversions of FHIR elements of the same zone, to share what they remember with other measures. */
  readonly fhir?: FhirValues
  /** Evaluate supplemental data too. */
  readonly supplemental?: boolean
  /** Compile with trace points. */
  readonly instrumented?: boolean
  /** What a measure may take for a patient. */
  readonly limits?: EvaluationLimits | undefined
  /** Values of parameters besides the period. */
  readonly options?: ParameterValues
  /** The compiled logic of the content, to share with other measures; then zone and conversions are those of the program. */
  readonly program?: Program
}

/** The logic of some content, for one or more of its measures; compiled as far as it is asked for. */
export function measureProgram(content: MeasureContent, options: Omit<EvaluatorOptions, 'program'> = {}): Program {
  return new Program({
    libraries: content.libraries,
    valueSets: content.valueSets,
    ...(options.zone === undefined ? {} : { zone: options.zone }),
    ...(options.fhir === undefined ? {} : { fhir: options.fhir }),
    ...(options.limits === undefined ? {} : { limits: options.limits }),
    instrumented: options.instrumented ?? false
  })
}

/** A measure compiled for evaluation over any number of patients. */
export class MeasureEvaluator {
  readonly measure: MeasureDefinition
  readonly program: Program
  readonly #library: ElmLibrary
  readonly #supplemental: boolean
  /** Defines that were asked for, by name. */
  readonly #defines = new Map<string, Evaluate>()
  readonly #leftOut: Exclusions
  readonly #plans: ReadonlyMap<MeasureGroup, GroupPlan>
  readonly #runs: PeriodRuns
  /** The patient under evaluation took more than allowed. */
  #stopped = false

  /** @throws ElmError when the measure's library is not among the content */
  constructor(measure: MeasureDefinition, content: MeasureContent, options: EvaluatorOptions = {}) {
    this.measure = measure
    this.program = options.program ?? measureProgram(content, options)
    this.#runs = new PeriodRuns(this.program, options.options)
    this.#library = this.program.library(measure.library, measure.libraryVersion)
    this.#supplemental = options.supplemental ?? false
    this.#leftOut = new Exclusions(measure, this.program, this.#library, content.libraries)
    this.#plans = new Map(measure.groups.map((group) => [group, planGroup(group)]))
  }

  /** Evaluates all groups for one patient. Nothing that is wrong with the patient's data is thrown. */
  evaluate(patient: string, data: PatientData, period: MeasurementPeriod, trace?: TraceSink): PatientResult {
    return this.evaluateIn(this.#runs.begin(data, period, trace), patient)
  }

  /**
   * Evaluates all groups in an evaluation of the program that other measures take part in: what they have in common is
   * computed for the first of them.
   */
  evaluateIn(run: Run, patient: string): PatientResult {
    run.begin()
    this.#stopped = false
    const problems: EvaluationProblem[] = []
    const groups = this.measure.groups.map((group) => this.#group(group, run, patient, problems))
    const supplemental = this.#supplement(run, patient, problems)
    const told = this.#numbers(run, patient, problems)
    const leftOut = this.#leftOut.of(groups, run)
    const numbers = leftOut === undefined ? told : { ...told, ...leftOut }
    return { patient, groups, supplemental, numbers, problems, stopped: this.#stopped }
  }

  #numbers(run: Run, patient: string, problems: EvaluationProblem[]): PatientResult['numbers'] {
    let numbers: Record<string, readonly number[]> | undefined
    for (const { id, expression, perPatient } of this.measure.supplementalData) {
      const value = perPatient === true ? this.#value(expression, run, patient, problems) : null
      if (value !== null) (numbers ??= {})[id] = numbersOf(isList(value) ? value : [value])
    }
    return numbers
  }

  #supplement(run: Run, patient: string, problems: EvaluationProblem[]): Readonly<Record<string, string>> {
    if (!this.#supplemental) return {}
    const entries = this.measure.supplementalData.flatMap(({ id, expression }) => {
      const value = stratumValue(this.#value(expression, run, patient, problems))
      return value === undefined ? [] : [[id, value] as const]
    })
    return Object.fromEntries(entries)
  }

  /** The value of a define; null and a problem when it cannot be evaluated. */
  #value(name: string, run: Run, patient: string, problems: EvaluationProblem[]): Value {
    let define = this.#defines.get(name)
    try {
      if (define === undefined) {
        define = this.program.define(this.#library, name)
        this.#defines.set(name, define)
      }
      return define(run)
    } catch (error) {
      return this.#failed(error, name, patient, problems)
    }
  }

  #guarded(name: string, patient: string, problems: EvaluationProblem[], evaluate: () => Value): Value {
    try {
      return evaluate()
    } catch (error) {
      return this.#failed(error, name, patient, problems)
    }
  }

  #group(group: MeasureGroup, run: Run, patient: string, problems: EvaluationProblem[]): GroupResult {
    try {
      return group.basis === 'boolean'
        ? this.#byPatient(group, run, patient, problems)
        : this.#byEpisode(group, run, patient, problems)
    } catch (error) {
      this.#failed(error, group.populations[0]?.expression ?? '', patient, problems)
      return {
        id: group.id,
        populations: group.populations.map(({ id, code }) => ({ id, code, count: 0 })),
        strata: []
      }
    }
  }

  /** Null, and a problem: nothing that is wrong with the data or the logic stops a run. */
  #failed(error: unknown, expression: string, patient: string, problems: EvaluationProblem[]): null {
    const failure = failureOf(error, this.#library, expression)
    if (failure instanceof BudgetError) {
      // Whatever else is evaluated for this patient stops at once; that says nothing more.
      if (this.#stopped) return null
      this.#stopped = true
    }
    const { resource, message } = failure
    // A problem stays when the records are let go.
    problems.push({
      patient: separateText(patient),
      expression,
      resource: resource === undefined ? undefined : separateText(resource),
      message: separateText(message)
    })
    return null
  }

  #byPatient(group: MeasureGroup, run: Run, patient: string, problems: EvaluationProblem[]): GroupResult {
    const { keys, order, expressions } = defined(this.#plans.get(group))
    const membership = order.membership(
      (key) => this.#value(defined(expressions.get(key)), run, patient, problems) === true
    )
    if (run.trace !== undefined) this.#evaluateAll(keys, run, patient)
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
    const { keys, order, initial } = defined(this.#plans.get(group))
    const members = new Map<string, Set<Value>>()
    const episodes: Value[] = []
    const evaluate = (population: MeasurePopulation, key: string): number => {
      const list = asEpisodes(this.#value(population.expression, run, patient, problems))
      for (const episode of list) episodes.push(episode)
      members.set(key, new Set(list.map(identity)))
      return list.length
    }
    let some = initial.length === 0
    for (const [population, key] of initial) if (evaluate(population, key) > 0) some = true
    for (const [population, key] of keys) {
      if (isObservation(population) || members.has(key)) continue
      if (some) evaluate(population, key)
      else members.set(key, new Set())
    }
    if (run.trace !== undefined) this.#evaluateAll(keys, run, patient)
    const counts = new Map<string, Value[]>([...members.keys()].map((key) => [key, []]))
    const orders = new Map<Value, PopulationMembership>()
    for (const episode of some ? distinct(episodes) : []) {
      const self = identity(episode)
      const membership = order.membership((key) => defined(members.get(key)).has(self))
      orders.set(episode, membership)
      for (const [key, member] of membership) if (member) counts.get(key)?.push(episode)
    }
    const observed = new Map<string, readonly (readonly [episode: Value, value: Value])[]>()
    for (const [population] of keys) {
      if (!isObservation(population)) continue
      const key = observedKey(population, keys) ?? ''
      const counted = (counts.get(key) ?? []).filter((item) => !excluded(key, orders.get(item)))
      const values = counted.map((item) => [item, this.#observe(population, item, run, patient, problems)] as const)
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

  /** Evaluates what did not matter for the populations, too, so that a trace is whole; errors in it do not count. */
  #evaluateAll(keys: ReadonlyMap<MeasurePopulation, string>, run: Run, patient: string): void {
    for (const population of keys.keys()) {
      if (!isObservation(population)) this.#value(population.expression, run, patient, [])
    }
  }

  /** The value of an observation for an episode, or for the patient. */
  #observe(
    population: MeasurePopulation,
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
        throw new ElmError('not-found', m.libraryHasNoObservation(this.#library.id, expression))
      }
      return observation.call(run, [...operands])
    })
  }
}

/** The populations that a stratifier divides. */
function of({ appliesTo }: Stratifier, populations: readonly PopulationCount[]): readonly PopulationCount[] {
  return appliesTo.length === 0 ? populations : populations.filter(({ code }) => appliesTo.includes(code))
}
