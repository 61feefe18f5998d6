import { logistic, type FeatureMatrix } from './feature-matrix.ts'

/** A decision tree by nodes; node 0 is the root. A node with feature -1 is a leaf. */
export interface DecisionTree {
  readonly feature: readonly number[]
  /** A value of at most this goes left. */
  readonly threshold: readonly number[]
  /** Where a missing value goes. */
  readonly missingLeft: readonly boolean[]
  readonly left: readonly number[]
  readonly right: readonly number[]
  /** Of leaves: what is added to the sum. */
  readonly value: readonly number[]
  /** Training rows that came through. */
  readonly cover: readonly number[]
}

/** Trees whose leaves add up to the logit of a probability. */
export interface TreeEnsemble {
  readonly base: number
  readonly trees: readonly DecisionTree[]
}

/** The child of a node that a value goes to. */
export function childOf(tree: DecisionTree, node: number, value: number): number {
  const isLeft = Number.isNaN(value) ? tree.missingLeft[node]! : value <= tree.threshold[node]!
  return isLeft ? tree.left[node]! : tree.right[node]!
}

/** What a tree adds for one row. */
export function leafValue(tree: DecisionTree, columns: readonly Float32Array[], row: number): number {
  let node = 0
  while (tree.feature[node]! >= 0) node = childOf(tree, node, columns[tree.feature[node]!]![row]!)
  return tree.value[node]!
}

/** The logits of all rows. */
export function ensembleSums({ base, trees }: TreeEnsemble, { rows, columns }: FeatureMatrix): Float64Array {
  const sums = new Float64Array(rows).fill(base)
  for (const tree of trees) for (let row = 0; row < rows; row++) sums[row]! += leafValue(tree, columns, row)
  return sums
}

/** The probabilities of all rows. */
export function ensembleProbabilities(ensemble: TreeEnsemble, matrix: FeatureMatrix): Float64Array {
  return ensembleSums(ensemble, matrix).map(logistic)
}
