import { engineModelsTrainingMessages as m } from '#messages/engine/models/training.ts'

/** A model with fewer parameters is not worth training. */
const MINIMUM_PARAMETERS = 3
/** Fewer events, or fewer examples without one, tell nothing about a model that is tested on them. */
export const MINIMUM_TEST_EVENTS = 10
/** With fewer events on which it was tested, a warning stands next to a model (Collins, Ogundimu and Altman, Stat Med 2016; 35: 214–226). */
export const FIRM_TEST_EVENTS = 100

/** Shrinkage that is asked for. */
const SHRINKAGE = 0.9
/** Share of the highest possible R² that is taken for granted where nothing is known. */
const ASSUMED_SHARE = 0.15
/** How exact the mean risk must be. */
const MEAN_RISK_ERROR = 0.05

/** The rule in words, for definitions. */
export const sampleSizeRule = m.theNumberOfParametersFollowsFrom(MINIMUM_PARAMETERS)

/** How many parameters a model may have. */
export function allowedParameters(rows: number, events: number): number {
  if (events === 0 || events === rows) return 0
  const share = events / rows
  const highest = 1 - Math.exp(2 * (share * Math.log(share) + (1 - share) * Math.log(1 - share)))
  const explained = ASSUMED_SHARE * highest
  const perParameter = 1 / ((SHRINKAGE - 1) * Math.log(1 - explained / SHRINKAGE))
  const forMean = (1.959963984540054 / MEAN_RISK_ERROR) ** 2 * share * (1 - share)
  return rows < forMean ? 0 : Math.floor(rows / perParameter)
}

/** Why examples are too few, in words for a sentence; undefined where they are enough. */
export function tooFew(
  event: string,
  train: { readonly rows: number; readonly events: number },
  test: { readonly rows: number; readonly events: number }
): string | undefined {
  for (const [{ rows, events }, when] of [
    [train, m.toTrainOn],
    [test, m.toTestOn]
  ] as const) {
    if (events === 0) return m.nobodyAmongTheExamplesWas(rows, when, event)
    if (events === rows) return m.everybodyAmongTheExamplesWas(rows, when, event)
  }
  const allowed = allowedParameters(train.rows, train.events)
  if (allowed < MINIMUM_PARAMETERS)
    return m.examplesToTrainOnWithEvents(train.rows, train.events, allowed, MINIMUM_PARAMETERS)
  if (Math.min(test.events, test.rows - test.events) < MINIMUM_TEST_EVENTS)
    return m.theLaterPeriodHasEventsAmong(test.events, test.rows, MINIMUM_TEST_EVENTS)
  return undefined
}
