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
  const place = new Map(trees.map((tree, at) => [key(tree, nodes[at]!), at]))
  const go = (ids: readonly number[]): Int32Array =>
    Int32Array.from(trees, (tree, at) => place.get(key(tree, ids[at]!)) ?? -1)
  const [whenYes, whenNo] = [go(yes), go(no)]
  const leaves = new Map<number, { readonly score: number; readonly weight: number }[]>()
  const [leafTrees, leafNodes, ids, weights] = ['treeids', 'nodeids', 'ids', 'weights'].map((name) =>
    list(`${prefix}_${name}`)
  ) as [readonly number[], readonly number[], readonly number[], readonly number[]]
  leafTrees.forEach((tree, at) => {
    const leaf = place.get(key(tree, leafNodes[at]!)) ?? -1
    leaves.set(leaf, [...(leaves.get(leaf) ?? []), { score: scores === 1 ? 0 : ids[at]!, weight: weights[at]! }])
  })
  const roots = trees.flatMap((tree, at) => (at === 0 || trees[at - 1] !== tree ? [at] : []))
  const base = list('base_values')
  const values = new Float64Array(input.rows * scores)
  for (let row = 0; row < input.rows; row++) {
    for (let score = 0; score < scores; score++) values[row * scores + score] = base[score] ?? 0
    for (const root of roots) {
      let at = root
      while (modes[at] !== 'LEAF') {
        const test = tests[modes[at] ?? '']
        if (test === undefined || at < 0) throw new AppError('invalid-input', m.theTreesOfTheModelAre)
        const value = input.values[row * input.columns + features[at]!]!
        const isYes = Number.isNaN(value) ? missing[at] === 1 : test(value, thresholds[at]!)
        at = isYes ? whenYes[at]! : whenNo[at]!
      }
      for (const { score, weight } of leaves.get(at) ?? []) values[row * scores + score]! += weight
    }
  }
  return { rows: input.rows, columns: scores, values }
}
