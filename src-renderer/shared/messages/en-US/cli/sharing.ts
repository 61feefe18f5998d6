import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'

/** Texts of cli/sharing. */
export const cliSharingMessages = catalog({
  nameTheFileOfThePack: 'Name the file of the pack with --pack.',
  aggregatesWithTheSameCountWith: (aggregates: Text, equal: Text, different: Text, notComparable: Text) =>
    `${aggregates} aggregates: ${equal} with the same count, ${different} with another share beyond chance, ${notComparable} that cannot be compared`,
  cannotBeComputedHere: (title: Text, reason: Text) => `  ${title} cannot be computed here: ${reason}`,
  packOfTheSeriesCountedBy: (series: Text, asOf: Text, engine: Text) =>
    `Pack of the series ${series}, ${asOf}, counted by Populus ${engine}`,
  sealSealAsItWasTold: (seal: Text, sealChecked: boolean) =>
    `Seal: ${seal}${sealChecked ? ', as it was told' : ', which was not compared with what the sender told (--seal)'}`,
  pointsTo: (points: Text, low: Text, high: Text) => `  ${points} points (${low} to ${high})`,
  cannotTell: 'cannot tell',
  usagePopulusDeidentifyPathProfilePROFILE: (profileIds: Text) =>
    `Usage: populus deidentify <path…> --profile PROFILE --out FILE.zip [--zip-populations FILE] [--json]\n\nWrites the tables of the data without identifiers, as CSV in a zip archive, with a report of what was done to each column.\n\n  --profile PROFILE\n${profileIds}\n  --out FILE     the archive; --force replaces a file that is there\n  --zip-populations FILE\n                 CSV with the columns zip (three or five digits) and population, of the current Census: areas of 20,000 or fewer people\n                 become 000. By default the 17 areas that the guidance of HHS lists by the Census of 2000\n  --json         print the report as one object\n  --passphrase-file FILE\n                 file that only this account can read, with the passphrase of encrypted data in its first line\n  --passphrase-fd N\n                 the same from a file descriptor; without either, POPULUS_PASSPHRASE holds it\n\nEvery id is replaced by a number in a random order of the people; which was which is stored nowhere, so that a second set of the same\ndata cannot be joined with the first. Free text, names, displays of codes and codes of private systems are not written.\n\nExample: populus deidentify exports/2026-10 --profile safe-harbor --out research.zip\n`,
  nameAtLeastOneFileOr: 'Name at least one file or folder.',
  chooseTheProfileWithProfile: (profileIds: Text) => `Choose the profile with --profile: ${profileIds}.`,
  nameTheArchiveWithOut: 'Name the archive with --out.',
  peopleRowsInTablesREPORTMd: (title: Text, people: Text, rows: Text, tables: Text) =>
    `${title}: ${people} people, ${rows} rows in ${tables} tables. REPORT.md in the archive says what was done.\n`,
  theFileOfZipPopulationsCannot: 'The file of --zip-populations cannot be read. Check its name.',
  nameTheSeriesWithSeries: 'Name the series with --series.',
  nameTheFileForThePack: 'Name the file for the pack with --out.',
  earlierNamesAPackOfThe: (series: Text, series2: Text) =>
    `--earlier names a pack of the series "${series}", not "${series2}".`,
  packOfTheSeriesCountsSmall: (series: Text, asOf: Text, aggregates: Text, small: Text, withheld: Text) =>
    `Pack of the series ${series}, ${asOf}: ${aggregates} counts, ${small} small, ${withheld} withheld because they would tell a small one`,
  isLeftOut: (title: Text, reason: Text) => `  ${title} is left out: ${reason}`,
  tellTheSealToTheRecipient: 'Tell the seal to the recipient by another way than the pack, such as by telephone.',
  usagePopulusPackMakePathSeries: (memoryHelp: Text, smallCellHelp: Text) =>
    `Usage: populus pack make <path…> --series NAME --out FILE [--as-of DATE] [--earlier FILE]… [--json]\n       populus pack compare <path…> --pack FILE [--seal SEAL] [--as-of DATE] [--out FILE] [--json]\n       populus pack show --pack FILE [--seal SEAL] [--json]\n\nShares figures without people. A pack holds the definitions of the registries with their code lists, counts of people in all and by\nage, sex, race and ethnicity, hashes and the version of the program. No row of a person is in it, and no name of a site, payer or\npractice. Another site counts the same over its own data, by the definitions in the pack, and sees both side by side.\n\n  make           counts, and writes the pack; prints its seal, which the recipient should get by another way, such as by telephone\n  compare        counts the pack's questions in these data; prints each aggregate with the difference of the shares and its interval\n                 (Newcombe); --out writes all of them to a CSV file. Counts of these data stay on this computer\n  show           prints what a pack holds\n\n  --series NAME  packs of one series are sent to the same recipients\n  --earlier FILE a pack of the series that was sent before; may be given several times. What it shows or withholds is taken into\n                 account, and a pack that would tell a small group together with it is refused\n  --pack FILE    a pack; one that was changed, in whatever byte, is refused\n  --seal SEAL    the seal that the sender told; a pack with another one is refused\n  --as-of DATE   date of the counts, YYYY-MM-DD; by default the last day with data\n  --json         print one object in place of text\n  --out FILE     write to this file; --force replaces a file that is there\n${memoryHelp}\n${smallCellHelp}\n  --passphrase-file FILE\n                 file that only this account can read, with the passphrase of encrypted data in its first line\n  --passphrase-fd N\n                 the same from a file descriptor; without either, POPULUS_PASSPHRASE holds it\n\nExample: populus pack make exports/2026-10 --series network-diabetes --out 2026-10.pack.json\n`,
  sayWhatToDoWithA: 'Say what to do with a pack: make, compare or show.',
  theFileOfCannotBeRead: (option: Text) => `The file of ${option} cannot be read. Check its name and who may read it.`
})
