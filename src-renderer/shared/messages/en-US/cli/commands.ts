import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'
import { counted, plural } from '../../plural.ts'

/** Texts of cli/commands. */
export const cliCommandsMessages = catalog({
  callsOfHost: (server: Text, purpose: Text, calls: number, atLeast: boolean, refused: number) =>
    `${server}  ${purpose}  ${atLeast ? 'at least ' : ''}${calls} sent  ${refused} refused`,
  noRecords: 'No records.\n',
  theLogHasNoRecordOf:
    'The log has no record of this file: it was changed since, written elsewhere, or written without a hash.\n',
  theFileOfFileCannotBe: 'The file of --file cannot be read. Check its name and who may read it.',
  acknowledgeTakesTheNameOfA: (acknowledgeReasons: Text) =>
    `--acknowledge takes the name of a damaged log as --verify prints it, --reason one of ${acknowledgeReasons}, and --reference at most 40 letters, digits and . _ # / - without blanks.`,
  theDamagedLogIsAcknowledged: (log: Text) => `The damaged log ${log} is acknowledged.\n`,
  peopleAreInTheAuditLog:
    'People are in the audit log under keyed names, which need the passphrase. Give it in the environment variable POPULUS_PASSPHRASE, or with --passphrase-file or --passphrase-fd.',
  theAuditLogIsDamagedSo:
    'The audit log is damaged, so an anchor of it would vouch for the damage. See "populus audit --verify".',
  nothingIsSavedInTheDataFolder:
    'Nothing is saved in this data folder yet, so there is nothing to back up. Start Populus as the account whose data are meant, or name its folder with --data.',
  anotherPopulusUsesThisDataFolder: 'Another Populus uses this data folder. Quit it, then make the backup.',
  backupCanceled:
    'Canceled. No backup was written, and the saved data are as they were. Run the same command again for one.',
  backupOfBytesWritten: (bytes: Text) => `Backup of ${bytes} bytes written.\n`,
  theCommand: 'The command',
  riskOfThePopulation: 'Risk of the population',
  measuresAreNotEvaluatedByThis: 'measures are not evaluated by this command',
  populusAsOf: (label: Text, asOf: Text) => `Populus, ${label}, as of ${asOf}`,
  rowsPeopleWritten: (rows: number) => `${rows} ${plural(rows, 'person', 'people')} written\n`,
  cannotBeDetermined: 'Cannot be determined',
  peopleMoreCannotBeDetermined: (people: Text, unknown: Text) =>
    `\n${people} people; ${unknown} more cannot be determined\n`,
  populusEraseNeedsOneOfPerson:
    'populus erase needs one of --person, --snapshot and --everything, with --reason and --certificate.',
  nothingWasErasedToConfirmAdd: (everything: boolean) =>
    `Nothing was erased. To confirm, add --confirm ${everything ? 'EVERYTHING' : 'with the same id'}.`,
  aes256GCMTheKeyOf:
    'AES-256-GCM; the key of each erased snapshot was overwritten and deleted, then its files. Without the key they cannot be read, also where a copy of the files is left on the medium.',
  canceled: 'Canceled.',
  eraseFailed: 'Something inside Populus failed. Please report it.',
  eraseCanceled: 'Canceled. Nothing was erased. Run the same command again to erase.',
  erasedInPart: (isPerson: boolean, why: Text, done: number, left: number) =>
    isPerson
      ? `${why} The person was removed from ${counted(done, 'snapshot', 'snapshots')}, as the certificate says. ${left === 0 ? 'What' : `${counted(left, 'snapshot', 'snapshots')} and what`} is stored elsewhere may still name the person. Run the command again with another name for --certificate: it goes on with the rest.`
      : `${why} ${counted(done, 'snapshot was', 'snapshots were')} erased, as the certificate says; ${counted(left, 'is', 'are')} still stored. Run the command again with another name for --certificate: it erases the rest.`,
  notReached: (isPerson: boolean, left: number) =>
    isPerson
      ? `${left === 0 ? '' : `${counted(left, 'snapshot', 'snapshots')} and `}entries of the worklist, decisions, drafts and settings: it ended before them`
      : `${counted(left, 'snapshot', 'snapshots')}: it ended before ${plural(left, 'it', 'them')}`,
  snapshotsAreErased: (snapshots: number) =>
    `${counted(snapshots, 'snapshot was', 'snapshots were')} erased. The certificate is written.\n`,
  thePersonWasRemovedFrom: (places: Text) => `The person was removed from ${places}. The certificate is written.\n`,
  ofSnapshots: (count: number) => counted(count, 'snapshot', 'snapshots'),
  ofWorklistEntries: (count: number) => counted(count, 'entry of the worklist', 'entries of the worklist'),
  ofWorklistViews: (count: number) => counted(count, 'view of the worklist', 'views of the worklist'),
  ofMatchDecisions: (count: number) =>
    counted(count, 'decision about records of one person', 'decisions about records of one person'),
  ofDrafts: (count: number) =>
    counted(count, 'draft or saved cohort, board or list', 'drafts and saved cohorts, boards and lists'),
  ofSavedStatements: (count: number) => counted(count, 'saved statement or view', 'saved statements and views'),
  nothingStoredHasThisPerson: (optedOut: boolean) =>
    `Nothing was erased: no stored snapshot, entry of the worklist, decision, draft or saved view has this person. Check the id and --data.${optedOut ? ' Only the list of people who opted out has the id, and keeps it.' : ''}`,
  noSnapshotIsStored: 'Nothing was erased: no snapshot is stored in this data folder. Check --data.',
  filesExportedElsewhereAndListsAnd: 'files exported elsewhere, and lists and packs that were handed over',
  auditLogPseudonymsOnly: 'audit log (pseudonyms only)',
  dataSetAsideWhenSomebodyStarted: 'data set aside when somebody started over with a forgotten passphrase',
  listOfPeopleWhoOptedOut: 'list of people who opted out: it keeps the person out of later data',
  linesAreNoUsableResourcesAnd: (rejected: number) =>
    `${counted(rejected, 'line is no usable resource and was', 'lines are no usable resources and were')} rejected.`,
  nothingChangedTheStoredDataHold: (transactionTime: Text) =>
    `Nothing changed. The stored data hold as of ${transactionTime}.`,
  now: 'now',
  runTheSameCommandAgainTo: 'Run the same command again to fetch what is missing.',
  rejectedRejected: (rejected: Text) => `   ${rejected} rejected`,
  filesMBRemovedS: (state: Text, files: number, bytes: Text, deleted: Text, seconds: Text) =>
    `${state}: ${counted(files, 'file', 'files')}, ${bytes} MB, ${deleted} removed, ${seconds} s\n`,
  theFilesOfThisExportAre:
    'The files of this export are written in the clear. Everybody who can read the folder can read the health data in it.\n',
  refreshIsForExportsInThe: '--refresh is for exports in the clear. A sealed one is refreshed with --incremental.',
  leftOut: (name: Text, reason: Text) => `left out: ${name} (${reason})`,
  resourceType: 'Resource type',
  patientsFromFilesFHIR: (patients: number, files: number, release: Text) =>
    `\n${counted(patients, 'patient', 'patients')} from ${counted(files, 'file', 'files')}, FHIR ${release}\n`,
  patientsResources: (name: Text, people: number, resources: number) =>
    `  ${name}: ${counted(people, 'patient', 'patients')}, ${counted(resources, 'resource', 'resources')}\n`,
  moreThanFitsIntoTheMemory: (shards: Text) =>
    `More than fits into the memory that may be used: arranged in ${shards} parts on the disk\n`,
  sMBSOfFHIRText: (seconds: Text, opened: Text, peakRssMb: Text) =>
    `${seconds} s, ${opened} MB/s of FHIR text, peak memory ${peakRssMb} MB\n`,
  lineOfFinding: (file: Text, line: Text, offset: Text, title: Text) =>
    `${file}, line ${line} (byte ${offset}): ${title}`,
  lineAndWhereOfFinding: (file: Text, line: Text, offset: Text, title: Text, where: Text) =>
    `${file}, line ${line} (byte ${offset}): ${title} (${where})`,
  countOfFinding: (title: Text, code: Text, count: Text, meaning: Text, remedy: Text) =>
    `${title} (${code}): ${count}. ${meaning} ${remedy}`,
  andMoreWhichAreCountedBut: (all: Text) => `and ${all} more, which are counted but not listed`,
  yourRoleShowsSomeOfThe:
    'Your role shows some of the people only, and matching looks at everybody. Ask somebody whose role shows all people.',
  yourRoleShowsSomeAndReports:
    'Your role shows some of the people only, and a report about a person is made from what is stored about everybody. Ask somebody whose role shows all people.',
  peopleAreMatchedBetweenSourcesName: 'People are matched between sources. Name two or more, each as NAME=PATH.',
  recordsAreOfPeopleMatched: (records: number, people: number) =>
    `${counted(records, 'record is', 'records are')} of ${counted(people, 'person', 'people')}.\n\nMatched\n`,
  byDecision: 'by decision',
  scoreOfAtLeast: (automatic: Text) => `Score of at least ${automatic}`,
  forReview: '\nFor review\n',
  scoreBetweenAnd: (review: Text, automatic: Text) => `Score between ${review} and ${automatic}`,
  saidBySeveralSourcesAboutOne: '\nSaid by several sources about one person, and counted once\n',
  labelSameRule: (label: Text, rule: Text) => `${label}: same ${rule}`,
  weightsBitsForAMatchWhere: '\nWeights (bits for a match where above 0), from the lowest agreement to the highest\n',
  valuesAreSharedBySoMany: (skippedBlocks: number) =>
    `\n${counted(skippedBlocks, 'value is', 'values are')} shared by so many records that ${plural(skippedBlocks, 'it', 'they')} did not form pairs on ${plural(skippedBlocks, 'its', 'their')} own.\n`,
  decisionsAreAboutRecordsThatAre: (unusedDecisions: number) =>
    `\n${counted(unusedDecisions, 'decision is', 'decisions are')} about records that are not here, or ${plural(unusedDecisions, 'contradicts', 'contradict')} others.\n`,
  againstTheTruthPrecisionRecallOf: (precision: Text, recall: Text, value: Text) =>
    `\nAgainst the truth: precision ${precision}, recall ${recall}, of ${value} true pairs\n`,
  theFileOfTheTruthCannot: 'The file of the truth cannot be read. Check its name.',
  theFileOfTheTruthHas: 'The file of the truth has no columns source, id and person in its first line.',
  noMeasureCouldBeEvaluated: 'No measure could be evaluated. The messages before this one tell why.',
  cannotBeEvaluated: (measure: Text, reason: Text) => `${measure} cannot be evaluated: ${reason}\n`,
  loadingSExtractionSMBEvaluation: (loaded: Text, extract: Text, bytes: Text, run: Text) =>
    `Loading ${loaded} s, extraction ${extract} s (${bytes} MB), evaluation ${run} s.\n`,
  modelCardsInAFile: 'model cards in a file',
  nameTheFileOfTheModel: 'Name the file of the model with --model.',
  theFileOfModelCannotBe: 'The file of --model cannot be read. Check its name and who may read it.',
  peopleMeanPredictedRiskOfFeatures: (
    title: Text,
    asOf: Text,
    people: Text,
    meanRisk: Text,
    features: Text,
    features2: Text
  ) =>
    `${title}, ${asOf}\n\n${people} people, mean predicted risk ${meanRisk}\n${features} of ${features2} features have moved since training\n`,
  populusAsOfModel: (label: Text, asOf: Text, hash: Text) => `Populus, ${label}, as of ${asOf}, model ${hash}`,
  theFileOfOnnxCannotBe: 'The file of --onnx cannot be read. Check its name and who may read it.',
  peopleMeanPredictedRiskNothingIs: (people: Text, meanRisk: Text) =>
    `${people} people, mean predicted risk ${meanRisk}\nNothing is known here of how well this model predicts.\n`,
  populusAsOfAModelOf: (label: Text, asOf: Text) => `Populus, ${label}, as of ${asOf}, a model of one's own`,
  noModelWasMade: (refused: Text) => `No model was made: ${refused}`,
  theFolderOfOutIsNotEmpty:
    'The folder of --out already exists and is not empty. Nothing was changed. Name a new folder.',
  outIsNoFolder: 'Something other than a folder has the name of --out. Name a new folder.',
  theFolderAboveOutIsMissing: 'The folder in which --out would be made does not exist. Make it first.',
  erasedWithoutCertificate:
    'It is erased, but the file of --certificate could not be written. The certificate is printed instead: save what was printed.',
  erasedInPartWithoutCertificate:
    'Part of it is erased, but the file of --certificate could not be written. The certificate is printed instead: save what was printed, and run the command again for the rest.',
  aFileIsLeftWithoutOthers: (path: Text, code: Text) =>
    `The file ${path} belongs to files that could not be written, and could not be taken back (${code}). Do not use it without them.\n`,
  subjectCanceled:
    'Canceled. Nothing about the person was written into the folder of --out. Run the same command again for the report.',
  theFolderWillHoldHealthData:
    'The folder will hold health data in the clear: whoever can read it can read them. Only your account can at first.\n',
  theFileWillHoldHealthData:
    'The file will hold health data in the clear: whoever can read it can read them. Only your account can at first.\n',
  outIsASymbolicLinkWhich: (option: Text) =>
    `${option} is a symbolic link, which is not followed. Name the file itself.`,
  outIsAFolderGiveThe: (option: Text) => `${option} is a folder. Give the name of a file in it.`,
  outIsNoOrdinaryFileGive: (option: Text) => `${option} is no ordinary file. Give the name of a new one.`,
  theFileOfOutIsThereAlready: (option: Text, mayForce: boolean) =>
    `The file of ${option} already exists. Choose another name${mayForce ? ', or add --force' : ''}.`,
  theFolderHasSuchAFile: (option: Text, file: Text, mayForce: boolean) =>
    `The folder of ${option} has ${file} already. Choose another folder${mayForce ? ', or add --force' : ''}.`,
  theFolderOfOutDoesNot: (option: Text) => `The folder of ${option} does not exist. Make it first.`,
  theFolderOfOutIsA: (option: Text) => `The folder of ${option} is a file.`,
  aFolderWasExpectedWhereThere: 'A folder was expected where there is a file. Choose another name.',
  noFolderCanBeMadeThere: 'No folder can be made there. Choose another place.',
  noPolicyIsSetOnThis: 'No policy is set on this computer.\n',
  againstTakesAnAnchorAsPopulus:
    '--against takes an anchor as "populus audit --anchor" prints it, or a file with anchors. This is neither.',
  thereIsNoAnchorInThe:
    'There is no anchor in the file of --against: neither as "populus audit --anchor" prints it, nor in lines of syslog.',
  theseDataCannotBeDividedBy: (by: Text, dimensions: Text) =>
    `These data cannot be divided by "${by}". Give one of ${dimensions}.`,
  theFigureOfTheBoardIsNotKnown: (figure: Text) =>
    `This version of Populus does not know the figure "${figure}" of the board. Update Populus, or take the figure off the board.`,
  measuresAndRegistriesOfPopulus: (title: Text, hash: Text, version: Text, start: Text) =>
    `${title} (${hash}); measures and registries of Populus ${version}${start}`,
  measuresFromTo: (start: Text, end: Text) => `; measures from ${start} to ${end}`,
  statementsHaveNoResultsOf: (measure: Text, reason: Text) =>
    `Statements of the board have no results of the measure ${measure}: ${reason}`,
  indexOfWanted: (index: Text, wanted: Text) => `${index} of ${wanted}\n`,
  groupsWereLeftOutBecauseFew: (leftOut: number) =>
    `${counted(leftOut, 'group was', 'groups were')} left out because few people are in ${plural(leftOut, 'it', 'them')}.\n`,
  writtenReportsWritten: (written: number) => `${written} ${plural(written, 'report', 'reports')} written\n`,
  theFileOfBoardCannotBe: 'The file of --board cannot be read. Check its name and who may read it.',
  restoreCanceled:
    'Canceled. Nothing was restored, and the data folder is as it was. Run the same command again to restore.',
  filesFilesRestored: (files: number) => `${files} ${plural(files, 'file', 'files')} restored.\n`,
  anotherPopulusUsesThisDataFolderQuit: 'Another Populus uses this data folder. Quit it, then restore.',
  thereIsNoBackupOfThat: 'There is no backup of that name.',
  rowsOfMembersAreAboutPeople: (unknownMembers: number) =>
    `${counted(unknownMembers, 'row of members is about somebody who is', 'rows of members are about people who are')} not in the data\n`,
  theTableOfRisk: 'the table of risk',
  theTableCannotBeReadCheck: (name: Text) => `The table "${name}" cannot be read. Check its path and who may read it.`,
  everyRight: 'every right',
  rolePeoplePeople: (role: Text, people: Text) => `${role} (people: ${people})\n`,
  noRole: 'no role',
  onlyPeopleOf: (parts: Text) => `Only people of: ${parts}\n`,
  theFolderForTheSamplePopulation:
    'The folder for the sample population is not empty. Choose a new one, so that nothing is mixed or overwritten.',
  sourcesGoesWithNeitherViewNor: '--sources goes with none of --view, --without-signals and --gzip.',
  peopleInThreeSourcesFilesMB: (patients: number, files: number, bytes: Text) =>
    `${counted(patients, 'person', 'people')} in three sources, ${counted(files, 'file', 'files')}, ${bytes} MB.\n`,
  mbOfAboutMB: (bytes: Text, bytes2: Text) => `
${bytes} MB of about ${bytes2} MB`,
  peopleFilesMBInS: (patients: number, files: number, bytes: Text, seconds: Text) =>
    `${counted(patients, 'person', 'people')}, ${counted(files, 'file', 'files')}, ${bytes} MB in ${seconds} s.\n`,
  theStatement: 'The statement',
  rowsRowsWritten: (rows: number) => `${rows} ${plural(rows, 'row', 'rows')} written\n`,
  rowsWereLeftOut: (max: Text) => `rows after the first ${max} were left out`,
  theAnswerHasMoreThanRows: (max: Text) =>
    `The answer has more than ${max} rows; the rest was left out. Raise --max-rows for more.\n`,
  giveFormatAndOutTogetherSuch: 'Give --format and --out together, such as --format parquet --out answer.parquet.',
  giveTheReasonWithReason: 'Give the reason with --reason.',
  filesWithTheRecordsOfA: 'files with the records of a person',
  recordsAboutThisPersonInReport: (count: number) =>
    `${count} ${plural(count, 'record', 'records')} about this person, in report.txt and bundle.json.\n`,
  worklistNotesAssignmentsAndOtherEntries: (worklistEvents: Text) =>
    `Worklist: ${worklistEvents} notes, assignments and other entries`,
  viewsOfTheWorklistThatName: (worklistViews: Text) => `Saved views of the worklist: ${worklistViews}`,
  decisionsAboutWhichRecordsAreOf: (matchDecisions: Text) =>
    `Decisions about which records are of one person: ${matchDecisions}`,
  unfinishedWorkSavedCohortsBoardsAnd: (drafts: Text) => `Unfinished work, saved cohorts, boards and lists: ${drafts}`,
  savedStatementsAndViews: (settings: Text) => `Saved statements and views: ${settings}`,
  listOfPeopleWhoOptedOutOn: (optedOut: boolean) => `List of people who opted out: ${optedOut ? 'on it' : 'not on it'}`,
  nameTheDataOfTheViewWith: 'Name the data of the view with --data.',
  theView: 'The view',
  rowsFromResources: (rows: number, resources: number) =>
    `${rows} ${plural(rows, 'row', 'rows')} from ${resources} ${plural(resources, 'resource', 'resources')}\n`,
  kindAtPlaceCount: (kind: Text, place: Text, count: Text) => `${kind} at ${place}: ${count}\n`,
  theFormatNeedsAFileGive: (format: Text) => `The format ${format} needs a file: give --out.`,
  theViewDefinitionCannotBeRead: 'The view definition cannot be read. Check the name of the file.',
  theViewDefinitionIsNotValid: 'The view definition is not valid JSON.',
  thereIsNoViewNameA: (name: Text, names: Text) => `There is no view "${name}". Name a file, or one of: ${names}.`,
  giveEitherMonthsOrPeriod:
    'Give either --months or --period: the measures of a series are evaluated over the twelve months up to each of its days.',
  theStatementComparesWhatIsMasked:
    'The statement compares a column that identifies people with a value. The column is masked, so no row may match. To compare what it holds, give --identifying and --reason.\n',
  step: 'Step',
  lost: 'Lost',
  begin: 'Begin'
})
