import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'

/** Texts of cli/declarations: what the help of each command says. */
export const cliDeclarationsMessages = catalog({
  listsTheAuditLogOldest:
    'Lists the audit log, oldest first: who did what and when, with counts and never with names. The policy AllowCsvExport does not limit it, as its records name nobody whom the data are about.',
  checkEveryRecordTheEnd:
    'check every record, the end of the log and its anchor, and say where it was changed or cut. The codes that only this installation can make are checked with the passphrase; without it they cannot be',
  printTheNumberOfRecords: 'print the number of records and the code of the last one, to be stored elsewhere',
  checkThatTheLogStill:
    'check that the log still holds what it held when that anchor was printed. A file may be named instead, with an anchor in each line or the lines that a log collector has from this computer',
  recordThatADamagedLog:
    'record that a damaged log that was set aside was looked at; --verify names them. It is then known, and no failure of --verify any more',
  numberOfATicketOr: 'number of a ticket or report, without blanks',
  looksForNewVersionsThat:
    'Checks for new versions that the organization offers through the policies UpdateFeed and UpdateKeys, and downloads them. Nothing is ever installed.',
  saysWhetherTheFeedOffers: 'Says whether the feed offers a newer version.',
  exitCodesOfUpdateCheck:
    'Exit codes: 0 the newest version runs; 1 a newer one is offered; 2 the feed is not trusted, has expired, or is older than one seen before; 5 it cannot be reached.',
  downloadsAPackageOfTheFeed:
    'Checks the feed, downloads a package for this computer into the data folder, and verifies every byte against the feed.',
  whichPackageOfSeveral: 'which package, where several fit this computer',
  comparesAPackageWithTheFeed:
    'Verifies a package against the feed that was checked last, before it is installed. The feed must not have expired.',
  thePackageToVerify: 'the package, under the name that it has in the feed',
  sayWhatWentOutTo:
    'say what went out to other computers, by host and purpose, what policies refused, and when the policy Offline was in force; checks the log as --verify does',
  onlyFromThisDayOn: 'only what is recorded from this day on (UTC)',
  sayHowFarTheLog: 'say how far the log collector in the settings has received the log, and why not further',
  deliverWhatWaitsToThe: 'deliver what waits to the log collector now',
  theLastNRecordsOnly: 'the last N records only',
  onlyRecordsAboutThePerson: 'only records about the person with this Patient id; needs the passphrase',
  onlyWhatLeftPopulusExports:
    'only what left Populus: exports, copies, prints, reports, packs, de-identified sets, backups; of each the outcome, or that it was begun where none was recorded. Files that were written have their SHA-256',
  onlyTheRecordOfThis:
    'only the record of exactly this file, by its SHA-256, whatever its name is now; exit code 1 if there is none. Copies have no hash, nor do PDFs, pictures of charts, measure reports of each person and files of more than 256 MB that the window saved',
  oneRecordALineFor:
    'one record per line for a log collector: ecs (Elastic Common Schema), cef (Common Event Format) or syslog (RFC 5424); fhir-r4 and fhir-r5 write FHIR AuditEvents as NDJSON',
  exitCodes0Intact1:
    'Exit codes: 0 intact; 1 no damage found, but not everything could be checked or an earlier log was damaged; 2 changed, cut or replaced, or wrong usage; --network has the same codes; with --sink-state and --send 1 while records wait, and 5 when the collector cannot be reached. Damaged logs that were acknowledged are named and do not change the code.',
  whyItIsNoConcern: (reasons: Text) => `why it is no concern: ${reasons}`,
  dataFolderDefaultTheOne: 'data folder (default: the one that Populus uses). Quit Populus first',
  writesEverythingOfAData:
    'Writes everything of a data folder into one encrypted file: keys, connections, worklist, drafts, settings, roles, measure content, the audit log, and saved data. "populus restore" puts it into the data folder of any computer. The passphrase is the one that protects the data, or a new one for the backup where a keychain protects them.',
  theBackupItMustNot: 'the backup; it must not exist',
  leaveTheSavedDataOut: 'leave the saved data out, which can be exported again; the keys of the others are in it',
  putsABackupOfPopulus:
    'Puts a backup of "populus backup" into a data folder without saved data, on this computer or another one. The whole backup is checked before anything is replaced; the passphrase of the backup protects the restored data.',
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
  erasesStoredDataAndWrites:
    'Erases stored data and writes a certificate. A snapshot is erased by destroying its key, then its files. A person is erased by rewriting every snapshot without them and destroying the old one. Close Populus first.',
  onePersonByTheId: 'one person, by the id of the Patient',
  oneSnapshot: 'one snapshot',
  everySnapshot: 'every snapshot',
  theSameIdAgainOr: 'the same id again, or EVERYTHING',
  numberOrKindOfThe: 'number or kind of the request; goes to the audit log and the certificate. Do not name anybody',
  fileForTheCertificateJSON: 'file for the certificate, JSON',
  aPersonGoesFromThe:
    'A person is also removed from the worklist (notes, assignments, outreach, evidence), the decisions about matching, unfinished work, saved cohorts, boards, statements and views. Not erased: exports that were saved elsewhere, packs and lists that were handed over, backups, the audit log (which has pseudonyms only), and the list of people who opted out, which keeps the person out of later data. The certificate says what was removed where, and what could not be. It holds no health data and is written also where the policy AllowCsvExport allows no files.',
  runsOneBulkExportTo:
    'Runs one bulk export to its end. If it is killed and started again with the same --out, it continues where it was. After an incomplete export, the same command fetches only what is missing. While the server cannot be reached, the command waits.',
  fhirBaseOfTheServer: 'FHIR base of the server',
  patientSystemOrGroupA: 'patient, system or group; a group needs --group',
  idOfTheGroup: 'id of the group',
  aNewFolderOrThe:
    'a new folder, or the one of an earlier export. The data are sealed in it; populus load FOLDER and populus sql FOLDER open them',
  fetchWhatChangedSinceThe:
    'fetch what changed since the last export in FOLDER, and keep both together as a new snapshot',
  writeNDJSONInTheClear: 'write NDJSON in the clear, into FOLDER/fhir, for other tools',
  resourceTypesDefaultAllThat: 'resource types (default: all that the server permits)',
  onlyWhatChangedSinceThen: 'only what changed since then',
  onlyWhatChangedUntilThen: 'only what changed until then',
  withPlainEarlierExportTo: 'with --plain: earlier export to merge the changes into; the result is in --out',
  forExampleObservationCategoryLaboratory: 'for example "Observation?category=laboratory"',
  onlyTheseElements: 'only these elements',
  includeassociateddata: 'includeAssociatedData',
  organizeoutputbyPatient: 'organizeOutputBy=Patient',
  askTheServerToIgnore: 'ask the server to ignore what it does not know',
  vendorProfileDefaultByWhat: 'vendor profile (default: by what the server says of itself)',
  readByPagingInPlace: 'read by paging instead of a bulk export, for servers that have none',
  clientRegisteredWithTheServer: 'client registered with the server',
  privateKeyToSignIn: 'private key to sign in with, as JWKS, JWK or PEM',
  whichOfSeveralKeysOf: 'which of several keys of the file',
  howToSignInPrivate:
    'how to sign in: private_key_jwt (with --key), client_secret_basic, client_secret_post, bearer or none. The secret or token is read from the environment variable POPULUS_CLIENT_SECRET or POPULUS_ACCESS_TOKEN, or from --secret-file',
  fileThatOnlyThisAccount: 'file that only this account can read, with the secret or token in its first line',
  tokenServiceDefaultAsThe: 'token service (default: as the server says)',
  furtherOriginThatMayReceive:
    'further origin that may receive secrets and tokens, such as a sign-in service on another site',
  permissionsToAskForDefault: 'permissions to ask for (default: the fewest)',
  allowHttpToAServer: 'allow http:// to a server on this computer',
  exitCodes0EverythingArrived:
    'Exit codes: 0 everything arrived, 1 incomplete, empty, much smaller than before, or with rejected lines, 2 failed or wrong usage. An incomplete export is never refreshed or opened automatically.\n\nExample: populus export --base-url https://fhir.example.org/r4 --client-id app --key private.jwks.json\n           --level group --group all --type Patient,Condition --out population --json',
  writeTheTimeOfWithIts: (label: Text) => `Write the time of ${label} with its zone, as in 2026-10-31T00:00:00Z.`,
  takesNamesOfFHIRResource: (label: Text) => `${label} takes names of FHIR resource types, as in Patient,Condition.`,
  writesDiagnosticsWithoutHealthData:
    'Prints what support needs to know about an installation, as one JSON object: versions, platform, which policies are in force, the checks of "populus health", sizes, schedules, and the kinds of the last warnings and errors.',
  fileForTheDiagnostics: 'write to this file instead of standard output',
  whatDiagnosticsHold:
    'It holds numbers and words that come from Populus. It names no person, account, server, connection, file or value of a policy, and nothing in the data folder is changed. Read it before you send it.\n\nExit codes: 0 done, 2 not done.\n\nExample: populus diagnostics --out diagnostics.json',
  checksAnInstallationForA:
    'Checks an installation for a monitor: data folder, disk space, policies, keyring, audit log, and the last export of each connection. A connection without a finished export, or that cannot sign in, is a warning. It changes nothing, needs no passphrase, and may run while Populus is open.',
  printOneJSONObjectState:
    'print one JSON object: { "state", "version", "checks": [ { "name", "state", "text", "facts" } ] }; a state is ok, warning or failed',
  freeSpaceBelowWhichThere: 'free space below which there is a warning, and a failure below a tenth of it',
  ageOfTheLastComplete: 'age of the last complete export above which a connection with a schedule is a warning',
  exitCodes0EverythingIs: 'Exit codes: 0 everything is well, 1 something needs attention, 2 something failed.',
  forTheHoursAfterSomething:
    'For the hours after something went wrong: a lost computer that came back, an account that somebody else used, a leak.',
  copyTheAuditLogWith:
    'copy the audit log with its end and its anchor, the technical log, settings and facts of connections, and write manifest.json with the SHA-256 of each file. No population data and no keys are in it. Do this first. Refused where the policy AllowCsvExport allows no files',
  destroyThePrivateKeysThat:
    'destroy the private keys that connections sign with, at once, and take them out of their public key sets. Stored data are kept. Prints the IDs of the keys (kid), to be taken out of the registration at each server',
  nameOrIdOfA: 'name or id of a connection (default: all)',
  oneKeyDefaultAll: 'one key (default: all)',
  destroyTheKeyOfAll:
    'destroy the key of all stored data, and the keys and secrets of all connections. After that nobody can read what was stored, with any passphrase or recovery key. The audit log is kept',
  wipeOrREVOKESaysThat: 'WIPE or REVOKE, to confirm',
  aRevokedKeyAlsoHas:
    'A revoked key also has to leave its server: host the new public key set, or remove the key from the registration of the client there. Tokens that the server issued before remain valid until they expire, usually within an hour.',
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
  aPackOneThatWas: 'a pack; one in which any byte was changed is refused',
  theSealThatTheSender: 'the seal from the sender; a pack with another seal is refused',
  sharesFiguresWithoutPeopleA:
    'Shares figures without people. A pack holds the definitions of the registries with their code lists, counts of people in all and by age, sex, race and ethnicity, hashes and the version of the program. No row of a person is in it, and no name of a site, payer or practice. Another site counts the same over its own data, by the definitions in the pack, and sees both side by side.',
  countsAndWritesThePack:
    'Counts, and writes the pack; prints its seal, which the recipient should get by another channel, such as by telephone.',
  packsOfOneSeriesAre: 'packs of one series are sent to the same recipients',
  writeThePackToThis: 'write the pack to this file',
  aPackOfTheSeries:
    'a pack of the series that was sent before. What it shows or withholds is taken into account, and a pack that would reveal a small group together with it is refused',
  aCohortThatGoesIntoThe: 'the definition of a cohort (JSON) that goes into the pack and is counted; once for each',
  examplePopulusPackMakeExports:
    'Example: populus pack make exports/2026-10 --series network-diabetes --out 2026-10.pack.json',
  countsThePackSQuestions:
    'Counts the pack’s questions in these data; prints each aggregate with the difference of the shares and its interval (Newcombe). Counts of these data stay on this computer.',
  writeAllAggregatesToThis: 'write all aggregates to this CSV file',
  printsWhatAPackHolds: 'Prints what a pack holds.',
  thePeriodEndsBeforeIt: (label: Text) =>
    `The period of ${label} ends before it begins. Write its first day before the two dots, and its last day after them.`,
  writeThePeriodOf: (label: Text) => `Write the period of ${label} as 2025 or 2025-01-01..2025-12-31.`,
  showsTheManagedPoliciesThat:
    'Shows the managed policies that hold on this computer, where each is set, and what is wrong with them: what cannot be read, and what cannot work on this computer or together.',
  alsoThoseThatNobodySet: 'also those that nobody set, with their built-in values',
  printOneJSONObjectPolicies:
    'print one JSON object: { "policies": { NAME: { "value", "state", "place" } }, "problems": […] }. The state is enforced, recommended, default, or strictest: what was set cannot be read, so the strictest value applies',
  exitCodes0EveryPolicy: 'Exit codes: 0 every policy that is set can be read and can work, 1 something cannot.',
  refreshesTheDataOfA:
    'Refreshes the data of a connection that was set up in Populus, without a window, as its schedule does: what changed since the last export is fetched and saved as a new snapshot. An export that was interrupted goes on. For Task Scheduler, launchd and cron; Populus itself must not run meanwhile. Data that the keychain of the desktop protects can be refreshed by the command of the installed package only, under the account that stored them.',
  nameOrIdOfThe:
    'name or id of the connection; put one whose name begins with a dash last, after "--". Or "all" for every one: those that cannot be refreshed yet, for example without a key to sign in, are listed as skipped, with the reason',
  fetchEverything: 'fetch everything',
  exitCodes0EverythingArrived1:
    'Exit codes: 0 everything arrived, 1 something is missing or was skipped, 2 an export failed or nothing was done.',
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
  printsTheRolesOfThis:
    'Prints the roles of this account, and what they include. Without assigned roles the one user has every right. Roles that an admin assigned here are sealed: they are read with the passphrase.',
  printInPlaceOfThat: 'print instead what each role reaches: screens, commands, FHIR scopes, types and tables',
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
  writesWhatIsHeldAbout:
    'Writes what is held about one person: report.txt to read, and bundle.json, a FHIR Bundle with every record of every stored snapshot that is about them. The answer to a request for access (GDPR Article 15, HIPAA 45 CFR 164.524).',
  idOfThePatientIn: 'id of the Patient in the data',
  folderForTheTwoFiles: 'folder for the two files; made when it is missing. They are not encrypted',
  numberOrKindOfTheRequest: 'number or kind of the request; goes to the audit log. Do not name anybody',
  refusedWhereThePolicyAllowCsvExport:
    'Refused where the policy AllowCsvExport allows no files. The report counts what the worklist, matching, saved work and settings have about the person as well: the places that populus erase removes them from.',
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
  keysThatConnectionsSignWith:
    'Shows, changes and revokes the keys that connections sign in with (SMART Backend Services), without a window. Populus itself must not run meanwhile.',
  nameOrIdOfTheConnection: 'name or id of the connection; put one whose name begins with a dash last, after "--"',
  reportsAboutTheServersOf: 'Reports about the servers of connections.',
  signsInAndReportsHowTheServer:
    'Signs in at the server of a connection, and reports requirement by requirement whether it conforms to SMART App Launch, Bulk Data Access and US Core, as far as the sign-in and past exports have shown. The report is saved with the connection.',
  theReportThatWasMadeLast: 'the report that was made last, without asking the server',
  formOfTheFileJSONCSV: 'form of the file of --out: json, csv, or postman for a collection of the requests of Populus',
  leaveOutTheNameOfTheConnection: 'leave out of the file the name of the connection and the addresses of the server',
  fileToWriteTheReportInto: 'file to write into; it contains no secret and nothing about a person',
  numbersAreThoseOfInferno:
    'Numbers of requirements and tests are those of Inferno, the test kits of ASTP/ONC. A requirement is met, not met, not observed or not applicable. What is not met does not change the exit code. Refused with --out where the policy AllowCsvExport allows no files.',
  printsTheKeysOfAConnection:
    'Prints the keys of a connection: which one signs, which one waits, and which are retired and when they are withdrawn.',
  printThePublicKeySetToHost: 'print the public key set, to host or to register',
  changesTheKeyThatAConnection:
    'Changes the key that a connection signs with, in two runs. The first one makes a key, which is added to the public key set next to the old one: host the set. The second run checks that the hosted set contains the new key, and starts signing with it. The old key stays in the set for the overlap, and is then withdrawn by whatever Populus runs next on the data folder.',
  algorithmOfANewKey: 'algorithm of a new key',
  daysThatTheOldKeyStays: 'days until the old key is withdrawn, 1 to 90',
  theServerKnowsTheKeyAlready:
    'the server knows the new key in another way than by a hosted key set: let it sign without looking',
  exitCodesOfARotation:
    'Exit codes: 0 the new key signs, 1 a key was made and waits until the server knows it, 2 nothing was changed.',
  destroysThePrivateHalfOfAKey:
    'Destroys the private half of a key at once and takes it out of the public key set, as when somebody else may have seen it. Another key signs, where there is one. "populus incident --revoke-keys" does so for all keys.',
  theKeyAsKeysShowNamesIt: 'the key, as "populus keys show" names it',
  revokeSaysThatThisIsMeant: 'REVOKE: says that this is meant',
  signsAPersonInAtTheServer:
    'Signs a person in at the server of a connection (SMART App Launch), without a window: prints the address of the page to sign in on, and waits up to ten minutes for the answer. The tokens are sealed with the data, as the window does it. Populus itself must not run meanwhile.',
  theAnswerOfTheServerArrives:
    'The answer of the server arrives at an address of this computer (127.0.0.1), so the browser has to run on it. Where the command runs on another computer, forward the port that redirect_uri in the address names, as with "ssh -L".\n\nExit codes: 0 signed in, 2 refused, not answered in time or not allowed, 130 canceled.',
  listsTheRegisterOfPublished:
    'Lists the register of published counts: everything that left with counts of people, when, by whom, how many counts and how many of them withheld. What leaves next is compared with it, so that no small group can be derived from the two together.',
  compareNothingWithThisEntry:
    'compare nothing with this entry any more, because nobody has the file; the entry stays in the list',
  whyGoesToTheRegister: 'why; goes to the register and to the audit log',
  refreshesOnUnattendedMachines:
    'Refreshes all connections on an unattended machine, by systemd, launchd or the Task Scheduler.',
  takesATimeOfTheDay: (option: Text) => `${option} takes a time of the day, such as 02:15.`,
  forTheWholeMachine: 'for the whole machine (Linux, macOS), and not for this account',
  timeOfTheDayToRefresh: 'time of the day to refresh',
  accountThatItRunsAs: 'account that it runs as (with --system, or in Windows)',
  fileWithThePassphraseOfService:
    'file with the passphrase: with systemd and --system a credential that systemd-creds encrypted, else one that only the account can read',
  theInstalledCommand: 'the installed command; by default where packages put it',
  printsWhatInstallWouldWrite: 'Prints what "populus service install" would write, and changes nothing.',
  schedulerToShow: 'scheduler; by default the one of this system',
  makesTheSchedulerRefresh:
    'Writes the units, the property list or the task that run "populus refresh all" daily, and starts them.',
  whatInstallNeeds:
    'Needs the role admin, where there are roles. What was written is in the audit log of the data folder that this account uses, with its hashes, also where --data names the one to refresh; files of others are never replaced.\n\nExit codes: 0 installed, 2 refused or failed.',
  removesWhatInstallWrote: 'Ends the service and removes the files that "populus service install" wrote.',
  exitCodesOfServiceRemove:
    'A file that was changed since is left and named.\n\nExit codes: 0 removed, 1 a changed file was left, 2 nothing to remove, or failed.',
  saysWhenTheServiceRanLast:
    'Says whether the service is there, when it ran last and with which exit code, and how the last export of each connection ended.',
  exitCodesOfServiceStatus:
    'Exit codes: 0 it is there and its last run ended with 0, 1 it is not there, its files were changed or its last run ended otherwise, 2 failed.',
  goOnWithTheRegisterAsItIs:
    'go on with a register that was removed, cut off or replaced outside Populus, as the audit log shows',
  forgettingNeedsTheRoleAdmin:
    'Forgetting and acknowledging need the role admin, where there are roles. With an acknowledgement what left before and is not in the register any more is compared with nothing.\n\nExit codes: 0 done, 2 the register is damaged or not what the audit log has.',
  printsAScriptByWhichAShell: 'Prints a script by which a shell completes commands, actions and options.',
  examplesOfCompletion:
    'Examples: populus completion bash > ~/.local/share/bash-completion/completions/populus\n          populus completion zsh > ~/.zfunc/_populus\n          populus completion fish > ~/.config/fish/completions/populus.fish\n          populus completion powershell >> $PROFILE',
  makesTheKeyOfAPublisher:
    'Makes an Ed25519 key pair, with which packs are signed. The private key is written; the public one is printed, for those who trust it.',
  fileForThePrivateKey: 'file for the private key, which only this account can read',
  signsAFileForOthers:
    'Writes the signature of a file beside it: a JWS (EdDSA) over its SHA-256, its length and the time. Sign sealed packs, content packs, boards, and files of measure content.',
  theFileToSign: 'the file to sign',
  thePrivateKeyOfPackKey: 'private key that "populus pack key" wrote; only this account may be able to read it',
  fileForTheSignature: 'file for the signature (default: FILE.sig)',
  saysWhoSignedAFile:
    'Says whose signature is next to a file. Publishers are those of the policy TrustedPublishers, or of the list in Settings where it is not set, and of --trusted.',
  theFileToVerify: 'the file whose signature is FILE.sig',
  publicKeyThatIsTrusted: 'public key that is trusted, as "populus pack key" printed it',
  exitCodesOfVerify:
    'Exit codes: 0 signed by somebody who is trusted, 1 by an unknown key, 2 not signed, changed after it was signed, or wrong usage.',
  isNoPublicKey: (label: Text) => `${label} needs a public key: 43 characters, as "populus pack key" prints them.`
})
