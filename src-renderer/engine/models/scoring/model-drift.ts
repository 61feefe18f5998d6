import { engineModelsMessages as m } from '#messages/engine/models.ts'
import { addMonths } from '../../base/fhir/calendar.ts'
import type { Day } from '../../base/figures/filter.ts'
import type { AllPeople } from '../../population/people/all-people.ts'
import type { RiskDefinitions } from '../../risk/model/load-risk.ts'
import { MODEL_METHODS, type ModelDocument } from '../document/model-document.ts'
import { predictRisk } from '../document/predict.ts'
import { modelOutcome } from '../examples/model-outcomes.ts'
import { dischargeExamples, peopleExamples } from '../examples/people-examples.ts'
import { runOutDays } from '../examples/person-examples.ts'
import { lastFollowedDischarge } from '../examples/stay-examples.ts'
import type { LabeledExamples } from '../features/model-examples.ts'
import { peopleMatrix } from '../features/people-matrix.ts'
import { MINIMUM_TEST_EVENTS } from '../training/sample-size.ts'
import { areaUnderCurve, type AucResult } from '../validation/auc.ts'
import { calibration, type CalibrationResult } from '../validation/calibration.ts'
import { distributionOf, populationStability, type StabilityResult } from '../validation/population-stability.ts'
import { featureChoiceOf, type ScoredPopulation } from './score-population.ts'

/** How far people of today differ from those that a model was trained on, and how it did on outcomes that are new. */
export interface ModelDrift {
  /** That its features were counted in another way when it was trained; undefined for a model of the present methods. */
  readonly otherMethods: string | undefined
  readonly features: readonly (StabilityResult & { readonly id: string; readonly title: string })[]
  /** Outcomes after those that the model was tested on. */
  readonly later:
    | {
        readonly rows: number
        readonly events: number
        readonly auc: AucResult
        readonly calibration: CalibrationResult
      }
    | { readonly missing: string }
}

/** Compares the people whom a model is about today with those that it was trained on. */
export function modelDrift(
  population: AllPeople,
  risk: RiskDefinitions,
  document: ModelDocument,
  { matrix }: ScoredPopulation,
  asOf: Day
): ModelDrift {
  return {
    otherMethods:
      document.methods === MODEL_METHODS ? undefined : m.trainedWithEarlierMethods(document.methods, MODEL_METHODS),
    features: document.features.map(({ id, title, distribution }, place) => ({
      id,
      title,
      ...populationStability(distribution.counts, distributionOf(matrix.columns[place]!, distribution.cuts).counts)
    })),
    later: laterOutcomes(population, risk, document, asOf)
  }
}

function laterOutcomes(
  population: AllPeople,
  risk: RiskDefinitions,
  document: ModelDocument,
  asOf: Day
): ModelDrift['later'] {
  const examples = laterExamples(population, document, asOf)
  const rows = examples?.outcomes.length ?? 0
  if (examples === undefined || rows === 0) return { missing: m.noOutcomeIsCompleteThatBegan }
  const events = examples.outcomes.reduce((sum, each) => sum + each, 0)
  if (Math.min(events, rows - events) < MINIMUM_TEST_EVENTS)
    return {
      missing: m.eventsAmongLaterExamplesAreToo(events, rows, MINIMUM_TEST_EVENTS)
    }
  const risks = predictRisk(document, peopleMatrix(population, featureChoiceOf(risk, document), examples))
  return {
    rows,
    events,
    auc: areaUnderCurve(risks, examples.outcomes),
    calibration: calibration(risks, examples.outcomes)
  }
}

function laterExamples(population: AllPeople, document: ModelDocument, asOf: Day): LabeledExamples | undefined {
  const { outcome, test } = document
  const { store } = population.shards[0]!
  const runOut = runOutDays(store, outcome)
  if (modelOutcome(outcome.id).aboutStays)
    return dischargeExamples(population, test.dates.last, lastFollowedDischarge(asOf, runOut))
  const index = addMonths(asOf + 1 - runOut, -modelOutcome(outcome.id).months)
  return index > test.dates.last ? peopleExamples(population, outcome, index) : undefined
}
