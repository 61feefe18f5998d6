import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'
import { counted } from '../../plural.ts'

/** Texts of cli/sharing. */
export const cliSharingMessages = catalog({
  aggregatesWithTheSameCountWith: (aggregates: number, equal: Text, different: Text, notComparable: Text) =>
    `${counted(aggregates, 'aggregate', 'aggregates')}: ${equal} with the same count, ${different} with another share beyond chance, ${notComparable} that cannot be compared`,
  cannotBeComputedHere: (title: Text, reason: Text) => `  ${title} cannot be computed here: ${reason}`,
  packOfTheSeriesCountedBy: (series: Text, asOf: Text, engine: Text) =>
    `Pack of the series ${series}, ${asOf}, counted by Populus ${engine}`,
  sealSealAsItWasTold: (seal: Text, sealChecked: boolean) =>
    `Seal: ${seal}${sealChecked ? ', as expected' : ', which was not compared with the one from the sender (--seal)'}`,
  pointsTo: (points: Text, low: Text, high: Text) => `  ${points} points (${low} to ${high})`,
  cannotTell: 'cannot tell',
  peopleRowsInTablesREPORTMd: (title: Text, people: number, rows: number, tables: number) =>
    `${title}: ${counted(people, 'person', 'people')}, ${counted(rows, 'row', 'rows')} in ${counted(tables, 'table', 'tables')}. REPORT.md in the archive says what was done.\n`,
  theFileOfZipPopulationsCannot: 'The file of --zip-populations cannot be read. Check its name.',
  nameTheSeriesWithSeries: 'Name the series with --series.',
  earlierNamesAPackOfThe: (series: Text, series2: Text) =>
    `--earlier names a pack of the series "${series}", not "${series2}".`,
  packOfTheSeriesCountsSmall: (series: Text, asOf: Text, aggregates: number, small: Text, withheld: Text) =>
    `Pack of the series ${series}, ${asOf}: ${counted(aggregates, 'count', 'counts')}, ${small} small, ${withheld} withheld because they would reveal a small one`,
  theCohortCannotGoIntoThe: (title: Text, reason: Text) =>
    `The cohort “${title}” cannot go into the pack: ${reason}. Nothing was written.`,
  isLeftOut: (title: Text, reason: Text) => `  ${title} is left out: ${reason}`,
  giveTheSealToTheRecipient: 'Give the seal to the recipient by another channel than the pack, such as by telephone.',
  theFileOfCannotBeRead: (option: Text) => `The file of ${option} cannot be read. Check its name and who may read it.`,
  thePackOf: (option: Text) => `the pack of ${option}`,
  theFile: 'the file',
  whoWasNamed: '--trusted',
  theListOfPublishersCannotBeRead: (state: 'locked' | 'damaged') =>
    state === 'locked'
      ? 'The list of trusted publishers in Settings is locked: give its passphrase (--passphrase-file) to have it count.\n'
      : 'The list of trusted publishers in Settings is damaged, and nobody on it is trusted. Restore a backup.\n',
  theTableOfZipPopulations: 'the table of people by ZIP code',
  theKeyIsWritten: (key: Text, fingerprint: Text) =>
    `The private key is written: anybody who has the file can sign in your name. Keep it where only you can read it.\nPublic key: ${key}\nFingerprint: ${fingerprint}\nTo trust it, others add it to the policy TrustedPublishers, add it in Settings after comparing the fingerprint, or name it with --trusted.\n`,
  signedWithTheKey: (key: Text, sha256: Text) =>
    `Signed with the key ${key}.\nSHA-256: ${sha256}\nSend both files: the signature counts only if it is in the same folder under the same name with .sig added.\n`,
  theFileToSignCannotBe: 'The file cannot be read. Check its name and who may read it.'
})
