import { engineModelsFeaturesMessages as m } from '#messages/engine/models/features.ts'
import { defined } from '#shared/language/defined.ts'
import type { AllPeople } from '../../population/people/all-people.ts'
import type { PopulationView } from '../../population/selection/population.ts'
import type { RiskDefinitions } from '../../risk/model/load-risk.ts'
import { askEach } from '../../store/model/ask-each.ts'
import type { FeatureMatrix } from '../numerics/feature-matrix.ts'
import type { FeatureDefinition, ModelFeature } from './feature-definition.ts'
import type { ModelExamples } from './model-examples.ts'
import { featureMatrix, modelFeatures } from './model-features.ts'

/** What features are read of some data. */
export interface FeatureChoice {
  readonly risk: RiskDefinitions
  readonly aboutStays: boolean
  /** In the order of the columns. */
  readonly features: readonly FeatureDefinition[]
}

/** The features of a model in its order, as the data of a shard have them. Of one that there is no longer, every value is missing. */
export function chosenFeatures(
  population: PopulationView,
  { risk, aboutStays, features }: FeatureChoice
): readonly ModelFeature[] {
  const present = modelFeatures(population, risk, aboutStays)
  return features.map((definition) => {
    const found = present.find(({ id }) => id === definition.id)
    return found ?? { ...definition, missing: m.theseDataDoNotHaveIt, read: () => Number.NaN }
  })
}

/** The features of examples of a population: each shard reads those of its people. */
export function peopleMatrix(population: AllPeople, choice: FeatureChoice, examples: ModelExamples): FeatureMatrix {
  const parts = askEach(population.shards, rowsIn, choice, {
    patient: examples.patient,
    index: examples.index,
    stays: examples.stays
  })
  const rows = examples.patient.length
  const columns = choice.features.map(() => new Float32Array(rows))
  for (const { places, matrix } of parts)
    matrix.columns.forEach((column, feature) => {
      for (let row = 0; row < places.length; row++) columns[feature]![places[row]!] = column[row]!
    })
  return { rows, columns }
}

/** Rows of a matrix that are read in one shard. */
interface MatrixPart {
  readonly places: Int32Array
  readonly matrix: FeatureMatrix
}

function rowsIn(population: PopulationView, choice: FeatureChoice, examples: ModelExamples): MatrixPart {
  const people = examples.patient.map((number) => population.shard.personHere(number))
  const places = Int32Array.from(people.keys()).filter((place) => people[place]! >= 0)
  const matrix = featureMatrix(chosenFeatures(population, choice), {
    patient: places.map((place) => people[place]!),
    index: places.map((place) => examples.index[place]!),
    stays: examples.stays && Array.from(places, (place) => defined(examples.stays)[place]!)
  })
  return { places, matrix }
}
