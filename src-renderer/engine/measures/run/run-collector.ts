import { emptyBitset, setBit, type Bitset } from '../../kernels/bitset.ts'
import type { GroupRun, MeasureRun, PopulationMembers, RunKey, StratumRun } from '../../quality/measure-run.ts'
import { growableFloat64, growableInt32 } from '../../store/growable.ts'
import type { MeasureDefinition, MeasureGroup } from '../measure-definition.ts'
import type { EvaluationProblem, PatientResult, PopulationCount } from '../patient-result.ts'

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
    return populations.map((one) => new OpenPopulation(one, this.#group.basis, this.#patients))
  }

  add(patient: number, { populations, strata }: PatientResult['groups'][number]): void {
    populations.forEach((one, index) => this.#populations[index]!.add(patient, one))
    for (const { id, value, populations: within } of strata) {
      const key = JSON.stringify([id, value])
      let stratum = this.#strata.get(key)
      if (stratum === undefined) {
        stratum = { id, value, populations: this.#open(within) }
        this.#strata.set(key, stratum)
      }
      const { populations: open } = stratum
      within.forEach((one, index) => open[index]!.add(patient, one))
    }
  }

  finish(): GroupRun {
    const { id, scoring, basis, improvement } = this.#group
    const strata = [...this.#strata.values()].map(({ id: stratifier, value, populations }): StratumRun => ({
      id: stratifier,
      value,
      populations: populations.map((one) => one.finish())
    }))
    return { id, scoring, basis, improvement, populations: this.#populations.map((one) => one.finish()), strata }
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
    for (const one of result.problems) this.#problems.push(one)
    for (const id in result.supplemental) {
      const value = result.supplemental[id]!
      const values = this.#supplemental.get(id) ?? new Map<string, number>()
      values.set(value, (values.get(value) ?? 0) + 1)
      this.#supplemental.set(id, values)
    }
  }

  /** How many patients have each value of the supplemental data, by its id. */
  supplemental(): ReadonlyMap<string, ReadonlyMap<string, number>> {
    return this.#supplemental
  }

  /** The run. Nothing can be added after it. */
  finish(ranAt: number): MeasureRun {
    return {
      key: this.#key,
      title: this.#measure.title,
      ranAt,
      seconds: Number((this.spent / 1000).toFixed(3)),
      patients: this.#patients,
      groups: this.#groups.map((one) => one.finish()),
      problems: this.#problems
    }
  }
}
