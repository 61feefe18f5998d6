import { engineModelsMessages as m } from '#messages/engine/models.ts'
import { AppError } from '#shared/app-error.ts'
import { defined } from '#shared/language/defined.ts'
import type { OnnxNode } from './onnx-model.ts'
import { onnxTensor, type OnnxTensor } from './onnx-tensor.ts'
import { treeEnsemble } from './onnx-trees.ts'

/** Computes the outputs of a node. */
type Operator = (node: OnnxNode, inputs: readonly OnnxTensor[]) => readonly OnnxTensor[]

const logistic = (value: number): number => 1 / (1 + Math.exp(-value))

/** The numbers of a list attribute; `fallback` where there are none. */
function listOf({ attributes }: OnnxNode, name: string, fallback: readonly number[] = []): readonly number[] {
  const found = attributes.get(name)?.numbers ?? []
  return found.length === 0 ? fallback : found
}

/** Applies to each value what belongs to its column; a list of one holds for all. */
function byColumn(input: OnnxTensor, of: (value: number, column: number) => number): OnnxTensor {
  return onnxTensor(input.rows, input.columns, (row, column) => of(input.values[row * input.columns + column]!, column))
}

function elementwise(of: (left: number, right: number) => number): Operator {
  return (_, [left, right]) => {
    const [first, second] = [defined(left), defined(right)]
    const [rows, columns] = [Math.max(first.rows, second.rows), Math.max(first.columns, second.columns)]
    const valueAt = (tensor: OnnxTensor, row: number, column: number): number =>
      tensor.values[(tensor.rows === 1 ? 0 : row) * tensor.columns + (tensor.columns === 1 ? 0 : column)]!
    return [onnxTensor(rows, columns, (row, column) => of(valueAt(first, row, column), valueAt(second, row, column)))]
  }
}

/** Scores of two classes from that of one, and what the post-transform makes of them (ONNX-ML, LinearClassifier). */
function classScores(node: OnnxNode, scores: OnnxTensor): OnnxTensor {
  const transform = node.attributes.get('post_transform')?.text ?? 'NONE'
  const of = (row: number, column: number): number => scores.values[row * scores.columns + column]!
  switch (transform) {
    case 'NONE':
      return scores
    case 'LOGISTIC':
      return scores.columns === 1
        ? onnxTensor(scores.rows, 2, (row, column) => (column === 1 ? logistic(of(row, 0)) : 1 - logistic(of(row, 0))))
        : onnxTensor(scores.rows, scores.columns, (row, column) => logistic(of(row, column)))
    case 'SOFTMAX':
      return onnxTensor(scores.rows, scores.columns, (row, column) => {
        let sum = 0
        for (let each = 0; each < scores.columns; each++) sum += Math.exp(of(row, each) - of(row, column))
        return 1 / sum
      })
    default:
      throw unsupported(m.operatorWithTransform(node.operator, transform))
  }
}

const labels = (scores: OnnxTensor): OnnxTensor => onnxTensor(scores.rows, 1, () => 0)

const operators: Readonly<Record<string, Operator>> = {
  Identity: (_, [input]) => [defined(input)],
  Cast: (_, [input]) => [defined(input)],
  ZipMap: (_, [input]) => [defined(input)],
  Add: elementwise((left, right) => left + right),
  Sub: elementwise((left, right) => left - right),
  Mul: elementwise((left, right) => left * right),
  Div: elementwise((left, right) => left / right),
  Sigmoid: (_, [input]) => [byColumn(defined(input), logistic)],
  Concat: (_, inputs) => {
    const columns = inputs.reduce((sum, input) => sum + input.columns, 0)
    const sources = inputs.flatMap((input) =>
      Array.from({ length: input.columns }, (__, column) => ({ input, column }))
    )
    return [
      onnxTensor(inputs[0]!.rows, columns, (row, index) => {
        const { input, column } = sources[index]!
        return input.values[row * input.columns + column]!
      })
    ]
  },
  Scaler: (node, [input]) => {
    const [offset, scale] = [listOf(node, 'offset', [0]), listOf(node, 'scale', [1])]
    const of = (list: readonly number[], column: number): number => list[list.length === 1 ? 0 : column]!
    return [byColumn(defined(input), (value, column) => (value - of(offset, column)) * of(scale, column))]
  },
  Imputer: (node, [input]) => {
    const imputed = listOf(node, 'imputed_value_floats')
    const replaced = node.attributes.get('replaced_value_float')?.number ?? Number.NaN
    return [
      byColumn(defined(input), (value, column) =>
        Object.is(value, replaced) || (Number.isNaN(value) && Number.isNaN(replaced))
          ? imputed[imputed.length === 1 ? 0 : column]!
          : value
      )
    ]
  },
  Normalizer: (node, [input]) => {
    if (node.attributes.get('norm')?.text !== 'L1') throw unsupported(m.normalizerOtherThanL1)
    const { rows, columns, values } = defined(input)
    return [
      onnxTensor(rows, columns, (row, column) => {
        let sum = 0
        for (let each = 0; each < columns; each++) sum += Math.abs(values[row * columns + each]!)
        return values[row * columns + column]! / sum
      })
    ]
  },
  LinearClassifier: (node, [input]) => {
    const [coefficients, intercepts] = [listOf(node, 'coefficients'), listOf(node, 'intercepts', [0])]
    const { rows, columns, values } = defined(input)
    const scores = onnxTensor(rows, coefficients.length / columns, (row, score) => {
      let sum = intercepts[score] ?? 0
      for (let column = 0; column < columns; column++)
        sum += coefficients[score * columns + column]! * values[row * columns + column]!
      return sum
    })
    return [labels(scores), classScores(node, scores)]
  },
  TreeEnsembleClassifier: (node, [input]) => {
    const classes = Math.max(
      listOf(node, 'classlabels_int64s').length,
      node.attributes.get('classlabels_strings')?.texts.length ?? 0
    )
    const ids = listOf(node, 'class_ids')
    const isOne = classes === 2 && ids.every((id) => id === ids[0])
    const scores = treeEnsemble(node, defined(input), 'class', isOne ? 1 : classes)
    if (isOne && (node.attributes.get('post_transform')?.text ?? 'NONE') === 'NONE')
      return [
        labels(scores),
        onnxTensor(scores.rows, 2, (row, column) => (column === 1 ? scores.values[row]! : 1 - scores.values[row]!))
      ]
    return [labels(scores), classScores(node, scores)]
  },
  TreeEnsembleRegressor: (node, [input]) => [
    treeEnsemble(node, defined(input), 'target', node.attributes.get('n_targets')?.number ?? 1)
  ]
}

/** What a node computes. @throws AppError `invalid-input` for an operator that is not supported */
export function applyOperator(node: OnnxNode, inputs: readonly OnnxTensor[]): readonly OnnxTensor[] {
  const operator = Object.hasOwn(operators, node.operator) ? operators[node.operator] : undefined
  if (operator === undefined) throw unsupported(node.operator)
  return operator(node, inputs)
}

function unsupported(what: string): AppError {
  return new AppError('invalid-input', m.theModelUsesTheOperatorWhich(what, Object.keys(operators).join(', ')))
}
