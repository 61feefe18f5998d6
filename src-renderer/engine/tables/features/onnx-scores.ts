import { engineTablesFeaturesMessages as m } from '#messages/engine/tables/features.ts'
import { AppError } from '#shared/app-error.ts'
import type { Day } from '../../base/figures/filter.ts'
import { ordinalsOf } from '../../base/kernels/bitset.ts'
import type { OnnxModel } from '../../models/onnx/onnx-model.ts'
import { onnxFeatures, runOnnx } from '../../models/onnx/run-onnx.ts'
import type { PopulationView } from '../../population/selection/population.ts'
import { NO_INTEGER, type Column } from '../../store/model/column.ts'
import { personFeatures } from './person-features.ts'

/** Predicted risks of the living by a model that was trained elsewhere. */
export interface OnnxScores {
  readonly patient: Int32Array
  readonly risks: Float64Array
}

/**
 * Applies a model to the columns of `person_feature` that it names: numbers, whole numbers, and flags as 0 and 1. What is
 * missing is NaN.
 * @throws AppError `invalid-input` where a column does not exist or is text, and where the model cannot be computed
 */
export function onnxScores(population: PopulationView, model: OnnxModel, asOf: Day): OnnxScores {
  const parts = population.shards.map((shard) => scoresOf(shard, model, asOf))
  const found = parts.flatMap(({ patient, risks }) =>
    Array.from(patient, (person, index) => [person, risks[index]!] as const)
  )
  found.sort(([left], [right]) => left - right)
  return {
    patient: Int32Array.from(found, ([person]) => person),
    risks: Float64Array.from(found, ([, risk]) => risk)
  }
}

/** Those of one shard, by the numbers of the population. */
function scoresOf(population: PopulationView, model: OnnxModel, asOf: Day): OnnxScores {
  const table = personFeatures(population, asOf, [])
  const patient = ordinalsOf(population.select(asOf, [{ dimension: 'living', values: ['living'] }]))
  const columns = onnxFeatures(model).map((name) => {
    const numbers = table.columns.some((each) => each.name === name) ? numbersOf(table.read(name)) : undefined
    if (numbers === undefined) throw new AppError('invalid-input', m.theModelWantsAndPersonFeature(name))
    return Float64Array.from(patient, (person) => numbers(person))
  })
  const risks = Float64Array.from(runOnnx(model, columns, patient.length))
  return { patient: patient.map((person) => population.shard.personNumber(person)), risks }
}

/** The value of each row; undefined for columns of text. */
function numbersOf(column: Column): ((row: number) => number) | undefined {
  switch (column.kind) {
    case 'number':
      return (row) => column.values[row]!
    case 'integer':
      return (row) => (column.values[row] === NO_INTEGER ? Number.NaN : column.values[row]!)
    case 'boolean':
      return (row) => (column.values[row] === 2 ? Number.NaN : column.values[row]!)
    default:
      return undefined
  }
}
