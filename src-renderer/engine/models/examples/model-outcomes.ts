import { engineModelsExamplesMessages as m } from '#messages/engine/models/examples.ts'
import { defined } from '#shared/language/defined.ts'

/** What a model can predict. */
export const modelOutcomes = [
  {
    id: 'readmission-30',
    title: m.readmissionWithin30Days,
    event: 'readmitted',
    months: 0,
    days: 30,
    aboutStays: true
  },
  {
    id: 'admission-6m',
    title: m.inpatientStayWithin6Months,
    event: 'admitted',
    months: 6,
    days: 0,
    aboutStays: false
  },
  {
    id: 'admission-12m',
    title: m.inpatientStayWithin12Months,
    event: 'admitted',
    months: 12,
    days: 0,
    aboutStays: false
  },
  {
    id: 'emergency-6m',
    title: m.emergencyVisitWithin6Months,
    event: m.withAnEmergencyVisit,
    months: 6,
    days: 0,
    aboutStays: false
  },
  {
    id: 'high-cost-12m',
    title: m.highCostInTheNext12,
    event: m.withHighCost,
    months: 12,
    days: 0,
    aboutStays: false
  }
] as const

/** One of {@link modelOutcomes}. */
export type ModelOutcome = (typeof modelOutcomes)[number]
/** Its id. */
export type ModelOutcomeId = ModelOutcome['id']

/** The shares of people with the highest cost that a model can be about. */
export const highCostShares = [0.01, 0.05, 0.1, 0.2] as const

/** What is asked for. */
export interface OutcomeChoice {
  readonly id: ModelOutcomeId
  /** Of high cost: the share of people with the most. */
  readonly share: number
}

/** The outcome of an id. */
export function modelOutcome(id: ModelOutcomeId): ModelOutcome {
  return defined(modelOutcomes.find((each) => each.id === id))
}
