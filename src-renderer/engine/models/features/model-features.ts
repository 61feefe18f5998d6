import { engineModelsFeaturesMessages as m } from '#messages/engine/models/features.ts'
import type { PopulationView } from '../../population/selection/population.ts'
import type { RiskDefinitions } from '../../risk/model/load-risk.ts'
import type { FeatureMatrix } from '../numerics/feature-matrix.ts'
import type { ModelFeature } from './feature-definition.ts'
import type { ModelExamples } from './model-examples.ts'
import { conditionFeatures, drugFeatures, personFeaturesOf, resultFeatures } from './record-features.ts'
import { careEventsOf, countCare, useFeatures } from './use-features.ts'
import { sumBefore } from './person-events.ts'

/**
 * Every feature, in a fixed order that was decided beforehand: where there are few events, a model takes those that come
 * first. Nothing in it is chosen by looking at outcomes.
 */
export function modelFeatures(
  population: PopulationView,
  risk: RiskDefinitions,
  aboutStays: boolean
): readonly ModelFeature[] {
  const all = [
    ...(aboutStays ? stayFeatures(population) : []),
    ...personFeaturesOf(population),
    ...useFeatures(population.store),
    ...conditionFeatures(population, risk),
    ...drugFeatures(population),
    ...resultFeatures(population)
  ]
  const place = (id: string): number => {
    const found = first.indexOf(id)
    return found < 0 ? first.length : found
  }
  return all.toSorted((left, right) => place(left.id) - place(right.id))
}

/** What published models of readmission, admission and cost rest on. */
const first: readonly string[] = [
  'inpatient_stays_12m',
  'age',
  'stay_days',
  'charlson_2011',
  'emergency_visits_12m',
  'has_heart_failure',
  'has_copd',
  'stay_urgent',
  'paid_12m',
  'conditions',
  'has_chronic_kidney_disease',
  'female',
  'inpatient_days_12m',
  'prescriptions_12m',
  'visits_12m',
  'days_since_stay',
  'paid_3m',
  'emergency_visits_3m',
  'elixhauser_vw'
]

function stayFeatures({ store }: PopulationView): readonly ModelFeature[] {
  const { emergency } = careEventsOf(store)
  const hasEmergency = countCare(store, 'emergency') > 0
  return [
    {
      id: 'stay_days',
      title: m.lengthOfTheStay,
      group: 'stay',
      kind: 'log',
      unit: 'days',
      text: m.daysFromAdmissionToDischarge,
      missing: undefined,
      read: (_, __, stay) => (stay === undefined ? Number.NaN : stay.discharged - stay.admitted)
    },
    {
      id: 'stay_urgent',
      title: m.admittedThroughAnEmergencyVisit,
      group: 'stay',
      kind: 'flag',
      unit: '',
      text: m.anEmergencyVisitOnTheDay,
      missing: hasEmergency ? undefined : m.theDataContainNoEmergencyVisits,
      read: (patient, index, stay) =>
        stay === undefined || emergency === undefined || !hasEmergency
          ? Number.NaN
          : Number(
              sumBefore(emergency, patient, stay.admitted - 1, index) >
                sumBefore(emergency, patient, stay.admitted + 1, index)
            )
    }
  ]
}

/** The features of examples. */
export function featureMatrix(
  features: readonly ModelFeature[],
  { patient, index, stays }: ModelExamples
): FeatureMatrix {
  return {
    rows: patient.length,
    columns: features.map((feature) =>
      Float32Array.from(patient, (person, row) => feature.read(person, index[row]!, stays?.[row]))
    )
  }
}
