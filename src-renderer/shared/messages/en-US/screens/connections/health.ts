import { catalog } from '../../../catalog.ts'
import type { Text } from '../../../message.ts'

/** Texts of screens/connections/health. */
export const screensConnectionsHealthMessages = catalog({
  sourceHealth: 'Source health',
  n90Days: '90 days',
  markedOutsideOrdinaryVariation: 'Marked: outside ordinary variation.',
  limitsAreDrawnFromTwelveExports: 'Limits are shown after twelve exports.',
  charts: 'Charts',
  eachExportAddsWhatItSaw: 'Each export adds what it saw of the server: waiting, latency, speed, errors and volumes.',
  sourcePopulusExportsFromDays: (name: Text, days: Text) => `Source: Populus, exports from ${name}, ${days} days`,
  n30Days: '30 days',
  n1Year: '1 year',
  theHistoryCouldNotBeRead: 'The history could not be read.',
  orangeOutsideOrdinaryVariation: 'Orange: outside ordinary variation.',
  ordinaryVariationLimitsDashed: 'Ordinary variation; limits dashed.',
  noExportInThisPeriodHas: 'No export in this period has shown it. Widen the period, or export.',
  departsFromOrdinaryVariation: 'departs from ordinary variation',
  variation: 'Variation',
  departs: 'departs',
  ordinary: 'ordinary',
  axisStartsAt: (min: Text) => `Axis starts at ${min}.`,
  prepareTime: 'Prepare time',
  untilTheFilesAreListed: 'Until the files are listed',
  latency: 'Latency',
  untilAnAnswerBegins: 'Until an answer begins',
  countMs: (count: Text) => `${count} ms`,
  throughput: 'Throughput',
  ofTheFiles: 'Of the files',
  errors: 'Errors',
  ofAllRequests: 'Of all requests',
  inFullExports: 'In full exports',
  linesPerPerson: 'Lines per person',
  noDataYet: 'No data yet',
  dataOf: (time: Text, age: Text) => `Data of ${time}, ${age}`,
  laterThanScheduled: (value: Text) => `${value}, later than scheduled`,
  farLaterThanScheduled: (value: Text) => `${value}, far later than scheduled`
})
