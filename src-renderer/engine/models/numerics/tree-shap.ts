import { childOf, type DecisionTree, type TreeEnsemble } from './tree-model.ts'

/** What each feature adds to a prediction, and what there is without any. */
export interface ShapValues {
  /** The mean prediction over the training rows, as a logit. */
  readonly expected: number
  /** One per feature; with {@link expected} they add up to the logit of the prediction. */
  readonly values: Float64Array
}

interface PathStep {
  readonly feature: number
  /** Share of the paths that go on when the feature is not known. */
  readonly zero: number
  /** 1 where the row itself goes on, else 0. */
  readonly one: number
  weight: number
}

/**
 * Path-dependent TreeSHAP (Lundberg, Erion, Lee, Consistent individualized feature attribution for tree ensembles, 2018,
 * algorithm 2): features that are not known are averaged over by the training rows of each branch.
 */
export function shapValues({ base, trees }: TreeEnsemble, columns: readonly Float32Array[], row: number): ShapValues {
  const values = new Float64Array(columns.length)
  let expected = base
  for (const tree of trees) {
    expected += meanValue(tree, 0)
    walk(tree, columns, row, values, 0, [], { feature: -1, zero: 1, one: 1 })
  }
  return { expected, values }
}

function meanValue(tree: DecisionTree, node: number): number {
  if (tree.feature[node]! < 0) return tree.value[node]!
  const [left, right] = [tree.left[node]!, tree.right[node]!]
  return (
    (meanValue(tree, left) * tree.cover[left]! + meanValue(tree, right) * tree.cover[right]!) /
    (tree.cover[left]! + tree.cover[right]!)
  )
}

function walk(
  tree: DecisionTree,
  columns: readonly Float32Array[],
  row: number,
  values: Float64Array,
  node: number,
  before: readonly PathStep[],
  added: Omit<PathStep, 'weight'>
): void {
  let path = extend(before, added)
  const feature = tree.feature[node]!
  if (feature < 0) {
    for (let place = 1; place < path.length; place++) {
      const step = path[place]!
      values[step.feature]! += unwoundSum(path, place) * (step.one - step.zero) * tree.value[node]!
    }
    return
  }
  const hot = childOf(tree, node, columns[feature]![row]!)
  const cold = hot === tree.left[node] ? tree.right[node]! : tree.left[node]!
  let [zeroFraction, oneFraction] = [1, 1]
  const known = path.findIndex((step, place) => place > 0 && step.feature === feature)
  if (known > 0) {
    ;({ zero: zeroFraction, one: oneFraction } = path[known]!)
    path = unwind(path, known)
  }
  const cover = tree.cover[tree.left[node]!]! + tree.cover[tree.right[node]!]!
  walk(tree, columns, row, values, hot, path, {
    feature,
    zero: (zeroFraction * tree.cover[hot]!) / cover,
    one: oneFraction
  })
  walk(tree, columns, row, values, cold, path, { feature, zero: (zeroFraction * tree.cover[cold]!) / cover, one: 0 })
}

function extend(before: readonly PathStep[], added: Omit<PathStep, 'weight'>): PathStep[] {
  const depth = before.length
  const path = [...before.map((step) => ({ ...step })), { ...added, weight: depth === 0 ? 1 : 0 }]
  for (let place = depth - 1; place >= 0; place--) {
    path[place + 1]!.weight += (added.one * path[place]!.weight * (place + 1)) / (depth + 1)
    path[place]!.weight = (added.zero * path[place]!.weight * (depth - place)) / (depth + 1)
  }
  return path
}

function unwind(steps: readonly PathStep[], removed: number): PathStep[] {
  const depth = steps.length - 1
  const { zero: zeroFraction, one: oneFraction } = steps[removed]!
  const weights = steps.map(({ weight }) => weight)
  let next = weights[depth]!
  for (let place = depth - 1; place >= 0; place--) {
    if (oneFraction === 0) weights[place] = (weights[place]! * (depth + 1)) / (zeroFraction * (depth - place))
    else {
      const weight = weights[place]!
      weights[place] = (next * (depth + 1)) / ((place + 1) * oneFraction)
      next = weight - (weights[place]! * zeroFraction * (depth - place)) / (depth + 1)
    }
  }
  return steps
    .filter((_, place) => place !== removed)
    .map(({ feature, zero: zeroShare, one: oneShare }, place) => ({
      feature,
      zero: zeroShare,
      one: oneShare,
      weight: weights[place]!
    }))
}

/** The sum of the weights of a path from which a step is taken. */
function unwoundSum(path: readonly PathStep[], removed: number): number {
  return unwind(path, removed).reduce((sum, { weight }) => sum + weight, 0)
}
