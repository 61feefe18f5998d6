import type { Day } from '../../base/figures/filter.ts'
import { READMISSION_DAYS } from '../../population/selection/readmissions.ts'
import type { PopulationView } from '../../population/selection/population.ts'
import type { RiskDefinitions } from '../../risk/model/load-risk.ts'
import type { Store } from '../../store/model/store.ts'
import type { ModelDocument } from '../document/model-document.ts'
import { predictRisk } from '../document/predict.ts'
import { modelOutcome, type OutcomeChoice } from '../examples/model-outcomes.ts'
import { eligiblePeople } from '../examples/person-examples.ts'
import { stayExamples } from '../examples/stay-examples.ts'
import type { FeatureDefinition, ModelFeature } from '../features/feature-definition.ts'
import type { ModelExamples } from '../features/model-examples.ts'
import { featureMatrix, modelFeatures } from '../features/model-features.ts'
import type { FeatureMatrix } from '../numerics/feature-matrix.ts'

/** Predicted risks of everybody whom a model is about on a date. */
export interface ScoredPopulation {
  readonly examples: ModelExamples
  readonly features: readonly ModelFeature[]
  readonly matrix: FeatureMatrix
  readonly risks: Float64Array
}

/** People whom a model is about on a date: of a readmission, those discharged in the 30 days up to it, by their last stay. */
function presentExamples(store: Store, { id }: OutcomeChoice, asOf: Day): ModelExamples {
  if (!modelOutcome(id).aboutStays) {
    const patient = eligiblePeople(store, asOf + 1)
    return { patient, index: new Int32Array(patient.length).fill(asOf + 1), stays: undefined }
  }
  const { patient, index, stays } = stayExamples(store, asOf - READMISSION_DAYS + 1, asOf)
  const last = new Map(Array.from(patient, (person, row) => [person, row]))
  const rows = Int32Array.from(last.values()).sort()
  return {
    patient: rows.map((row) => patient[row]!),
    index: rows.map((row) => index[row]!),
    stays: stays && Array.from(rows, (row) => stays[row]!)
  }
}

/** The features of a model in its order, as these data have them. Of one that there is no longer, every value is missing. */
export function featuresOf(
  population: PopulationView,
  risk: RiskDefinitions,
  outcome: OutcomeChoice,
  wanted: readonly FeatureDefinition[]
): readonly ModelFeature[] {
  const present = modelFeatures(population, risk, modelOutcome(outcome.id).aboutStays)
  return wanted.map((definition) => {
    const found = present.find(({ id }) => id === definition.id)
    return found ?? { ...definition, missing: 'these data do not have it', read: () => Number.NaN }
  })
}

/** Predicts the risk of everybody whom a model is about. */
export function scorePopulation(
  population: PopulationView,
  risk: RiskDefinitions,
  document: ModelDocument,
  asOf: Day
): ScoredPopulation {
  const features = featuresOf(population, risk, document.outcome, document.features)
  const examples = presentExamples(population.store, document.outcome, asOf)
  const matrix = featureMatrix(features, examples)
  return { examples, features, matrix, risks: predictRisk(document, matrix) }
}
