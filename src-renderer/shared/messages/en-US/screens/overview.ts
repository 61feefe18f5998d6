import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'

/** Texts of screens/overview. */
export const screensOverviewMessages = catalog({
  noMeasureHasAResultFor: 'No measure has a result for these data. Run them on the screen Measures.',
  theMeasuresAreRunning: 'The measures are running.',
  changeChangePp: (change: Text, change2: Text) => `${change}${change2} pp`,
  quality: 'Quality',
  periodPeopleInView: (label: Text) => `Period ${label}, people in view`,
  largestOpportunityTheMostOpenGaps:
    'Largest opportunity: the most open gaps, or the most star weight per person where stars apply.',
  qualityOfThePeopleInView: 'Quality of the people in view',
  openCareGaps: 'Open care gaps',
  openCareGapsInText: 'open care gaps',
  ofRatesCanBeComputed: (rows: Text) => `of ${rows} rates can be computed.`,
  largestOpportunities: 'Largest opportunities',
  valueToClose: (value: Text) => `${value} to close`,
  largestChangesAgainstAYearEarlier: 'Largest changes against a year earlier',
  compareWithAnEarlierSnapshot: 'Compare with an earlier snapshot',
  whatChangedAndWhatNeedsA: 'What changed, and what needs a decision?',
  viewsOfTheOverview: 'Views of the overview',
  signals: 'Signals',
  splitThePeopleBy: 'Split the people by',
  enterOrDoubleClickOpensThe: (caption: Text) => `${caption} Enter or double-click opens the registry.`,
  bloodPressure: 'Blood pressure',
  sizePp: (size: Text) => `${size} pp`,
  whichIndicators: 'Which indicators',
  signalsSignals: (signals: Text) => `Signals ${signals}`,
  allRows: (rows: Text) => `All ${rows}`,
  signalsByPractice: 'Signals by practice',
  indicator: 'Indicator',
  latestMonth: 'Latest month',
  againstMean: 'Against mean',
  monthsWithControlLimits: 'Months, with control limits',
  signal: 'Signal',
  noActionSuggested: 'no action suggested',
  sinceSince: (since: Text) => `since ${since}`,
  openThePeopleBehind: (indicator: Text, group: Text) => `Open the people behind ${indicator}, ${group}`,
  emergency: 'Emergency',
  readmission: 'Readmission'
})
