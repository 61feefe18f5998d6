import type { Day } from '../../base/figures/filter.ts'
import type { AllPeople } from '../../population/people/all-people.ts'
import type { PopulationView } from '../../population/selection/population.ts'
import type { RiskDefinitions } from '../../risk/model/load-risk.ts'
import { askEach } from '../../store/model/ask-each.ts'
import type { ModelDocument } from '../document/model-document.ts'
import { predictRisk } from '../document/predict.ts'
import { modelOutcome, type OutcomeChoice } from '../examples/model-outcomes.ts'
import { joinPresent, numberedExamples } from '../examples/people-examples.ts'
import { eligiblePeople } from '../examples/person-examples.ts'
import { openDischarges } from '../examples/stay-examples.ts'
import type { ModelExamples } from '../features/model-examples.ts'
import { peopleMatrix, type FeatureChoice } from '../features/people-matrix.ts'
import type { FeatureMatrix } from '../numerics/feature-matrix.ts'

/** Predicted risks of everybody whom a model is about on a date, by the numbers of the population. */
export interface ScoredPopulation {
  readonly examples: ModelExamples
  readonly matrix: FeatureMatrix
  readonly risks: Float64Array
}

/** People of a shard whom a model is about on a date: of a readmission, those whose {@link openDischarges} it waits for. */
function presentIn(population: PopulationView, { id }: OutcomeChoice, asOf: Day): ModelExamples {
  const { store } = population
  if (modelOutcome(id).aboutStays) return numberedExamples(population, openDischarges(store, asOf))
  const patient = eligiblePeople(store, asOf + 1)
  const index = new Int32Array(patient.length).fill(asOf + 1)
  return numberedExamples(population, { patient, index, stays: undefined })
}

/** The features of a model. */
export function featureChoiceOf(risk: RiskDefinitions, { outcome, features }: ModelDocument): FeatureChoice {
  return { risk, aboutStays: modelOutcome(outcome.id).aboutStays, features }
}

/** Predicts the risk of everybody whom a model is about. */
export function scorePopulation(
  population: AllPeople,
  risk: RiskDefinitions,
  document: ModelDocument,
  asOf: Day
): ScoredPopulation {
  const examples = joinPresent(askEach(population.shards, presentIn, document.outcome, asOf))
  const matrix = peopleMatrix(population, featureChoiceOf(risk, document), examples)
  return { examples, matrix, risks: predictRisk(document, matrix) }
}
