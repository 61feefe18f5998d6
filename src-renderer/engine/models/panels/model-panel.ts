import { hasBit } from '../../base/kernels/bitset.ts'
import type { Definition, Figure, Provenance } from '../../base/figures/figure.ts'
import type { Context } from '../../base/figures/filter.ts'
import { countFigure, filterOn, peopleRows } from '../../population/panels/base/figures.ts'
import { peopleViewOf, type PeopleView } from '../../population/panels/base/people-view.ts'
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

/** Features that are named beside a person. */
const REASONS = 3

/** What a model means, for "How computed". */
export function modelDefinition({ document, hash }: SealedModel): Definition {
  return {
    id: `model/${hash.slice(0, 16)}`,
    version: hash.slice(0, 12),
    title: `${document.title}, predicted`,
    text: `${purposeText} ${outcomeRule(document.outcome)} ${leakageRule}`,
    calculated: `${document.kind === 'trees' ? 'Gradient-boosted trees' : 'Logistic regression with an elastic net'}, trained on ${document.train.rows} examples with ${document.train.events} events and tested on ${document.test.rows} later ones.`,
    sources: [
      {
        title: 'Calculating the sample size required for developing a clinical prediction model',
        publisher: 'Riley RD et al., BMJ 368: m441',
        year: 2020
      },
      {
        title: 'Comparing the areas under two or more correlated receiver operating characteristic curves',
        publisher: 'DeLong ER et al., Biometrics 44: 837–845',
        year: 1988
      },
      {
        title: 'Calibration: the Achilles heel of predictive analytics',
        publisher: 'Van Calster B et al., BMC Med 17: 230',
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
  return {
    keyFigures: keyFigures(view, model, scored, rows, chosen.length, threshold, provenance),
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
      label: 'People the model is about',
      figure: countFigure(rows.length, 'people', everybody, provenance),
      note: 'in view',
      trend: []
    },
    {
      id: 'chosen',
      label: `At ${percent} or more`,
      figure: countFigure(chosen, 'people', opens(threshold, 'yes'), provenance),
      note: 'predicted risk',
      trend: []
    },
    {
      id: 'mean',
      label: 'Mean predicted risk',
      figure: {
        value: rows.length === 0 ? undefined : expected / rows.length,
        ...(rows.length === 0 ? { missing: 'the model is about nobody in view' } : {}),
        unit: 'proportion',
        people: rows.length,
        rows: everybody,
        opens: rows.length,
        provenance
      },
      note: 'predicted, in view',
      trend: []
    },
    {
      id: 'auc',
      label: 'Area under the curve',
      figure: ratioFigure(auc, document.test.rows, 'delong', provenance),
      note: 'on later people; 0.5 is chance',
      trend: []
    },
    {
      id: 'slope',
      label: 'Calibration slope',
      figure:
        calibration.slope === undefined
          ? { value: undefined, missing: 'the predictions do not differ enough', unit: 'number', provenance }
          : ratioFigure(calibration.slope, document.test.rows, 'wald', provenance),
      note: '1 is right',
      trend: []
    },
    {
      id: 'brier',
      label: 'Brier score, scaled',
      figure: { value: brier.scaled, unit: 'number', people: document.test.rows, provenance },
      note: '0 is no better than the mean',
      trend: []
    }
  ]
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
    missing: missing ?? 'it cannot be computed',
    unit: 'number',
    people: rows,
    provenance
  })
  return {
    key: `${id}/${value}`,
    label: value.charAt(0).toUpperCase() + value.slice(1),
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
