import { engineModelsTrainingMessages as m } from '#messages/engine/models/training.ts'
import {
  MODEL_FORMAT,
  MODEL_METHODS,
  type DesignColumn,
  type LogisticDocument,
  type ModelDocument,
  type ModelExamplesDocument,
  type ModelValidation
} from '../document/model-document.ts'
import { contributions, logisticRisk, predictRisk, type Predictor } from '../document/predict.ts'
import { modelOutcome } from '../examples/model-outcomes.ts'
import { defaultBoosting, growTrees } from '../numerics/boosted-trees.ts'
import { binCuts } from '../numerics/feature-bins.ts'
import { takeRows, type FeatureMatrix } from '../numerics/feature-matrix.ts'
import { fitLogistic } from '../numerics/logistic-regression.ts'
import { ensembleProbabilities, type TreeEnsemble } from '../numerics/tree-model.ts'
import { areaDifference, areaUnderCurve } from '../validation/auc.ts'
import { brierScore } from '../validation/brier.ts'
import { calibration } from '../validation/calibration.ts'
import { decisionCurve, decisionThresholds } from '../validation/decision-curve.ts'
import { distributionOf, type FeatureDistribution } from '../validation/population-stability.ts'
import { subgroupResults } from '../validation/subgroups.ts'
import { choosePenalty, LASSO_SHARE } from './choose-penalty.ts'
import { designMatrix, designOf } from '../document/design.ts'
import { allowedParameters, FIRM_TEST_EVENTS, tooFew } from './sample-size.ts'
import { timeFolds, type TimeFold } from './time-folds.ts'
import type { TrainingData, TrainingExamples } from './training-data.ts'

/** Trees are not tried with fewer events in training. */
const TREE_EVENTS = 200
/** Trees that may grow without an improvement on later examples. */
const PATIENCE = 20
/** Bins by which a feature is watched for drift. */
const DRIFT_BINS = 10
/** Test examples over which contributions are averaged. */
const IMPORTANCE_ROWS = 500

/** What training came to. */
export type TrainingResult =
  | { readonly document: ModelDocument }
  /** Why there is no model, in words for a sentence. */
  | { readonly refused: string }

/** Is told what is going on, and which share of everything is done. */
export type TrainingProgress = (step: string, share: number) => void

/**
 * Trains a regression as the readable baseline, and trees, which take its place only where they discriminate better on later
 * examples by more than the interval of the difference. Nothing is drawn at random: the same data give the same bytes.
 */
export function trainModel(data: TrainingData, onProgress: TrainingProgress): TrainingResult {
  const outcome = modelOutcome(data.outcome.id)
  const refused = tooFew(outcome.event, countsOf(data.train), countsOf(data.test))
  if (refused !== undefined) return { refused }
  const allowed = allowedParameters(data.train.outcomes.length, countsOf(data.train).events)
  onProgress(m.choosingFeatures, 0.02)
  const chosen = chooseFeatures(data, allowed)
  if (chosen.columns.length === 0) return { refused: m.noFeatureDiffersBetweenTheExamples }
  const train = pickColumns(data.train.matrix, chosen.places)
  const test = pickColumns(data.test.matrix, chosen.places)
  const { folds, text } = timeFolds(data.train)
  const features = chosen.places.map((place) => data.features[place]!)
  const design = designMatrix(chosen.columns, features, train)
  onProgress(m.choosingThePenalty, 0.05)
  const { strength } = choosePenalty(design, data.train.outcomes, folds, (share) =>
    onProgress(m.choosingThePenalty, 0.05 + 0.3 * share)
  )
  onProgress(m.fittingTheRegression, 0.35)
  const fit = fitLogistic(design, data.train.outcomes, { strength, lassoShare: LASSO_SHARE })
  const logistic: LogisticDocument = {
    columns: chosen.columns,
    intercept: fit.intercept,
    coefficients: [...fit.coefficients],
    strength,
    lassoShare: LASSO_SHARE
  }
  onProgress(m.testingTheRegression, 0.5)
  const baseline = logisticRisk(logistic, features, test)
  const grown = tryTrees(data, train, test, folds, onProgress)
  const judged = judgeTrees(data, baseline, grown, test)
  if (!judged.useTrees && fit.coefficients.every((each) => each === 0)) return { refused: tellsNobodyApart(data.train) }
  const predictor: Predictor = { kind: judged.useTrees ? 'trees' : 'logistic', logistic, trees: judged.trees, features }
  onProgress(m.testingOnLaterExamples, 0.92)
  const predictions = predictRisk(predictor, test)
  const importance = importanceOf(predictor, test)
  onProgress(m.writingTheModel, 0.98)
  return {
    document: {
      format: MODEL_FORMAT,
      methods: MODEL_METHODS,
      title: outcome.title,
      outcome: data.outcome,
      asOf: data.asOf,
      data: data.data,
      train: aboutExamples(data.train),
      test: aboutExamples(data.test),
      features: features.map(({ id, title, group, kind, unit, text: about }, place) => ({
        id,
        title,
        group,
        kind,
        unit,
        text: about,
        distribution: roundedDistribution(train.columns[place]!, [...binCuts(train.columns[place]!, DRIFT_BINS)]),
        missingShare: train.columns[place]!.filter((value) => Number.isNaN(value)).length / train.rows,
        importance: importance[place]!
      })),
      leftOut: chosen.leftOut,
      parameters: { allowed, used: chosen.columns.length },
      kind: predictor.kind,
      logistic,
      trees: judged.trees,
      penaltyText: m.theStrengthOfThePenaltyHas(text),
      validation: validate(data, predictions),
      baseline: { auc: areaUnderCurve(baseline, data.test.outcomes), brier: brierScore(baseline, data.test.outcomes) },
      treesText: judged.text,
      warnings: [...data.warnings, ...ownWarnings(data)]
    }
  }
}

function countsOf({ outcomes }: TrainingExamples): { readonly rows: number; readonly events: number } {
  return { rows: outcomes.length, events: outcomes.reduce((sum, each) => sum + each, 0) }
}

/** Why a model without a feature is none. */
function tellsNobodyApart(train: TrainingExamples): string {
  const { rows, events } = countsOf(train)
  const share = ((100 * events) / rows).toFixed(1)
  return m.theFeaturesTellNobodyApartOn(rows, share)
}

function aboutExamples(examples: TrainingExamples): ModelExamplesDocument {
  return { dates: examples.dates, ...countsOf(examples), people: new Set(examples.patient).size }
}

interface ChosenFeatures {
  /** Places in the features of the data. */
  readonly places: readonly number[]
  readonly columns: readonly DesignColumn[]
  readonly leftOut: ModelDocument['leftOut']
}

/** Features in their order, as long as there is room for their parameters. */
function chooseFeatures({ features, train }: TrainingData, allowed: number): ChosenFeatures {
  const places: number[] = []
  const columns: DesignColumn[] = []
  const leftOut: { readonly title: string; readonly reason: string }[] = []
  features.forEach((feature, place) => {
    if (feature.missing !== undefined) {
      leftOut.push({ title: feature.title, reason: feature.missing })
      return
    }
    const design = designOf(feature, places.length, train.matrix.columns[place]!)
    if (design.length === 0) leftOut.push({ title: feature.title, reason: m.itIsTheSameForEverybody })
    else if (columns.length + design.length > allowed)
      leftOut.push({ title: feature.title, reason: m.theEventsLeaveNoRoomFor })
    else {
      places.push(place)
      columns.push(...design)
    }
  })
  return { places, columns, leftOut }
}

/** Counts to the nearest ten: a model tells of nobody. */
function roundedDistribution(column: Float32Array, cuts: readonly number[]): FeatureDistribution {
  return { cuts, counts: distributionOf(column, cuts).counts.map((count) => Math.round(count / 10) * 10) }
}

function pickColumns({ rows, columns }: FeatureMatrix, places: readonly number[]): FeatureMatrix {
  return { rows, columns: places.map((place) => columns[place]!) }
}

/** Grows as many trees as do best on the last fold. @returns why not, in words, in place of trees */
function tryTrees(
  { train: { outcomes } }: TrainingData,
  train: FeatureMatrix,
  test: FeatureMatrix,
  folds: readonly TimeFold[],
  onProgress: TrainingProgress
): { readonly trees: TreeEnsemble; readonly predictions: Float64Array } | string {
  const events = outcomes.reduce((sum, each) => sum + each, 0)
  if (events < TREE_EVENTS) return m.treesWereNotTriedEventsTo(events, TREE_EVENTS)
  const last = folds.at(-1)
  if (last === undefined) return m.treesWereNotTriedNoFold
  const rowsOf = (rows: Int32Array): Uint8Array => Uint8Array.from(rows, (row) => outcomes[row]!)
  const stopping = { matrix: takeRows(train, last.judge), outcomes: rowsOf(last.judge), patience: PATIENCE }
  const step = m.growingTrees
  const tried = growTrees(takeRows(train, last.fit), rowsOf(last.fit), defaultBoosting, stopping, (trees) =>
    onProgress(step, 0.55 + (0.1 * trees) / defaultBoosting.trees)
  )
  const enough = tried.trees.length
  if (enough === 0) return m.treesWereTriedAndLearnedNothing
  const trees = growTrees(train, outcomes, { ...defaultBoosting, trees: enough }, undefined, (grown) =>
    onProgress(step, 0.65 + (0.25 * grown) / enough)
  )
  return { trees, predictions: ensembleProbabilities(trees, test) }
}

function judgeTrees(
  { test: { outcomes } }: TrainingData,
  baseline: Float64Array,
  grown: ReturnType<typeof tryTrees>,
  test: FeatureMatrix
): { readonly useTrees: boolean; readonly trees: TreeEnsemble | undefined; readonly text: string } {
  if (typeof grown === 'string') return { useTrees: false, trees: undefined, text: grown }
  const { value, low, high } = areaDifference(grown.predictions, baseline, outcomes)
  const worse = brierScore(grown.predictions, outcomes).value > brierScore(baseline, outcomes).value
  const useTrees = low > 0 && !worse
  const sizes = m.n95IntervalToOverLaterExamples(signed(value), signed(low), signed(high), test.rows)
  return {
    useTrees,
    trees: useTrees ? grown.trees : undefined,
    text: useTrees
      ? m.treesAreInUseTheirArea(grown.trees.trees.length, sizes)
      : m.theRegressionIsInUseThe(sizes, worse && low > 0)
  }
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`
}

function validate({ test: { outcomes }, subgroups }: TrainingData, predictions: Float64Array): ModelValidation {
  const share = outcomes.reduce((sum, each) => sum + each, 0) / outcomes.length
  return {
    auc: areaUnderCurve(predictions, outcomes),
    brier: brierScore(predictions, outcomes),
    calibration: calibration(predictions, outcomes),
    decision: decisionCurve(predictions, outcomes, decisionThresholds(share)),
    subgroups: subgroups.map((labels) => ({
      id: labels.id,
      title: labels.title,
      groups: subgroupResults(predictions, outcomes, labels)
    }))
  }
}

function importanceOf(predictor: Predictor, test: FeatureMatrix): Float64Array {
  const sums = new Float64Array(predictor.features.length)
  const step = Math.max(1, Math.floor(test.rows / IMPORTANCE_ROWS))
  let rows = 0
  for (let row = 0; row < test.rows; row += step) {
    contributions(predictor, test, row).values.forEach((value, place) => {
      sums[place]! += Math.abs(value)
    })
    rows++
  }
  return sums.map((sum) => sum / rows)
}

function ownWarnings({ test }: TrainingData): readonly string[] {
  const { events } = countsOf(test)
  if (events >= FIRM_TEST_EVENTS) return []
  return [m.itWasTestedOnEventsOr(events, FIRM_TEST_EVENTS)]
}
