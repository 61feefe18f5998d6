import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'

/** Texts of cli/declarations: what the help of commands about data and figures says, and of options of several. */
export const cliDeclarationsMessages = catalog({
  countsThePeopleWhoMeet:
    'Counts the people who meet the criteria of a cohort, and who is left after each step. A folder of saved snapshots, or one of them, is opened instead of being read.',
  theDefinitionTheJSONThat: 'the definition: the JSON that the Cohorts screen writes',
  writeThePeopleToThis: 'write the people to this CSV file, with their index dates',
  standardOutputHasCountsOnly:
    'Standard output has counts only; people go into a file. Results of measures and other cohorts are not available here.\n\nExample: populus cohort exports/2026-10 --definition uncontrolled-diabetes.json --as-of 2026-10-31 --json',
  listsEveryDefinitionThatFigures:
    'Lists every definition that figures rest on: measures, value sets, added codes, crosswalks, registries, views, cut points, risk tables, models, cohorts and boards, with version, content hash, source, owner, approval and change log. What comes with Populus is approved with it. Everything else is a draft until somebody approves it, and again after each change.',
  writeTheListWithAll: 'write the list with all change logs to this file, JSON',
  decideAboutOneDefinitionIn: 'decide about one definition: in-review, approved, retired, or draft again',
  itsIdAsTheList: 'its id, as the list has it',
  theBeginningOfItsContent: 'the beginning of its content hash, where several versions are in use',
  whyGoesToTheJournal: 'why; goes to the journal of definitions and to the audit log',
  dataFolderDefaultTheOneThat: 'data folder (default: the one that Populus uses). Quit Populus first',
  approvingAndRetiringNeedThe:
    'Approving and retiring need the role admin or quality-analyst, where there are roles. Under the policy DefinitionApproval whoever made a version, or put it into review, may not approve it.',
  writesTheTablesOfThe:
    'Writes the tables of the data without identifiers, as CSV in a zip archive, with a report of what was done to each column.',
  theArchive: 'the archive',
  replaceTheFileOfOut: 'replace the file of --out',
  csvWithTheColumnsZip:
    'CSV with the columns zip (three or five digits) and population, of the current Census: areas of 20,000 or fewer people become 000. By default the 17 areas that the guidance of HHS lists by the Census of 2000',
  printTheReportAsOne: 'print the report as one object',
  everyIdIsReplacedBy:
    'Every id is replaced by a number in a random order of the people; which was which is stored nowhere, so that a second set of the same data cannot be joined with the first. Free text, names, displays of codes and codes of private systems are not written.\n\nExample: populus deidentify exports/2026-10 --profile safe-harbor --out research.zip',
  readsFHIRDataFoldersNDJSON:
    'Reads FHIR data (folders, NDJSON, Bundles, .gz, .zip) and prints what was read, rejected and ignored. The data are read into memory for this command alone and saved nowhere; to save them, load them in the window and save them there. A folder of saved snapshots, or one of them, is opened instead of read.\n\nSeveral sources become one population when each path is given as NAME=PATH, here and in every command that reads data. Ids then end in @NAME, so that Patient/1 of two servers are two patients, and SQL has a column source. NAME@URL=PATH tells the base URL of its server, by which absolute references of other sources find it. One NAME may be given several times.',
  printOneJSONObjectIn: 'print one JSON object instead of text; what was left out goes to standard error',
  printEveryRejectWithFile: 'print every reject with file, line and byte offset; with --json to standard error',
  processorCoresThatRead1:
    'processor cores that read, 1 to 99; by default all, up to eight. Each takes about 100 MB. What was read does not depend on it',
  exitCodes0EverythingWas:
    'Exit codes: 0 everything was read, 1 something was rejected, 2 nothing could be read or wrong usage.\n\nExamples: populus load exports/2026-10 --json\n          populus load hospital=exports/hospital clinic@https://fhir.clinic.example/r4=exports/clinic',
  findsOutWhichPatientResources:
    'Finds out which Patient resources of several sources are of one person, as every command does that reads several sources: by what was decided before, then by identifiers, then by a score of name, birth date, sex, address and contact (Fellegi and Sunter) whose weights are learned from the records. Pairs that cannot be decided automatically are for review. Missing values count neither for nor against a match.',
  writeThePairsForReview:
    'write the pairs for review and those that were matched as CSV, without names; ids are dots without --identifying',
  csvWithTheColumnsSource:
    'CSV with the columns source, id and person, such as people.csv of "populus sample --sources": print precision and recall',
  decideThatTheTwoRecords: 'decide that the two records that are named, each as ID@SOURCE, are of one person',
  decideThatTheyAreOf: 'decide that they are of two people',
  aDecisionNoLongerHolds: 'a decision no longer holds; the data are as if it had not been made',
  printTheDecisionsWithTheir: 'print the decisions with their ids. Nothing in the journal is ever changed or removed',
  dataFolderWithTheSealed: 'data folder with the sealed journal of decisions (default: the one that Populus uses)',
  exitCodes0Done1:
    'Exit codes: 0 done, 1 there are pairs to review, 2 wrong usage.\n\nExamples: populus match hospital=exports/hospital clinic=exports/clinic\n          populus match --same 1042@clinic 77@payer',
  evaluatesTheQualityMeasuresOf:
    'Evaluates the quality measures of a bundle or pack (FHIR Measure, Library with ELM, ValueSet) over FHIR data.',
  bundlePackFolderOrArchive: 'bundle, pack, folder or archive with measures',
  folderFileOrArchiveWith:
    'folder, file or archive with the patients’ records. A folder of saved snapshots, or one of them, is opened instead of read',
  addCodesToTheLists:
    'add codes to the lists of the measures: a table (CSV, XLSX) with the columns list, system, code and display; a crosswalk from NDC with the columns ndc and rxcui, or as a FHIR ConceptMap, by which an NDC counts wherever its RxNorm code or ingredient does; or what the window exported',
  listForTheCodesOf: 'list for the codes of a table without the column list, by title or address',
  aYear2025OrTwo: 'a year (2025), or two days: 2025-01-01..2025-12-31 (default: the last full year)',
  leaveOutRecordsOfLater: 'leave out records of later days (2025-10-31), as if the measures had run on that day',
  whetherAVisitInThe: 'whether a visit in the period is asked for, instead of what each measure has as its default',
  theSameForContinuousEnrollment: 'the same for continuous enrollment',
  printOneLinePerPatient: 'print one line per patient and measure with the populations they are in',
  countTheValuesOfThe: 'count the values of the measures’ supplemental data: payer, race, sex …',
  printHowEachDefineAnd: 'print how each define and clause came out for one patient',
  zoneOfDatesThatName: 'zone of dates that name none, and of days and years, such as America/New_York',
  countTheRecordsOfThe:
    'count the records of the chart alone, or of claims alone, and say what cannot be computed from them. Claims are ExplanationOfBenefit, Claim and ClaimResponse',
  tellDoneFromNotDone:
    'distinguish done from not done, and kinds of records, by the data alone, whatever profiles they claim',
  processorCoresThatReadAnd: 'processor cores that read and evaluate, 1 to 99 (default: all)',
  suppressCountsOf1To:
    'suppress counts of 1 to N people in summaries, for results that are passed on (default: none, as standard output is the screen of this computer); lines of --patients are not counts',
  whatTheCountsAreFor: 'what the counts are for, or why with --identifying; goes to the audit log. Do not name anybody',
  printOneObjectForEachMeasure:
    'print one JSON object for each measure, with its version, and the hash and approval of its definition in the registry of definitions of this computer: approved, draft, in-review, retired, or unknown where the registry has no such version',
  everyMeasureHasABudget:
    'Every measure has a budget of steps, memory and time for each person. A measure that exceeds it for ten people is ended, and the others go on.\n\nExit codes: 0 everything evaluated, 1 with errors for some patients or from incomplete data, 2 nothing could be evaluated or wrong usage, 130 canceled.\n\nExamples: populus measure CMS122-bundle.json --data exports/2026-10 --period 2025 --json\n          populus measure resources/measures/core --data exports/2026-10 --codes ndc-rxnorm.csv --codes cpt.xlsx',
  trainsAModelOfRisk:
    'Trains a model of risk on the data, on this computer: a regression, and trees where they discriminate better on later people by more than the interval of the difference. It is trained on earlier index dates and tested on later ones. Where the events are too few, there is no later period or one outcome alone, no model is made, and the reason is printed.\n\nA predicted risk is for deciding whom to review first. It is not an instruction to treat.',
  trainsAModelAndPrints: 'Trains a model and prints how it performs on later people.',
  writeTheModelToThis: 'write the model to this file (JSON), which holds counts and no person',
  examplePopulusModelTrainExports:
    'Example: populus model train exports/2026-10 --outcome readmission-30 --out readmission.json --json',
  predictsWithAModelPrints:
    'Predicts with a model; prints counts and how far the data have moved since it was trained.',
  aModelThatTrainWrote: 'a model that train wrote; one that was changed is refused',
  aModelOfYourOwn:
    'a model of your own (ONNX) over columns of numbers of the table person_feature; each is an input by its name, or the metadata "features" lists them, by commas. Its last output is the probability',
  writeThePeopleWithTheir: 'write the people with their predicted risks to this CSV file',
  printsTheModelCardPurpose: 'Prints the model card: purpose, data, figures, groups, limits, hash.',
  writeTheCardToThis: 'write the card to this file, as Markdown',
  whatToPredict: (outcomes: Text) => `what to predict: ${outcomes}`,
  ofHighCost12mTheShare: (shares: Text) => `of high-cost-12m: the share of people with the highest cost, ${shares}`,
  thePeriodEndsBeforeIt: (label: Text) =>
    `The period of ${label} ends before it begins. Write its first day before the two dots, and its last day after them.`,
  writeThePeriodOf: (label: Text) => `Write the period of ${label} as 2025 or 2025-01-01..2025-12-31.`,
  computesABoardOnFHIR:
    'Computes a board on FHIR data and writes its report into a folder. The board is the JSON that Boards writes with "Save as a file". A folder of saved snapshots, or one of them, is opened instead of being read. Run it after "populus refresh" to have a new report after each refresh.',
  theBoard: 'the board',
  whereTheReportsGoMade: 'where the reports go; made when it is missing',
  htmlDefaultPptxXlsxOr:
    'html (default), pptx, xlsx or pictures: the charts as SVG with their text and source. PNG is made by the window alone',
  pngIsMadeByTheWindow: (label: Text) =>
    `${label} png: pictures as PNG need a canvas and fonts, which the window has (Boards, Report). Choose pictures: it writes the same charts as SVG.`,
  aReportForEveryPractice:
    'a report for every practice, payer, plan or other group, such as --by practice. Groups of few people get none',
  bundlePackFolderOrCode: 'bundle, pack, folder or code table of measures in addition to the built-in ones',
  periodOfTheMeasuresA:
    'period of the measures: a year (2025), or two days: 2025-01-01..2025-12-31. By default that which the window shows first: the year of the last day with data, or the twelve months up to it in a young year',
  aSeriesTheReportForThe:
    'a series of N reports: for the last day of each month before the date of the figures, and for that date. The counts of all are compared with each other. Measures are evaluated over the twelve months up to each day',
  dateOfTheFiguresYYYY: 'date of the figures, YYYY-MM-DD, in place of that of the board',
  putEveryReportIntoA:
    'put every report into a zip archive encrypted with AES-256; FILE holds the password in its first line',
  replaceReportsOfTheSame: 'replace reports of the same name',
  printOneObjectAboutWhat: 'print one object about what was written',
  measuresAreEvaluatedAsPopulus:
    'Measures are evaluated as "populus measure" does, with the default settings of the window: targets, links to Star measures and closed gaps of the window do not count. Cohorts are those that the file of the board defines. Lists of people are not part of reports.\n\nExample: populus report exports/2026-10 --board quality.board.json --out reports --format html --format pptx --by practice\n         populus report exports/2026-10 --board quality.board.json --out reports --months 12',
  readsFHIRDataAndCounts:
    'Reads FHIR data and counts the people by risk: Charlson, Elixhauser and hospital frailty, tiers of chronic conditions, LACE and HOSPITAL at discharge, CMS-HCC V28 and V24 by segment and category, categories to recapture, evidence without a diagnosis, high cost and rising risk; by imported tables also Prevention Quality Indicators, emergency visits by the NYU algorithm and claims-based frailty. Counts only; the people are in the tables person_index, person_hcc and discharge_score of "populus sql".',
  writeThatObjectToThis: 'write that object to this file instead of standard output',
  examplePopulusRiskExports2026: 'Example: populus risk exports/2026-10 --as-of 2026-10-31 --json',
  aTableToUseInAddition: (columns: Text) =>
    `a table to use in addition to the built-in ones. CSV with column names in the first line: ${columns}`,
  writesAnInventedUSCore:
    'Writes an invented US Core R4 population as NDJSON, one file per resource type and 500 people, and truths.json with what was planted in it. The same options always give the same bytes.',
  numberOfPeople1To: 'number of people, 1 to 1000000',
  anEmptyOrNewFolder: 'an empty or new folder',
  wholeNumberAnotherSeedGives: 'whole number; another seed gives other people (default: 20261031)',
  lastDayWithData2023: 'last day with data, 2023-06-30 to 2027-12-31 (default: 2026-10-31)',
  chartChartsAndClaimsPayer:
    'chart: charts and claims; payer: the same people as their payers see them, by claims alone, with ndc-to-rxnorm.csv, the crosswalk of their drugs to import',
  theSamePeopleInThree:
    'the same people in three folders, as two EHRs and a payer have them, with typing errors, moves, new names, twins and juniors, and people.csv with the truth; see "populus match"',
  theSamePeopleWithoutWhat: 'the same people without what was planted, as a control: what is found in them is chance',
  compressEveryFileNdjsonGz: 'compress every file (.ndjson.gz)',
  examplesPopulusSamplePatients5000:
    'Examples: populus sample --patients 5000 --out sample-5000\n          populus sample --patients 5000 --view payer --out payer-5000',
  printOneJSONObjectInPlace: 'print one JSON object instead of text',
  fileThatOnlyThisAccountCan: 'file that only this account can read, with the passphrase in its first line',
  theSameFromAFile:
    'the same from a file descriptor. Without either, the environment variable POPULUS_PASSPHRASE holds it, or the credential populus-passphrase of systemd',
  dataFolderDefaultTheOneThatPopulus: 'data folder (default: the one that Populus uses)',
  memoryToUseSuchAs:
    "memory to use, such as 4GB or 1500MB (default: half of this computer's). A population that needs more is put into encrypted temporary files, which are read as needed and removed at the end",
  lastDayThatCountsYYYY: 'last day that counts, YYYY-MM-DD (default: the last day with data)',
  secondsThatEverythingMayTake: 'seconds that everything may take (default: no limit)',
  suppressCountsOf1ToN: (smallCells: Text) =>
    `suppress counts of 1 to N people (default: ${smallCells} in files, none on standard output, which is the screen of this computer); 0 suppresses nothing`,
  whyWhereNIsBelow: (smallCells: Text) =>
    `why, where N is below ${smallCells} in a file; goes to the audit log of a saved snapshot. Do not name anybody`,
  leaveWhatIdentifies:
    'leave names, record numbers, telephone numbers, addresses, dates of birth and free text as they are, for a reason and where the role includes names; without it they are masked, and dates of birth are years',
  leaveTheIdsOfPeople:
    'leave the ids of people as they are, for a reason and where the role includes names; without it they are dots',
  whyNamesAreLeftIn: 'why, with --identifying; goes to the audit log before anything is shown. Do not name anybody',
  whyWhereNIsBelowOrNames: (smallCells: Text) =>
    `why, with --identifying, or where N is below ${smallCells} in a file; goes to the audit log. Do not name anybody`,
  readsFHIRDataAndRuns:
    'Reads FHIR data and runs one SELECT over the tables that "populus tables" lists (SQLite’s SQL, read only). A folder of saved snapshots, or one of them, is opened instead of read.',
  theStatementInQuotes: 'the statement, in quotes',
  printOneObjectColumnsRows: 'print one object { "columns": […], "rows": [[…]] } instead of text',
  csvXlsxArrowOrParquet: 'csv, xlsx, arrow or parquet',
  writeTheAnswerToThis: 'write the answer to this file instead of standard output; needs --format',
  rowsOfTheAnswerAt: 'rows of the answer at most; more end with code 1 and a sentence',
  secondsThatTheStatementMay: 'seconds that the statement may take',
  dateOfTheTablesRegistry:
    'date of the tables registry_member, person_feature, person_index and person_hcc, YYYY-MM-DD (default: the last day with data)',
  addTheCodesOfA: 'add the codes of a table (CSV or XLSX), a ValueSet or a crosswalk to the lists of registries',
  theListForCodesThat: 'the list for codes that name none: the title or address of a registry or value set',
  aModelOfPopulusModel:
    'a model of "populus model train", whose predictions on the as-of date are the table model_risk',
  valueForTheNextIn: 'value for the next "?" in the statement',
  examplePopulusSqlExports2026:
    'Example: populus sql exports/2026-10 "select gender, count(*) from patient group by 1"',
  listsTheTablesThatPopulus: 'Lists the tables that "populus sql" can ask, with their columns, types and meaning.',
  printOneJSONArrayIn: 'print one JSON array instead of text',
  runsAViewDefinitionSQLOn:
    'Runs a ViewDefinition (SQL on FHIR v2) over FHIR data and prints its rows. Lines that were rejected and repeated resources give no rows. A folder of saved snapshots, or one of them, is opened instead of read.',
  fileOfTheViewDefinitionOr:
    'file of the ViewDefinition, or the name of one of the views that Populus comes with, such as "patient"',
  fileOrFolderWithThe: 'file or folder with the data',
  csvJsonOneArrayOf: 'csv, json (one array of objects), xlsx, arrow or parquet; the last three need --out',
  writeToThisFileIn: 'write to this file instead of standard output',
  secondsThatTheViewMay: 'seconds that the view may take',
  exitCodes0Done1Done:
    'Exit codes: 0 done, 1 done with values or resources left out or from incomplete data (see standard error), 2 nothing done or wrong usage.\n\nExample: populus view my-view.json --data exports/2026-10 --format parquet --out rows.parquet',
  printsAScriptByWhichAShell: 'Prints a script by which a shell completes commands, actions and options.',
  examplesOfCompletion:
    'Examples: populus completion bash > ~/.local/share/bash-completion/completions/populus\n          populus completion zsh > ~/.zfunc/_populus\n          populus completion fish > ~/.config/fish/completions/populus.fish\n          populus completion powershell >> $PROFILE'
})
