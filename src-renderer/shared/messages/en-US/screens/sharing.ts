import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'
import { plural } from '../../plural.ts'

/** Texts of screens/sharing. */
export const screensSharingMessages = catalog({
  sealFromTheSender: 'Seal from the sender',
  n64DigitsSpacesMakeNoDifference: '64 digits, spaces make no difference',
  theirsAndOurs: 'Theirs and ours',
  theQuestionsOfAPackCounted: 'The questions of a pack, counted over these data by the definitions in the pack',
  packOfTheSeriesByPopulus: (series: Text, asOf: Text, engine: Text) =>
    `Pack of the series ${series}, ${asOf}, by Populus ${engine}`,
  theSameWithAnotherShareBeyond: (
    aggregates: Text,
    equal: Text,
    different: Text,
    notComparable: Text,
    asOf: Text,
    cannotTell: Text
  ) =>
    `${aggregates}: ${equal} the same, ${different} with a share that differs beyond chance (the 95% interval of the difference by Newcombe, 1998, excludes 0), ${notComparable} that cannot be compared. Ours are of ${asOf}. ${cannotTell}`,
  cannotBeComputed: (title: Text, reason: Text) => `${title} cannot be computed: ${reason}.`,
  chooseTheFileOfAPack:
    'Choose the file of a pack, with the file of its signature where there is one. If the sender gave you its seal, enter it first: a pack with another seal is refused.',
  countsShown: 'Counts shown',
  totals: 'Totals',
  withGroups: 'With groups',
  different: 'Different',
  somethingElseIsRunning: 'Something else is running.',
  chooseAPack: 'Choose a pack',
  seal: 'Seal:',
  question: 'Question',
  theirs: 'Theirs',
  ours: 'Ours',
  theirShare: 'Their share',
  ourShare: 'Our share',
  differencePoints95Interval: 'Difference, points (95% interval)',
  to: (points: Text, low: Text, high: Text) => `${points} (${low} to ${high})`,
  profile: 'Profile',
  allPeopleInTheDataAs: 'All people in the data, as CSV tables in a zip archive with a report',
  writeDataSet: 'Write data set',
  peopleByZIPCodeEllipsis: 'People by ZIP code…',
  peopleByZIPCodeOfName: (name: Text) => `People by ZIP code: ${name}`,
  useTheListOf2000: 'Use the list of 2000',
  profileAndItsRules: 'Profile and its rules',
  leavesAs: 'Leaves as',
  whatWasDone: 'What was done',
  notWrittenAndColumns: (leftOutTables: Text, flatMap: Text) =>
    `Not written: ${leftOutTables}; and columns: ${flatMap}.`,
  theReportNamesEachColumnOf:
    'The report names each column of the set, with how many values were written, changed and left out. It is in the archive, too.',
  columnsOfTheSet: 'Columns of the set',
  column: 'Column',
  written: 'Written',
  changed: 'Changed',
  nameTheSeriesFirst: 'Name the series first.',
  aPackForAnotherSite: 'A pack for another site',
  definitionsWithTheirCodeListsAnd: 'Definitions with their code lists, and counts of people; no row of a person',
  countsOfEverybodyInTheData: (asOf: Text) =>
    `Counts of everybody in the data on ${asOf}, whatever the filters say: the living, by age, sex, race and ethnicity, and the members of each registry and control among them. The registries are the built-in ones, without codes that were added here.`,
  series: 'Series',
  packsOfOneSeriesGoTo: 'Packs of one series go to the same recipients each time. Do not name anybody.',
  network2026: 'network-2026',
  earlierSeries: 'Earlier series:',
  smallCountsAreNotWithheldFor: 'Small counts are not withheld, for a reason given in the audit log.',
  countsOf1ToPeopleAre: (exportLimit: Text) =>
    `Counts of 1 to ${exportLimit} people are withheld, and as many others as needed so that nobody can compute one from the rest of the pack.`,
  ofTheSeriesAreTakenInto: (earlier: Text, earlier2: Text, earlier3: number) =>
    `${earlier} of the series (${earlier2}) ${plural(earlier3, 'is', 'are')} taken into account: what changed by so few people is withheld, too.`,
  makePack: 'Make pack',
  whatWasMade: 'What was made',
  thePackIsAFileIts:
    'The pack is a file. Its seal, a number over every byte of it, appears here; give it to the recipient by another channel.',
  counts: 'Counts',
  small: 'Small',
  withheldBecauseTheyWouldTellA: 'Withheld because they would reveal a small one',
  definitionsEachWithItsSHA256: (registries: Text, cohorts: Text) =>
    `${registries} and ${cohorts}, each with its SHA-256`,
  theirDefinitionsLeaveToo:
    'Their definitions leave with the pack, with titles and descriptions; another site counts them over its own people. Those that list people, filter by payers or practices, or ask for measures are left out with the reason.',
  isLeftOut: (title: Text) => `${title} is left out`,
  sealCapitalized: 'Seal',
  giveTheSealByAnotherChannel:
    'Give the recipient the seal by another channel than the pack, such as by telephone: it proves that nobody changed the pack on the way.',
  sealCopied: 'Seal copied',
  copySeal: 'Copy seal',
  whatMayLeaveAndHowDo: 'What may leave, and how do others compare?',
  waysOfSharing: 'Ways of sharing',
  makeAPack: 'Make a pack',
  compareWithAPack: 'Compare with a pack',
  dataSetWithoutIdentifiers: 'Data set without identifiers',
  chooseThePackBesideItsSignature: 'Choose the file of the pack together with its signature.'
})
