import { emptyBitset, setBit, type Bitset } from '../../base/kernels/bitset.ts'
import type { GroupRun, MeasureRun, PatientNumbers, PopulationMembers, RunKey, StratumRun } from './measure-run.ts'
import { growableFloat64, growableInt32, type Growable } from '../../store/model/growable.ts'
import { exclusionIds } from '../definition/exclusion-clauses.ts'
import type { MeasureDefinition } from '../definition/measure-definition.ts'
import type { MeasureGroup } from '../definition/measure-group.ts'
import type { EvaluationProblem, PatientResult, PopulationCount } from '../evaluate/patient-result.ts'
import { strataInOrder, stratumKey } from './strata-by-key.ts'

const largestCount = 65_535

/** Members of one population while patients come in. */
class OpenPopulation {
  readonly #id: string
  readonly #code: string
  readonly #members: Bitset
  readonly #counts: Uint16Array | undefined
  #observing = false
  readonly #patients = growableInt32()
  readonly #values = growableFloat64()

  constructor({ id, code }: { readonly id: string; readonly code: string }, basis: string, patients: number) {
    this.#id = id
    this.#code = code
    this.#members = emptyBitset(patients)
    this.#counts = basis === 'boolean' ? undefined : new Uint16Array(patients)
  }

  add(patient: number, { count, observations }: PopulationCount): void {
    if (count > 0) {
      setBit(this.#members, patient)
      if (this.#counts !== undefined) this.#counts[patient] = Math.min(count, largestCount)
    }
    if (observations === undefined) return
    this.#observing = true
    for (const value of observations) {
      this.#patients.push(patient)
      this.#values.push(value)
    }
  }

  finish(): PopulationMembers {
    const observations = { patient: this.#patients.take(), value: this.#values.take() }
    return {
      id: this.#id,
      code: this.#code,
      members: this.#members,
      counts: this.#counts,
      observations: this.#observing || this.#code === 'measure-observation' ? observations : undefined
    }
  }
}

/** One group while patients come in. */
class OpenGroup {
  readonly #group: MeasureGroup
  readonly #patients: number
  readonly #populations: readonly OpenPopulation[]
  readonly #strata = new Map<
    string,
    { readonly id: string; readonly value: string | undefined; readonly populations: readonly OpenPopulation[] }
  >()

  constructor(group: MeasureGroup, patients: number) {
    this.#group = group
    this.#patients = patients
    this.#populations = this.#open(group.populations)
  }

  #open(populations: readonly { readonly id: string; readonly code: string }[]): readonly OpenPopulation[] {
    return populations.map((item) => new OpenPopulation(item, this.#group.basis, this.#patients))
  }

  add(patient: number, { populations, strata }: PatientResult['groups'][number]): void {
    populations.forEach((item, index) => this.#populations[index]!.add(patient, item))
    for (const { id, value, populations: within } of strata) {
      const key = stratumKey({ id, value })
      let stratum = this.#strata.get(key)
      if (stratum === undefined) {
        stratum = { id, value, populations: this.#open(within) }
        this.#strata.set(key, stratum)
      }
      const { populations: open } = stratum
      within.forEach((item, index) => open[index]!.add(patient, item))
    }
  }

  finish(): GroupRun {
    const { id, scoring, basis, improvement } = this.#group
    const strata = strataInOrder(this.#strata).map(({ id: stratifier, value, populations }): StratumRun => ({
      id: stratifier,
      value,
      populations: populations.map((item) => item.finish())
    }))
    return { id, scoring, basis, improvement, populations: this.#populations.map((item) => item.finish()), strata }
  }
}

/** Collects what a measure came to for patients, by ordinal in ascending order. */
export class RunCollector {
  readonly #measure: MeasureDefinition
  readonly #key: RunKey
  readonly #patients: number
  readonly #groups: readonly OpenGroup[]
  readonly #problems: EvaluationProblem[] = []
  readonly #supplemental = new Map<string, Map<string, number>>()
  readonly #numbers = new Map<
    string,
    { readonly patient: Growable<Int32Array>; readonly value: Growable<Float64Array> }
  >()
  /** Milliseconds spent on this measure. */
  spent = 0

  /** @param patients number of all patients of the snapshot */
  constructor(measure: MeasureDefinition, key: RunKey, patients: number) {
    this.#measure = measure
    this.#key = key
    this.#patients = patients
    this.#groups = measure.groups.map((group) => new OpenGroup(group, patients))
  }

  add(patient: number, result: PatientResult): void {
    result.groups.forEach((group, index) => this.#groups[index]!.add(patient, group))
    for (const item of result.problems) this.#problems.push(item)
    if (result.numbers !== undefined) this.#addNumbers(patient, result.numbers)
    for (const id in result.supplemental) {
      const value = result.supplemental[id]!
      const values = this.#supplemental.get(id) ?? new Map<string, number>()
      values.set(value, (values.get(value) ?? 0) + 1)
      this.#supplemental.set(id, values)
    }
  }

  #addNumbers(patient: number, numbers: NonNullable<PatientResult['numbers']>): void {
    for (const [id, values] of Object.entries(numbers)) {
      const columns = this.#numbers.get(id) ?? { patient: growableInt32(), value: growableFloat64() }
      this.#numbers.set(id, columns)
      for (const value of values) {
        columns.patient.push(patient)
        columns.value.push(value)
      }
    }
  }

  /** How many patients have each value of the supplemental data, by its id. */
  supplemental(): ReadonlyMap<string, ReadonlyMap<string, number>> {
    return this.#supplemental
  }

  /** The run. Nothing can be added after it. */
  finish(ranAt: number): MeasureRun {
    const told = this.#measure.supplementalData.filter(({ perPatient }) => perPatient === true).map(({ id }) => id)
    const numbers = [...told, ...exclusionIds(this.#measure)].map((id): PatientNumbers => ({
      id,
      patient: this.#numbers.get(id)?.patient.take() ?? new Int32Array(),
      value: this.#numbers.get(id)?.value.take() ?? new Float64Array()
    }))
    return {
      key: this.#key,
      title: this.#measure.title,
      ranAt,
      seconds: Number((this.spent / 1000).toFixed(3)),
      patients: this.#patients,
      groups: this.#groups.map((item) => item.finish()),
      ...(numbers.length === 0 ? {} : { numbers }),
      problems: this.#problems
    }
  }
}
