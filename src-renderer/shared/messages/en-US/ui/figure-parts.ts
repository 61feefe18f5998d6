import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'
import { plural } from '../../plural.ts'

/** Texts of ui/figure-parts. */
export const uiFigurePartsMessages = catalog({
  cannotBeComputed: (missing: Text) => `Cannot be computed: ${missing}`,
  cannotBeComputedInText: (missing: Text) => `cannot be computed: ${missing}`,
  fit: (score: Text) => `Fit ${score}%`,
  limited: 'Limited',
  fitness: 'Fitness',
  limitedBecause: (reason: Text) => `Limited: ${reason}`,
  notFit: 'Not fit',
  notFitBecause: (reason: Text) => `Not fit: ${reason}`,
  fitnessOf: (title: Text, words: Text) => `${title}: ${words}`,
  fitnessForUseOf: (title: Text) => `Fitness for use of ${title}`,
  fitForUse: (score: Text) => `Fit for use: ${score}%`,
  useWithCaution: (score: Text) => `Use with caution: ${score}%`,
  notFitForUse: (score: Text) => `Not fit for use: ${score}%`,
  byExactlyWhatItReads: (caution: Text, unfit: Text) =>
    `By exactly what this figure reads; its weakest input decides. Fit from ${caution}%, with caution from ${unfit}%; the limits are in Settings.`,
  failTitle: (failed: number, title: Text) => `${plural(failed, 'fails', 'fail')}: ${title}`,
  rowsThatFail: (title: Text) => `rows that fail: ${title}`,
  seeTheseChecks: 'See the checks of these data',
  noValue: 'no value',
  openProvenanceOf: (spoken: Text, label: Text) => `Open provenance of ${spoken}, ${label}`,
  notInTheRegistryOfDefinitions: 'not in the registry of definitions',
  openThePeople: 'Open the people',
  openTheRows: 'Open the rows',
  version: (label: Text, value: Text, range: Text, title: Text, version: Text, provenance: Text) =>
    `${label}: ${value}${range}. ${title}, version ${version}. ${provenance}`,
  copiedWithItsSource: 'Copied with its source',
  theWholeRule: 'The whole rule',
  groupsOf1ToPeopleAre: (limit: Text) => `groups of 1 to ${limit} people are suppressed`,
  madeOf: 'Made of',
  interval: 'Interval',
  versionVersion: (version: Text) => `version ${version}`,
  snapshot: 'Snapshot',
  loadedLoadedAt: (loadedAt: Text) => `loaded ${loadedAt}`,
  asOf: 'As of',
  everyone: 'everyone',
  showQuery: 'Show query',
  openInTheWorklist: (quantity: Text) => `Open ${quantity} in the worklist`,
  openThemInTheFindings: 'Open them in the findings',
  showHowItComesAbout: 'Show how it comes about',
  copyWithSource: 'Copy with source',
  pinToABoard: 'Pin to a board',
  openCount: (count: Text) => `Open ${count}`
})
