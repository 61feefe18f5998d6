import { engineModelsPanelsMessages as m } from '#messages/engine/models/panels.ts'
import { sentenceCase } from '#shared/messages/letter-case.ts'
import { hasBit } from '../../base/kernels/bitset.ts'
import type { Definition, Figure, Provenance } from '../../base/figures/figure.ts'
import type { Context } from '../../base/figures/filter.ts'
import { countFigure, filterOn, peopleRows } from '../../population/panels/base/figures.ts'
import { peopleViewOf, type PeopleView } from '../../population/panels/base/people-view.ts'
import { withholdFiltered } from '../../population/panels/withhold-filtered.ts'
import { peopleFacts } from '../../population/panels/person/people-facts.ts'
import type { KeyFigure } from '../../population/panels/results/shapes.ts'
import { riskPerson } from '../../risk/panels/lists.ts'
import { leakageRule, outcomeRule, purposeText } from '../card/model-rule.ts'
import type { ModelDocument, SealedModel } from '../document/model-document.ts'
import { contributions } from '../document/predict.ts'
import { modelDrift } from '../scoring/model-drift.ts'
import type { ScoredPopulation } from '../scoring/score-population.ts'
import type { SubgroupResult } from '../validation/subgroups.ts'
import { featureValueText } from './feature-text.ts'
import { modelDimensionId } from './model-names.ts'
import type { ModelGroupRow, ModelPanel, ModelPanelParams } from './model-results.ts'
import type { ModelView } from './model-view.ts'

/** Features that are named next to a person. */
const REASONS = 3

/** What a model means, for "How computed". */
export function modelDefinition({ document, hash }: SealedModel): Definition {
  return {
    id: `model/${hash.slice(0, 16)}`,
    version: hash.slice(0, 12),
    title: m.titlePredicted(document.title),
    text: `${purposeText} ${outcomeRule(document.outcome)} ${leakageRule}`,
    calculated: m.gradientBoostedTreesTrainedOnExamples(
      document.kind === 'trees',
      document.train.rows,
      document.train.events,
      document.test.rows
    ),
    sources: [
      {
        title: m.calculatingTheSampleSizeRequiredFor,
        publisher: m.rileyRDEtAlBMJ368,
        year: 2020
      },
      {
        title: m.comparingTheAreasUnderTwoOr,
        publisher: m.deLongEREtAlBiometrics44,
        year: 1988
      },
      {
        title: m.calibrationTheAchillesHeelOfPredictive,
        publisher: m.vanCalsterBEtAlBMC,
        year: 2019
      }
    ]
  }
}

/** A model over the people in view: who is at which risk, how it did, and how far the data have moved. */
export function modelPanel(
  models: ModelView,
  model: SealedModel,
  context: Context,
  { threshold, limit, revealed }: ModelPanelParams
): ModelPanel {
  const { population, risk } = models
  const view = peopleViewOf(population.shards[0]!, context)
  const provenance = view.provenance(modelDefinition(model))
  const scored = models.scored(model, view.asOf)
  const rows = rowsInView(view, scored)
  const chosen = rows
    .filter((row) => scored.risks[row]! >= threshold)
    .sort((left, right) => scored.risks[right]! - scored.risks[left]! || left - right)
  const facts = peopleFacts(population)
  const figures = keyFigures(view, model, scored, rows, chosen.length, threshold, provenance)
  return {
    keyFigures: withholdFiltered(figures, context, population.shards[0]!),
    total: chosen.length,
    rows: chosen.slice(0, limit).map((row) => ({
      ...riskPerson(facts, view, scored.examples.patient[row]!, revealed),
      risk: scored.risks[row]!,
      reasons: reasonsOf(model.document, scored, row)
    })),
    divisions: model.document.validation.subgroups.map(({ id, title, groups }) => ({
      title,
      groups: groups.map((group) => groupRow(id, group, provenance))
    })),
    drift: modelDrift(population, risk, model.document, scored, view.asOf),
    provenance
  }
}

function rowsInView(view: PeopleView, { examples }: ScoredPopulation): number[] {
  return Array.from(examples.patient.keys()).filter((row) => hasBit(view.people, examples.patient[row]!))
}

function keyFigures(
  view: PeopleView,
  { document, hash }: SealedModel,
  { risks }: ScoredPopulation,
  rows: readonly number[],
  chosen: number,
  threshold: number,
  provenance: Provenance
): readonly KeyFigure[] {
  const opens = (from: number, ...values: string[]) =>
    peopleRows(view.asOf, [...view.peopleFilters, filterOn(modelDimensionId(hash, from), ...values)])
  const expected = rows.reduce((sum, row) => sum + risks[row]!, 0)
  const { auc, brier, calibration } = document.validation
  const percent = `${Number((threshold * 100).toFixed(1))}%`
  const everybody = opens(threshold, 'yes', 'no')
  return [
    {
      id: 'people',
      label: m.peopleTheModelIsAbout,
      figure: countFigure(rows.length, 'people', everybody, provenance),
      note: m.inView,
      trend: []
    },
    {
      id: 'chosen',
      label: m.atOrMore(percent),
      figure: countFigure(chosen, 'people', opens(threshold, 'yes'), provenance),
      note: m.predictedRisk,
      trend: []
    },
    {
      id: 'mean',
      label: m.meanPredictedRisk,
      figure: {
        value: rows.length === 0 ? undefined : expected / rows.length,
        ...(rows.length === 0 ? { missing: m.theModelIsAboutNobodyIn } : {}),
        unit: 'proportion',
        people: rows.length,
        rows: everybody,
        opens: rows.length,
        provenance
      },
      note: m.predictedInView,
      trend: []
    },
    {
      id: 'auc',
      label: m.areaUnderTheCurve,
      figure: ratioFigure(auc, document.test.rows, 'delong', provenance),
      note: m.onLaterPeople05Is,
      trend: []
    },
    {
      id: 'slope',
      label: m.calibrationSlope,
      figure:
        calibration.slope === undefined
          ? { value: undefined, missing: m.thePredictionsDoNotDifferEnough, unit: 'number', provenance }
          : ratioFigure(calibration.slope, document.test.rows, 'wald', provenance),
      note: slopeNote(calibration.slope),
      trend: []
    },
    {
      id: 'brier',
      label: m.brierScoreScaled,
      figure: { value: brier.scaled, unit: 'number', people: document.test.rows, provenance },
      note: m.n0IsNoBetterThanThe,
      trend: []
    }
  ]
}

/** What a slope says of the predictions, where chance does not explain that it differs from 1. */
function slopeNote(slope: { readonly low: number; readonly high: number } | undefined): string {
  if (slope === undefined) return m.n1IsRight
  if (slope.low > 1) return m.predictionsTooClose
  return slope.high < 1 ? m.predictionsTooFarApart : m.n1IsRight
}

function ratioFigure(
  { value, low, high }: { readonly value: number; readonly low: number; readonly high: number },
  people: number,
  method: 'delong' | 'wald' | 'exact-poisson',
  provenance: Provenance
): Figure {
  return { value, unit: 'number', people, interval: { low, high, level: 0.95, method }, provenance }
}

function groupRow(id: string, group: SubgroupResult, provenance: Provenance): ModelGroupRow {
  const { value, rows, ratio, auc, missing } = group
  const none = (): Figure => ({
    value: undefined,
    missing: missing ?? m.itCannotBeComputed,
    unit: 'number',
    people: rows,
    provenance
  })
  return {
    key: `${id}/${value}`,
    label: sentenceCase(value),
    examples: rows,
    missing,
    ratio: ratio === undefined ? none() : ratioFigure(ratio, rows, 'exact-poisson', provenance),
    auc: auc === undefined ? none() : ratioFigure(auc, rows, 'delong', provenance)
  }
}

/** What raises a risk most, in words. */
function reasonsOf(document: ModelDocument, { matrix }: ScoredPopulation, row: number): string {
  const { values } = contributions(document, matrix, row)
  return Array.from(values.keys())
    .filter((place) => values[place]! > 0)
    .sort((left, right) => values[right]! - values[left]!)
    .slice(0, REASONS)
    .map((place) => {
      const feature = document.features[place]!
      return `${feature.title}: ${featureValueText(feature, matrix.columns[place]![row]!)}`
    })
    .join('; ')
}
