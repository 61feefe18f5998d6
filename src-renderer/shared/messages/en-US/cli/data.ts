import { activeLocale } from '../../locale.ts'
import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'
import { counted, plural } from '../../plural.ts'

/** Texts of cli/data. */
export const cliDataMessages = catalog({
  namesAreLeftInForAReason:
    'What identifies people is left in for a reason only, which goes to the audit log: give --reason TEXT, or leave out --identifying.',
  theDecisionsAboutWhichRecords:
    'The decisions about which records are of one person (match-decisions.sealed in the data folder) were changed outside Populus, and may name this person. Nothing was erased. Put the file back from a backup or delete it, and erase again.',
  idsAreWrittenAsDots: 'Ids are written as dots (••••); add --identifying with --reason TEXT to have them.\n',
  yourOrganizationAllowsOnlyWhatRests:
    'Your organization allows only what rests on approved definitions to leave Populus.',
  nobodyApprovesStatementsOfSQLNothing: (begin: Text) =>
    `${begin} Nobody approves statements of SQL. Nothing left; save a view in its place.`,
  nothingLeftTheIsNotApproved: (begin: Text, definitionKindNames: Text, title: Text) =>
    `${begin} Nothing left: the ${definitionKindNames} "${title}" is not approved on this computer. Have it approved with populus definitions.`,
  peopleOptedOutAndAreLeft: (optedOut: number) =>
    `${optedOut} ${plural(optedOut, 'person', 'people')} opted out and are left out.\n`,
  yourRoleShowsOfPeopleEverybody: (patients: Text, patients2: Text) =>
    `Your role shows ${patients} of ${patients2} people. Everybody else is left out.\n`,
  linesOfTheDataLeftOut: (lines: number) =>
    `${counted(lines, 'line or entry of the data is unreadable and was', 'lines or entries of the data are unreadable and were')} left out.`,
  filesOfTheDataDamaged: (files: number) =>
    `${counted(files, 'file of the data is', 'files of the data are')} cut off, damaged or unreadable, so that an unknown part of ${plural(files, 'it', 'them')} is missing.`,
  filesOfTheDataNotRead: (files: number) =>
    `${counted(files, 'file or folder that may hold data was', 'files or folders that may hold data were')} not read, or not to the end.`,
  seeFilesAndMore: (names: Text, more: number) =>
    `See ${names}${more === 0 ? '' : ` and ${counted(more, 'more file', 'more files')}`}; "populus load --list" tells what was found.`,
  tablesAreNotOpenedAgain:
    'Tables are there, and Populus reads FHIR data only: what it wrote as tables, such as a de-identified data set, is for programs of statistics, and cannot be opened here again.',
  thereAreNoDataToRead: (why: Text) =>
    `There are no FHIR data in what was named.${why} Name a folder, file or archive with NDJSON or Bundles.`,
  nothingOfTheDataCanBeRead: (files: number, why: Text) =>
    `Nothing can be read of the ${plural(files, 'file that was', `${files.toLocaleString(activeLocale)} files that were`)} found.${why} Name a folder, file or archive with NDJSON or Bundles.`,
  theFileOrFolderCannotBeRead: (path: Text) =>
    `The file or folder ${path} cannot be read. Check that you have access to it.`,
  thereIsNoFileOrFolder: (path: Text) =>
    `There is no file or folder ${path}. Check the name, and that its drive is connected.`,
  decisionIsInTheJournal: (id: Text) => `Decision ${id} is in the journal.\n`,
  yourRoleShowsSomePeopleNoCluster:
    'Your role shows some of the people only, and the output of a cluster does not show who they are. Nothing was opened. Ask somebody who may see everybody.',
  theRecordsAreOnTheCluster:
    'The output of a cluster has the columns of everybody, and not the records or the memory that this command needs. Run measures with "populus cluster"; or give this command the files of the export.',
  noLongerHolds: ' (no longer holds)',
  giveOneOfSameApartUndo: 'Give one of --same, --apart, --undo and --journal.',
  nameTwoRecordsEachAsID: 'Name two records, each as ID@SOURCE.',
  thereIsNoDataFolder: (path: Text) =>
    `There is no data folder ${path}. Nothing was made. Check --data, or the variable POPULUS_DATA.`,
  theFolderIsNoDataFolder: (path: Text) =>
    `Nothing of Populus is in the folder ${path}. Nothing was made. Check --data, or the variable POPULUS_DATA.`,
  noDecisions: 'No decisions.\n',
  populusCouldNotReadTheKey:
    'Populus could not read the key of these data from this computer’s keychain. Sign in to the desktop as the user who saved them, unlock the keychain, and try again.',
  theKeychainOfThisDesktopProtects:
    'The keychain of this desktop protects these data, so only the installed Populus can use their keys. Use the populus command of the installed package; or turn the schedule of the connection on and leave Populus running, also in the tray; or give with --data a folder that a passphrase protects.',
  comparingWithWhatLeftBefore: (fraction: number) => `Comparing with what left before: ${Math.floor(fraction * 100)}%`,
  readingTheData: (share: Text) => `Reading the data: ${share}`,
  arrangingTheData: (done: Text) => `Arranging the data: ${done}`,
  matchingThePeopleOfSeveralSources:
    'Matching the people of several sources needs all data in memory, and they do not fit into what Populus may use. Nothing was changed. Give more with --memory, or use a computer with more memory.',
  resultsInAFileOrFor: 'results in a file or for another program',
  definitionsOfRisk: 'definitions of risk',
  giveEveryPathTheNameOf: 'Give every path the name of its source, as NAME=PATH, or none of them.',
  theNameOfASourceHas: 'The name of a source has 1 to 40 letters, digits, spaces, dots, hyphens or underscores.',
  theCohortOfCannotBeRead: (option: Text) => `The file of ${option} cannot be read. Check its name.`,
  thatTheCommandDidNotFinish:
    'That the command did not finish could not be recorded in the audit log, which lists it as begun.\n'
})
