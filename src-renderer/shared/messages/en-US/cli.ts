import { catalog } from '../catalog.ts'
import type { Text } from '../message.ts'

/** Texts of cli. */
export const cliMessages = catalog({
  moreMemoryThanMegabytes: (megabytes: number) => `more than ${megabytes} MB for a population`,
  aThreadForPanelsStopped: 'A thread for panels stopped unexpectedly.',
  readFHIRDataAndPrintWhat: 'Read FHIR data and print what was read, rejected and ignored',
  fetchAPopulationFromAFHIR: 'Fetch a population from a FHIR server (SMART Backend Services, Bulk Data)',
  refreshTheDataOfAConnection: 'Refresh the data of a connection that was set up in Populus',
  runAViewDefinitionAndPrintOr: 'Run a ViewDefinition and print or write its rows',
  listTheTablesWithColumnsTypes: 'List the tables with columns, types and meaning',
  evaluateQualityMeasuresCQLELMOver: 'Evaluate quality measures (CQL/ELM) over FHIR data',
  countPeopleByComorbidityFrailtyDischarge: 'Count people by comorbidity, frailty, discharge scores and CMS-HCC',
  findOutWhichRecordsOfSeveral: 'Find out which records of several sources are of one person',
  countThePeopleWhoMeetThe: 'Count the people who meet the criteria of a cohort',
  trainAModelOfRiskOn: 'Train a model of risk on the data, and predict with it',
  shareDefinitionsAndCountsWithAnother: 'Share definitions and counts with another site, and compare',
  writeADeIdentifiedOrLimited: 'Write a de-identified or limited data set, with a report',
  writeTheReportOfABoard: 'Write the report of a board into a folder',
  writeAnInventedPopulationAsNDJSON: 'Write an invented population as NDJSON',
  saveDiagnosticsWithoutHealthData: 'Save what support needs to know about an installation, without health data',
  checkTheInstallationForAMonitor: 'Check the installation, for a monitor',
  showTheManagedPoliciesThatHold: 'Show the managed policies that hold on this computer',
  listTheAuditLogOrCheck: 'List the audit log, or check that nobody changed it',
  writeEverythingThatIsStoredAbout: 'Write everything that is stored about one person',
  eraseAPersonASnapshotOr: 'Erase a person, a snapshot or everything, with a certificate',
  saveEvidenceOfAnIncidentRevoke: 'Save evidence of an incident, revoke keys, or destroy them all',
  changeOrRevokeTheKeysThat: 'Change or revoke the keys that connections sign with',
  reportHowTheServerOfAConnection: 'Report how the server of a connection keeps to SMART, Bulk Data and US Core',
  lookForNewVersions: 'Check for new versions that the organization offers',
  refreshByTheSchedulerOfTheSystem: 'Let systemd, launchd or the Task Scheduler refresh all connections',
  signAPersonInAtTheServer: 'Sign a person in at the server of a connection',
  printTheRolesOfThisAccount: 'Print the roles of this account and what they include',
  listTheDefinitionsThatFiguresRest: 'List the definitions that figures rest on, and approve them',
  writeEverythingOfADataFolder: 'Write everything of a data folder into one encrypted file',
  putSuchAFileIntoThe: 'Put a backup into the data folder of this computer',
  printAScriptByWhichAShell: 'Print a script by which a shell completes commands and options',
  usagePopulusCommandOptionsPopulusVersion: (lines: Text, exitCodeTable: Text) =>
    `Usage: populus <command> [options]\n       populus --version\n\n${lines}\n\n${exitCodeTable}\n"populus <command> --help" explains more. With --json a failure is one object on standard output.\n`,
  populusNode: (version: Text, node: Text, platform: Text, arch: Text) =>
    `Populus ${version}, Node ${node}, ${platform} ${arch}\n`,
  theResultsCannotBeWritten: (code: Text) => `The results cannot be written: ${code}.\n`,
  aReaderStoppedUnexpectedlyYourFiles: 'A reader stopped unexpectedly. Your files are unchanged. Try again.',
  theFileOfTheBoardDoes:
    'The file of the board does not define this cohort. Cohorts that list single people are never in it; for any other, save the board as a file again.',
  theStarCutPointsOfThis: 'The Star cut points of this installation cannot be read. Install Populus again.',
  whatWasRecordedAboutGaps:
    'Views of the worklist rest on what was recorded about care gaps in the window, which commands do not open. Make the report there.',
  predictionsAreNotPartOfReports: (table: Text) =>
    `Predictions of models (table ${table}) are not part of reports: a board names no model. Use populus model score or the SQL screen.`,
  noMeasureCouldBeEvaluated:
    'The statement reads results of measures, and no measure could be evaluated over these data.',
  listsOfSinglePeopleAreNot: 'Lists of single people are not part of reports.',
  theMeasureCannotBeEvaluated: (id: Text, reason: Text) => `The measure ${id} cannot be evaluated: ${reason}`,
  thereIsNoMeasureWithThe: (key: Text) =>
    `There is no measure with the rate "${key}". Name the file or folder of the measure with --measures.`,
  theDiagnosticsAreWritten:
    'The diagnostics are written. They contain no health data; read them before you send them.\n',
  resultOfAStatement: 'Result of a statement',
  listWhatLeftWithCounts: 'List what left with counts of people, or forget an entry',
  summaryRunASELECTOverTheTables: 'Run a SELECT over the tables'
})
