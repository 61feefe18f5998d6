import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'
import { plural } from '../../plural.ts'

/** Texts of figures/signal. */
export const figuresSignalMessages = catalog({
  indicator: 'Indicator',
  month: 'Month',
  baseline: 'Baseline',
  lowerLimit: 'Lower limit',
  upperLimit: 'Upper limit',
  chart: 'Chart',
  signal: 'Signal',
  since: 'Since',
  thisChart: 'this chart',
  allChartsTogether: (rows: Text) => `all ${rows} charts together`,
  signals: 'Signals',
  byPracticeAndMonthRankedBy: 'By practice and month, ranked by strength of evidence, not by rate',
  limitsFromTheFirstHalfOf: (methods: Text, expectedFalse: Text, together: Text) =>
    `Limits from the first half of the months, ${methods}, so wide that chance alone gives ${expectedFalse} false signals on average on ${together}. Orange: worse. Blue: better.`,
  noPracticeHasEnoughResultsIn:
    'No practice has enough results in each of the last 21 months for a control chart. Remove a filter or load more people.',
  onlyEnoughDataAllVaryAs: (rows: Text, rows2: number) =>
    `Only ${rows} enough data; ${plural(rows2, 'it varies', 'all vary')} as usual. Choose All to see them.`,
  smallestChangeFound: 'Smallest change found',
  pointsOfPercent: (points: Text) => `${points} pp`,
  changeOf: (indicator: Text, size: Text) => `${indicator}: ${size}`,
  aChangeThatLastsMonthsIsFound: (months: Text, power: Text, sizes: Text) =>
    `With this many people, a change that lasts ${months} months is found with a probability of ${power}% only from these sizes on. ${sizes}. With more people, smaller changes are found.`,
  practicesCompared: 'Practices compared',
  n12MonthsByPractice: '12 months by practice',
  beyondTheLimitsAPracticeDiffers: (expectedFalse: Text, reliable: Text) =>
    `Beyond the limits, a practice differs more than chance explains: on average ${expectedFalse} practices on all of these plots together do where none differs. Open circle: too few people to rank (reliability below ${reliable}).`,
  fewerThanTwoPracticesHaveResults:
    'Fewer than two practices have results to compare. Remove a filter or load more people.'
})
