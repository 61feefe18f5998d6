import { engineModelsTrainingMessages as m } from '#messages/engine/models/training.ts'
import type { Day } from '../../base/figures/filter.ts'
import type { AllPeople } from '../../population/people/all-people.ts'
import { askEach } from '../../store/model/ask-each.ts'
import type { PopulationView } from '../../population/selection/population.ts'
import { paidClaims } from '../../population/claims/paid-claims.ts'
import type { RiskDefinitions } from '../../risk/model/load-risk.ts'
import type { LabeledExamples } from '../features/model-examples.ts'
import { modelOutcome, type OutcomeChoice } from '../examples/model-outcomes.ts'
import { followUpEnd, outcomeMissing } from '../examples/person-examples.ts'
import { splitExamples, type DateRange } from '../examples/split-examples.ts'
import { modelFeatures } from '../features/model-features.ts'
import { peopleMatrix, type FeatureChoice } from '../features/people-matrix.ts'
import type { SubgroupLabels } from '../validation/subgroups.ts'
import type { TrainingData, TrainingExamples } from './training-data.ts'

/** By what the people of the later examples are divided. */
const divisions = ['sex', 'age', 'race', 'ethnicity', 'payer'] as const

/** Reads what training needs. @returns why there is nothing to train on, in words for a sentence, in place of it */
export function trainingInput(
  population: AllPeople,
  risk: RiskDefinitions,
  outcome: OutcomeChoice,
  asOf: Day
): TrainingData | string {
  const { store } = population.shards[0]!
  const missing = outcomeMissing(store, outcome)
  if (missing !== undefined) return missing
  const split = splitExamples(population, outcome, asOf)
  if (typeof split === 'string') return split
  const { aboutStays } = modelOutcome(outcome.id)
  const features = modelFeatures(population.shards[0]!, risk, aboutStays).map(
    ({ id, title, group, kind, unit, text, missing: why }) => ({ id, title, group, kind, unit, text, missing: why })
  )
  const choice = { risk, aboutStays, features }
  return {
    outcome,
    asOf,
    data: { label: store.snapshot.label, id: store.snapshot.id, people: population.count },
    features,
    train: examplesWithValues(population, choice, split.train, split.trainDates, outcome),
    test: examplesWithValues(population, choice, split.test, split.testDates, outcome),
    subgroups: divisions.flatMap((id) => subgroupLabels(population, id, split.test.patient, asOf)),
    warnings: dataWarnings(population)
  }
}

function examplesWithValues(
  population: AllPeople,
  choice: FeatureChoice,
  examples: LabeledExamples,
  dates: DateRange,
  outcome: OutcomeChoice
): TrainingExamples {
  return {
    matrix: peopleMatrix(population, choice, examples),
    outcomes: examples.outcomes,
    index: examples.index,
    end: examples.index.map((index) => followUpEnd(outcome, index)),
    patient: examples.patient,
    dates
  }
}

function subgroupLabels(population: AllPeople, id: string, patients: Int32Array, asOf: Day): readonly SubgroupLabels[] {
  if (!population.dimensions.some((each) => each.id === id)) return []
  const { label, values } = population.dimension(id)
  const codes = population.codes(id, asOf)
  return [
    {
      id,
      title: label,
      values: values.map((value) => value.label),
      codes: Int32Array.from(patients, (patient) => codes[patient]!)
    }
  ]
}

/** What of the data limits every model. */
function dataWarnings({ shards }: AllPeople): readonly string[] {
  const parts = askEach(shards, membershipsIn)
  const members = parts.reduce((sum, part) => sum + part.members, 0)
  const byOnset = parts.reduce((sum, part) => sum + part.byOnset, 0)
  return [
    ...(byOnset > 0 ? [m.ofRegistryMembershipsRestOnAn(byOnset, members)] : []),
    ...(paidClaims(shards[0]!.store) === undefined ? [] : [m.whetherAClaimIsInFinal])
  ]
}

/** Memberships of registries, and those of them that rest on an onset alone. */
function membershipsIn({ index }: PopulationView): { readonly members: number; readonly byOnset: number } {
  let members = 0
  let byOnset = 0
  for (const registry of index.registries) {
    const { people, byOnset: onset } = index.membership(registry)
    members += people.length
    for (const mark of onset) byOnset += mark
  }
  return { members, byOnset }
}
