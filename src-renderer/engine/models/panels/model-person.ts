import { engineModelsPanelsMessages as m } from '#messages/engine/models/panels.ts'
import { AppError } from '#shared/app-error.ts'
import type { Figure, Provenance } from '../../base/figures/figure.ts'
import type { Context, RowSelector } from '../../base/figures/filter.ts'
import { viewOf } from '../../population/panels/base/view.ts'
import { personFacts } from '../../population/panels/person/person-facts.ts'
import type { PopulationView } from '../../population/selection/population.ts'
import { rowsInPopulation } from '../../store/model/population-rows.ts'
import { chosenFeatures } from '../features/people-matrix.ts'
import { featureChoiceOf } from '../scoring/score-population.ts'
import type { SealedModel } from '../document/model-document.ts'
import { contributions } from '../document/predict.ts'
import type { ModelFeature } from '../features/feature-definition.ts'
import { monthsBefore } from '../features/use-features.ts'
import { logistic } from '../numerics/feature-matrix.ts'
import { featureValueText } from './feature-text.ts'
import { modelDefinition } from './model-panel.ts'
import type { ModelPerson } from './model-results.ts'
import type { ModelView } from './model-view.ts'

/** Smaller terms are not listed. */
const SMALLEST_TERM = 1e-9

/**
 * What makes up the predicted risk of a person; the odds of the terms multiply to it.
 * @throws AppError `not-found` where the model is not about the person on the date
 */
export function modelPerson(models: ModelView, model: SealedModel, context: Context, patient: number): ModelPerson {
  const { shard, person } = models.population.shardOf(patient)
  const view = viewOf(shard, context)
  const { examples, matrix, risks } = models.scored(model, view.asOf)
  const features = chosenFeatures(shard, featureChoiceOf(models.risk, model.document))
  const row = examples.patient.indexOf(patient)
  if (row < 0) throw new AppError('not-found', m.theModelIsNotAboutThis)
  const provenance = view.provenance(modelDefinition(model))
  const id = personFacts(shard).id(person)
  const { base, values } = contributions(model.document, matrix, row)
  return {
    risk: risks[row]!,
    baseRisk: logistic(base),
    terms: Array.from(values.keys())
      .filter((place) => Math.abs(values[place]!) > SMALLEST_TERM)
      .sort((left, right) => Math.abs(values[right]!) - Math.abs(values[left]!))
      .map((place) => {
        const feature = features[place]!
        const value = matrix.columns[place]![row]!
        return {
          title: feature.title,
          text: feature.text,
          value: featureValueText(feature, value),
          odds: Math.exp(values[place]!),
          figure: valueFigure(value, rowsBehind(shard, feature, person, id, examples.index[row]!), provenance)
        }
      })
  }
}

function valueFigure(value: number, rows: RowSelector | undefined, provenance: Provenance): Figure {
  const opened = rows === undefined ? {} : { rows }
  return Number.isNaN(value)
    ? { value: undefined, missing: m.theDataDoNotSay, unit: 'number', ...opened, provenance }
    : { value, unit: 'number', ...opened, provenance }
}

/** The rows that a feature was read from; of a condition or a result those of the person up to then. */
function rowsBehind(
  { store }: PopulationView,
  feature: ModelFeature,
  patient: number,
  id: string,
  index: number
): RowSelector | undefined {
  const personCondition = { column: 'patient_id', in: [id, `Patient/${id}`] }
  const found = feature.rows?.(patient, index)
  if (found !== undefined)
    return { table: found.table, asOf: index - 1, filters: [], where: [personCondition, ...found.where] }
  const has = (table: string): boolean => rowsInPopulation(store, table) > 0
  if (feature.group === 'condition') {
    const table = has('condition') ? 'condition' : 'explanation_of_benefit'
    return { table, asOf: index - 1, filters: [], where: [personCondition, { column: '@day', to: index - 1 }] }
  }
  if (feature.group === 'result')
    return {
      table: 'observation',
      asOf: index - 1,
      filters: [],
      where: [personCondition, { column: '@day', from: monthsBefore(index, 24), to: index - 1 }]
    }
  if (feature.group === 'stay') {
    const table = has('encounter') ? 'encounter' : 'explanation_of_benefit'
    return {
      table,
      asOf: index - 1,
      filters: [],
      where: [personCondition, { column: '@day', from: index - 400, to: index - 1 }]
    }
  }
  return undefined
}
