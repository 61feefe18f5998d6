import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'

/** Texts of figures/forecast. */
export const figuresForecastMessages = catalog({
  noForecast: 'No forecast',
  itCannotBeDetermined: 'it cannot be determined',
  fittedToCompleteMonths: (name: Text, months: Text) => `${name}, fitted to ${months} complete months`,
  next12MonthsTogether: 'Next 12 months together',
  aboutTotal: (total: Text) => `About ${total}`,
  tooFewMonthsToTryIt: 'Too few months to try it on earlier ends of the series',
  meanErrorInBackTests: 'Mean error in back-tests',
  theNaiveForecast: (error: Text, naiveError: Text) => `${error}; the naive forecast ${naiveError}`,
  withinThe80IntervalInBack: 'Within the 80% interval in back-tests',
  ofValuesFromEarlierEndsOf: (within80: Text, predicted: Text, origins: Text) =>
    `${within80} of ${predicted} values, from ${origins} earlier ends of the series`,
  widenedTimesBecauseOfTheBack: (widened: Text) => `Widened ${widened} times, because of the back-tests`,
  cannotBeComputedReason: (reason: Text) => `Cannot be computed: ${reason}`,
  asTheModelGivesThem: 'As the model gives them',
  byMonthWith80And95: 'By month, with 80% and 95% prediction intervals',
  ifThingsGoOnAsThey: 'If things go on as they did: no new program, no change of the people in view.',
  noForecastOfRefused: (refused: Text) => `No forecast: ${refused}.`,
  noCompleteMonth: 'no complete month',
  howItIsMade: 'How it is made',
  theModelAndHowWellIt: 'The model, and how accurate it would have been',
  textLabel: 'Text',
  model: 'Model',
  intervals: 'Intervals'
})
