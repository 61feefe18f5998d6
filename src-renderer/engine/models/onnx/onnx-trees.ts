import { engineModelsMessages as m } from '#messages/engine/models.ts'
import { AppError } from '#shared/app-error.ts'
import type { OnnxNode } from './onnx-model.ts'
import type { OnnxTensor } from './onnx-tensor.ts'

const tests: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  BRANCH_LEQ: (value, threshold) => value <= threshold,
  BRANCH_LT: (value, threshold) => value < threshold,
  BRANCH_GTE: (value, threshold) => value >= threshold,
  BRANCH_GT: (value, threshold) => value > threshold,
  BRANCH_EQ: (value, threshold) => value === threshold,
  BRANCH_NEQ: (value, threshold) => value !== threshold
}

/**
 * The sums of the leaves of an ensemble (ONNX-ML, TreeEnsembleClassifier and TreeEnsembleRegressor).
 * @param prefix of the attributes that say what a leaf adds, and to which score
 * @param scores how many there are; with one, every leaf adds to it
 */
export function treeEnsemble(
  node: OnnxNode,
  input: OnnxTensor,
  prefix: 'class' | 'target',
  scores: number
): OnnxTensor {
  const list = (name: string): readonly number[] => node.attributes.get(name)?.numbers ?? []
  const aggregate = node.attributes.get('aggregate_function')?.text ?? 'SUM'
  if (aggregate !== 'SUM') throw new AppError('invalid-input', m.theModelAddsTreesByWhich(aggregate))
  const modes = node.attributes.get('nodes_modes')?.texts ?? []
  const [trees, nodes, features, thresholds] = ['treeids', 'nodeids', 'featureids', 'values'].map((name) =>
    list(`nodes_${name}`)
  ) as [readonly number[], readonly number[], readonly number[], readonly number[]]
  const [yes, no, missing] = [
    list('nodes_truenodeids'),
    list('nodes_falsenodeids'),
    list('nodes_missing_value_tracks_true')
  ]
  const key = (tree: number, id: number): string => `${tree}/${id}`
  const place = new Map(trees.map((tree, index) => [key(tree, nodes[index]!), index]))
  const go = (ids: readonly number[]): Int32Array =>
    Int32Array.from(trees, (tree, index) => place.get(key(tree, ids[index]!)) ?? -1)
  const [whenYes, whenNo] = [go(yes), go(no)]
  const leaves = new Map<number, { readonly score: number; readonly weight: number }[]>()
  const [leafTrees, leafNodes, ids, weights] = ['treeids', 'nodeids', 'ids', 'weights'].map((name) =>
    list(`${prefix}_${name}`)
  ) as [readonly number[], readonly number[], readonly number[], readonly number[]]
  leafTrees.forEach((tree, index) => {
    const leaf = place.get(key(tree, leafNodes[index]!)) ?? -1
    leaves.set(leaf, [...(leaves.get(leaf) ?? []), { score: scores === 1 ? 0 : ids[index]!, weight: weights[index]! }])
  })
  const roots = trees.flatMap((tree, index) => (index === 0 || trees[index - 1] !== tree ? [index] : []))
  const base = list('base_values')
  const values = new Float64Array(input.rows * scores)
  for (let row = 0; row < input.rows; row++) {
    for (let score = 0; score < scores; score++) values[row * scores + score] = base[score] ?? 0
    for (const root of roots) {
      let index = root
      while (modes[index] !== 'LEAF') {
        const test = tests[modes[index] ?? '']
        if (test === undefined || index < 0) throw new AppError('invalid-input', m.theTreesOfTheModelAre)
        const value = input.values[row * input.columns + features[index]!]!
        const isYes = Number.isNaN(value) ? missing[index] === 1 : test(value, thresholds[index]!)
        index = isYes ? whenYes[index]! : whenNo[index]!
      }
      for (const { score, weight } of leaves.get(index) ?? []) values[row * scores + score]! += weight
    }
  }
  return { rows: input.rows, columns: scores, values }
}
