import { describe, expect, it } from 'vitest'
import { growTrees } from '#engine/models/numerics/boosted-trees.ts'
import { logistic, type FeatureMatrix } from '#engine/models/numerics/feature-matrix.ts'
import { fitLogistic } from '#engine/models/numerics/logistic-regression.ts'
import { readOnnx } from '#engine/models/onnx/onnx-model.ts'
import { onnxFeatures, runOnnx } from '#engine/models/onnx/run-onnx.ts'
import { shapValues } from '#engine/models/numerics/tree-shap.ts'
import { ensembleProbabilities, type DecisionTree } from '#engine/models/numerics/tree-model.ts'
import { areaDifference, areaUnderCurve } from '#engine/models/validation/auc.ts'
import { brierScore } from '#engine/models/validation/brier.ts'
import { calibration } from '#engine/models/validation/calibration.ts'
import { decisionCurve } from '#engine/models/validation/decision-curve.ts'
import { wilsonInterval } from '#engine/base/stats/wilson.ts'
import { askModelPeer, hasModelPeer, modelPeerHint } from '../support/model-peer.ts'
import { seededNumbers } from '../support/seeded-numbers.ts'
import { skipped } from '../support/skipped.ts'

if (!hasModelPeer) skipped(modelPeerHint)

interface DataPart {
  readonly columns: readonly (readonly (number | null)[])[]
  readonly outcomes: readonly number[]
}

interface Parts {
  readonly train: DataPart
  readonly test: DataPart
}

/** A node as LightGBM writes it. */
type PeerNode =
  | { readonly leaf_value: number; readonly leaf_count?: number }
  | {
      readonly split_feature: number
      readonly threshold: number
      readonly default_left: boolean
      readonly missing_type: string
      readonly left_child: PeerNode
      readonly right_child: PeerNode
    }

const matrixOf = ({ columns }: DataPart): FeatureMatrix => ({
  rows: columns[0]!.length,
  columns: columns.map((column) => Float32Array.from(column, (value) => value ?? Number.NaN))
})

const outcomesOf = ({ outcomes }: DataPart): Uint8Array => Uint8Array.from(outcomes)

/** A tree of LightGBM in the form of Populus. */
function treeOf(root: PeerNode): DecisionTree {
  const tree = {
    feature: [] as number[],
    threshold: [] as number[],
    missingLeft: [] as boolean[],
    left: [] as number[],
    right: [] as number[],
    value: [] as number[],
    cover: [] as number[]
  }
  const add = (node: PeerNode): number => {
    const place = tree.feature.push(-1) - 1
    const isLeaf = 'leaf_value' in node
    tree.threshold.push(isLeaf ? 0 : node.threshold)
    tree.missingLeft.push(isLeaf ? false : node.missing_type === 'NaN' ? node.default_left : 0 <= node.threshold)
    tree.value.push(isLeaf ? node.leaf_value : 0)
    tree.cover.push(isLeaf ? node.leaf_count! : 0)
    tree.left.push(-1)
    tree.right.push(-1)
    if (isLeaf) return place
    tree.feature[place] = node.split_feature
    const left = add(node.left_child)
    const right = add(node.right_child)
    tree.left[place] = left
    tree.right[place] = right
    tree.cover[place] = tree.cover[left]! + tree.cover[right]!
    return place
  }
  add(root)
  return tree
}

describe.skipIf(!hasModelPeer)('numerics of models', () => {
  it('coefficients of ridge, elastic net and lasso as scikit-learn, to 0.0001', () => {
    const penalties = [
      { strength: 0.01, lassoShare: 0 },
      { strength: 0.1, lassoShare: 0 },
      { strength: 0.01, lassoShare: 0.5 },
      { strength: 0.05, lassoShare: 0.5 },
      { strength: 0.02, lassoShare: 1 }
    ]
    const { train, fits } = askModelPeer<
      Parts & { readonly fits: readonly { readonly intercept: number; readonly coefficients: readonly number[] }[] }
    >('logistic', { penalties })
    const { columns } = matrixOf(train)
    penalties.forEach((penalty, place) => {
      const fit = fitLogistic(columns, outcomesOf(train), penalty)
      const theirs = fits[place]!
      expect(fit.converged).toBe(true)
      const ours = [fit.intercept, ...fit.coefficients]
      const most = [theirs.intercept, ...theirs.coefficients].reduce(
        (largest, each, index) => Math.max(largest, Math.abs(each - ours[index]!)),
        0
      )
      expect(most).toBeLessThan(1e-4)
    })
  })

  it.each([0, 0.15])('boosted trees do as well as LightGBM with a share of %s missing', (missing) => {
    const options = { trees: 100, learningRate: 0.1, leaves: 8, minimumRows: 20, minimumCurvature: 0.001, ridge: 1 }
    const { train, test, predictions } = askModelPeer<Parts & { readonly predictions: readonly number[] }>('trees', {
      missing,
      ...options
    })
    const ours = ensembleProbabilities(growTrees(matrixOf(train), outcomesOf(train), options), matrixOf(test))
    const theirs = Float64Array.from(predictions)
    const outcomes = outcomesOf(test)
    const auc = [ours, theirs].map((each) => areaUnderCurve(each, outcomes).value)
    const brier = [ours, theirs].map((each) => brierScore(each, outcomes).value)
    expect(Math.abs(auc[0]! - auc[1]!)).toBeLessThan(0.005)
    expect(Math.abs(brier[0]! - brier[1]!)).toBeLessThan(0.005)
  })

  it.each([0, 0.15])('TreeSHAP as pred_contrib of LightGBM with a share of %s missing, to 1e-9', (missing) => {
    const { test, trees, contributions } = askModelPeer<
      Parts & { readonly trees: readonly PeerNode[]; readonly contributions: readonly (readonly number[])[] }
    >('trees', {
      missing,
      trees: 40,
      learningRate: 0.1,
      leaves: 12,
      minimumRows: 10,
      minimumCurvature: 0,
      ridge: 0
    })
    const ensemble = { base: 0, trees: trees.map(treeOf) }
    const { columns } = matrixOf(test)
    contributions.forEach((theirs, row) => {
      const { expected, values } = shapValues(ensemble, columns, row)
      const most = [...values, expected].reduce(
        (largest, each, index) => Math.max(largest, Math.abs(each - theirs[index]!)),
        0
      )
      expect(most).toBeLessThan(1e-9)
    })
  })

  it.each([0, 0.15])('ONNX models as onnxruntime with a share of %s missing, to 0.00001', (missing) => {
    const models = askModelPeer<
      Readonly<
        Record<
          string,
          {
            readonly model: string
            readonly columns: readonly (readonly (number | null)[])[]
            readonly predictions: readonly number[]
          }
        >
      >
    >('onnx', { missing })
    for (const [name, { model, columns, predictions }] of Object.entries(models)) {
      const read = readOnnx(Uint8Array.from(Buffer.from(model, 'base64')))
      expect(onnxFeatures(read)).toEqual(['f0', 'f1', 'f2', 'f3', 'f4', 'f5'])
      const probabilities = runOnnx(
        read,
        columns.map((column) => Float64Array.from(column, (value) => value ?? Number.NaN)),
        predictions.length
      )
      const most = predictions.reduce(
        (largest, each, row) => Math.max(largest, Math.abs(each - probabilities[row]!)),
        0
      )
      expect([name, most < 1e-5]).toEqual([name, true])
    }
  })

  it('AUC, DeLong, Brier, calibration, net benefit and Wilson as scikit-learn and statsmodels', () => {
    const random = seededNumbers(11)
    const outcomes = Uint8Array.from({ length: 400 }, () => (random() < 0.3 ? 1 : 0))
    // Rounded, so that there are ties.
    const draw = (pull: number): Float64Array =>
      Float64Array.from(
        outcomes,
        (outcome) => Math.round(logistic(2 * random() - 1.7 + pull * outcome) * 50) / 51 + 0.01
      )
    const [predictions, others] = [draw(0.9), draw(0.4)]
    const thresholds = [0.1, 0.2, 0.3, 0.45]
    const shares = [
      [3, 17],
      [40, 41],
      [0, 12]
    ] as const
    const peer = askModelPeer<{
      readonly auc: number
      readonly aucError: number
      readonly difference: number
      readonly differenceError: number
      readonly brier: number
      readonly brierError: number
      readonly intercept: readonly number[]
      readonly slope: readonly number[]
      readonly netBenefit: readonly number[]
      readonly wilson: readonly (readonly number[])[]
    }>('validation', {
      predictions: [...predictions],
      others: [...others],
      outcomes: [...outcomes],
      thresholds,
      shares
    })
    const auc = areaUnderCurve(predictions, outcomes)
    const difference = areaDifference(predictions, others, outcomes)
    const brier = brierScore(predictions, outcomes)
    const { intercept, slope } = calibration(predictions, outcomes)
    const near = (ours: number | undefined, theirs: number): void => expect(ours).toBeCloseTo(theirs, 8)
    near(auc.value, peer.auc)
    near(auc.standardError, peer.aucError)
    near(difference.value, peer.difference)
    near(difference.standardError, peer.differenceError)
    near(brier.value, peer.brier)
    near(brier.high - brier.value, peer.brierError)
    ;[intercept?.value, intercept?.low, intercept?.high].forEach((each, index) => near(each, peer.intercept[index]!))
    ;[slope?.value, slope?.low, slope?.high].forEach((each, index) => near(each, peer.slope[index]!))
    decisionCurve(predictions, outcomes, thresholds).forEach(({ model }, index) => near(model, peer.netBenefit[index]!))
    shares.forEach(([part, total], index) => {
      const { low, high } = wilsonInterval(part, total)
      near(low, peer.wilson[index]![0]!)
      near(high, peer.wilson[index]![1]!)
    })
  })
})
