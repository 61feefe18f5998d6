import { engineModelsMessages as m } from '#messages/engine/models.ts'
import { AppError } from '#shared/app-error.ts'
import type { OnnxModel } from './onnx-model.ts'
import { applyOperator } from './onnx-operators.ts'
import { onnxTensor, type OnnxTensor } from './onnx-tensor.ts'

/** Sums of single-precision numbers may pass 1 by so much. */
const ROUNDING = 1e-4

/**
 * The columns that a model wants, in its order: the names of its inputs, or of one input of several columns the list that
 * its metadata have as `features`, by commas.
 * @throws AppError `invalid-input` where nothing names them
 */
export function onnxFeatures({ inputs, metadata }: OnnxModel): readonly string[] {
  const named = metadata.get('features')
  if (named !== undefined) return named.split(',').map((name) => name.trim())
  if (inputs.length > 1) return inputs
  throw new AppError('invalid-input', m.theModelDoesNotSayWhich)
}

/**
 * The predicted risks: the second of two probabilities, or the only one.
 * @param columns the features in the order of {@link onnxFeatures}; NaN where a value is missing
 * @throws AppError `invalid-input` for operators that are not supported, and results that are no probability
 */
export function runOnnx(model: OnnxModel, columns: readonly Float64Array[], rows: number): Float64Array {
  const values = new Map<string, OnnxTensor>()
  for (const [name, { dimensions, values: given }] of model.constants) {
    const width = dimensions.at(-1) ?? 1
    values.set(name, { rows: given.length / Math.max(width, 1), columns: width, values: given })
  }
  if (model.inputs.length === 1)
    values.set(
      model.inputs[0]!,
      onnxTensor(rows, columns.length, (row, column) => Math.fround(columns[column]![row]!))
    )
  else
    model.inputs.forEach((name, place) =>
      values.set(
        name,
        onnxTensor(rows, 1, (row) => Math.fround(columns[place]![row]!))
      )
    )
  for (const node of model.nodes) {
    const inputs = node.inputs.filter((name) => name !== '').map((name) => valueOf(values, name))
    applyOperator(node, inputs).forEach((value, place) => {
      const name = node.outputs[place]
      if (name !== undefined) values.set(name, value)
    })
  }
  const result = valueOf(values, model.outputs.at(-1) ?? '')
  const last = onnxTensor(rows, 1, (row) => result.values[row * result.columns + result.columns - 1]!).values
  if (result.columns > 2 || last.some((risk) => !(risk >= -ROUNDING && risk <= 1 + ROUNDING)))
    throw new AppError('invalid-input', m.theLastOutputOfTheModel)
  return last.map((risk) => Math.min(1, Math.max(0, risk)))
}

function valueOf(values: ReadonlyMap<string, OnnxTensor>, name: string): OnnxTensor {
  const found = values.get(name)
  if (found === undefined) throw new AppError('invalid-input', m.theModelUsesAValueThat)
  return found
}
