import { binMatrix, MISSING_BIN, type BinnedMatrix } from './feature-bins.ts'
import { logistic, type FeatureMatrix } from './feature-matrix.ts'
import { bestSplit, leafHistogram, subtractHistogram, type LeafHistogram, type LeafSplit } from './leaf-histogram.ts'
import type { LeafLimits } from './leaf-histogram.ts'
import { leafValue, type DecisionTree, type TreeEnsemble } from './tree-model.ts'

/** How trees are grown. */
export interface BoostingOptions extends LeafLimits {
  readonly trees: number
  readonly learningRate: number
  readonly leaves: number
}

/** What trees are grown with where nothing else is asked. */
export const defaultBoosting: BoostingOptions = {
  trees: 200,
  learningRate: 0.05,
  leaves: 8,
  minimumRows: 20,
  minimumCurvature: 0.001,
  ridge: 1
}

/** Rows that decide how many trees are enough. */
export interface StoppingRows {
  readonly matrix: FeatureMatrix
  readonly outcomes: Uint8Array
  /** Trees that may be grown without an improvement. */
  readonly patience: number
}

interface OpenLeaf {
  readonly node: number
  readonly rows: Int32Array
  readonly histogram: LeafHistogram
  readonly split: LeafSplit | undefined
}

/**
 * Gradient-boosted trees for a yes-or-no outcome: log loss with second derivatives, histograms of at most 64 bins, the leaf
 * with the most gain first (as LightGBM; Ke et al., NeurIPS 2017). Missing values go where they gain more. Nothing is drawn
 * at random, so that the same rows give the same trees.
 * @param onTree is told the number of trees so far
 */
export function growTrees(
  matrix: FeatureMatrix,
  outcomes: Uint8Array,
  options: BoostingOptions = defaultBoosting,
  stopping?: StoppingRows,
  onTree?: (trees: number) => void
): TreeEnsemble {
  const binned = binMatrix(matrix)
  const { rows } = matrix
  const events = outcomes.reduce((sum, outcome) => sum + outcome, 0)
  const base = Math.log(events / (rows - events))
  const sums = new Float64Array(rows).fill(base)
  const slope = new Float64Array(rows)
  const curvature = new Float64Array(rows)
  const trees: DecisionTree[] = []
  const watch = stopping === undefined ? undefined : watchLoss(stopping, base)
  for (let round = 0; round < options.trees; round++) {
    for (let row = 0; row < rows; row++) {
      const probability = logistic(sums[row]!)
      slope[row] = probability - outcomes[row]!
      curvature[row] = probability * (1 - probability)
    }
    const tree = growTree(binned, slope, curvature, sums, options)
    if (tree === undefined) break
    trees.push(tree)
    onTree?.(trees.length)
    if (watch !== undefined && watch.isOver(tree)) break
  }
  return { base, trees: watch === undefined ? trees : trees.slice(0, watch.best()) }
}

/** Grows one tree and adds its leaves to the sums. @returns undefined where no split gains anything */
function growTree(
  binned: BinnedMatrix,
  slope: Float64Array,
  curvature: Float64Array,
  sums: Float64Array,
  options: BoostingOptions
): DecisionTree | undefined {
  const tree = emptyTree()
  const everyRow = Int32Array.from({ length: binned.rows }, (_, row) => row)
  const open = (node: number, rows: Int32Array, histogram: LeafHistogram): OpenLeaf => ({
    node,
    rows,
    histogram,
    split: bestSplit(histogram, binned.cuts, options)
  })
  const root = addNode(tree, binned.rows)
  let leaves = [open(root, everyRow, leafHistogram(binned, everyRow, slope, curvature))]
  while (leaves.length < options.leaves) {
    const chosen = leaves.reduce((best, leaf) => ((leaf.split?.gain ?? 0) > (best.split?.gain ?? 0) ? leaf : best))
    const { split } = chosen
    if (split === undefined) break
    const [leftRows, rightRows] = divide(binned.bins[split.feature]!, chosen.rows, split)
    const left = addNode(tree, leftRows.length)
    const right = addNode(tree, rightRows.length)
    tree.feature[chosen.node] = split.feature
    tree.threshold[chosen.node] = binned.cuts[split.feature]![split.bin]!
    tree.missingLeft[chosen.node] = split.missingLeft
    tree.left[chosen.node] = left
    tree.right[chosen.node] = right
    const isLeftSmaller = leftRows.length <= rightRows.length
    const smaller = leafHistogram(binned, isLeftSmaller ? leftRows : rightRows, slope, curvature)
    const larger = subtractHistogram(chosen.histogram, smaller)
    leaves = leaves.filter((leaf) => leaf !== chosen)
    leaves.push(
      open(left, leftRows, isLeftSmaller ? smaller : larger),
      open(right, rightRows, isLeftSmaller ? larger : smaller)
    )
  }
  if (leaves.length === 1) return undefined
  for (const { node, rows } of leaves) {
    let [sumSlope, sumCurvature] = [0, 0]
    for (const row of rows) {
      sumSlope += slope[row]!
      sumCurvature += curvature[row]!
    }
    const value = (-options.learningRate * sumSlope) / (sumCurvature + options.ridge)
    tree.value[node] = value
    for (const row of rows) sums[row]! += value
  }
  return tree
}

type GrowingTree = { -readonly [K in keyof DecisionTree]: DecisionTree[K] extends readonly (infer E)[] ? E[] : never }

function emptyTree(): GrowingTree {
  return { feature: [], threshold: [], missingLeft: [], left: [], right: [], value: [], cover: [] }
}

function addNode(tree: GrowingTree, cover: number): number {
  tree.feature.push(-1)
  tree.threshold.push(0)
  tree.missingLeft.push(false)
  tree.left.push(-1)
  tree.right.push(-1)
  tree.value.push(0)
  return tree.cover.push(cover) - 1
}

function divide(bins: Uint8Array, rows: Int32Array, { bin, missingLeft }: LeafSplit): [Int32Array, Int32Array] {
  const isLeft = (row: number): boolean => (bins[row] === MISSING_BIN ? missingLeft : bins[row]! <= bin)
  return [rows.filter(isLeft), rows.filter((row) => !isLeft(row))]
}

/** Follows the loss on rows that the trees do not see. */
function watchLoss(
  { matrix, outcomes, patience }: StoppingRows,
  base: number
): { readonly isOver: (tree: DecisionTree) => boolean; readonly best: () => number } {
  const sums = new Float64Array(matrix.rows).fill(base)
  let trees = 0
  let best = 0
  let lowest = Number.POSITIVE_INFINITY
  return {
    isOver(tree) {
      trees++
      let loss = 0
      for (let row = 0; row < matrix.rows; row++) {
        sums[row]! += leafValue(tree, matrix.columns, row)
        const sum = sums[row]!
        loss += Math.max(sum, 0) + Math.log1p(Math.exp(-Math.abs(sum))) - outcomes[row]! * sum
      }
      if (loss < lowest) {
        lowest = loss
        best = trees
      }
      return trees - best >= patience
    },
    best: () => best
  }
}
