import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'
import { plural } from '../../plural.ts'

/** Texts of cli/commands. */
export const cliCommandsMessages = catalog({
  usagePopulusAuditVerifyAgainstANCHOR: (acknowledgeReasons: Text) =>
    `Usage: populus audit [--verify [--against ANCHOR]] [--anchor] [--last N] [--person ID] [--left] [--file FILE]\n                     [--json | --format F] [options]\n       populus audit --sink-state | --send [--json] [options]\n       populus audit --acknowledge LOG --reason REASON [--reference TEXT] [options]\n\nLists the audit log, oldest first: who did what and when, with counts and never with names. The policy AllowCsvExport does\nnot limit it, as its records name nobody whom the data are about.\n\n  --verify           check every record, the end of the log and its anchor, and say where it was changed or cut. The codes\n                     that only this installation can make are checked with the passphrase; without it they cannot be\n  --anchor           print the number of records and the code of the last one, to be stored elsewhere\n  --against ANCHOR   with --verify: check that the log still holds what it held when that anchor was printed. A file may be\n                     named instead, with an anchor in each line or the lines that a log collector has from this computer\n  --acknowledge LOG  record that a damaged log that was set aside was looked at; --verify names them. It is then known, and no\n                     failure of --verify any more\n  --reason REASON    why it is no concern: ${acknowledgeReasons}\n  --reference TEXT   number of a ticket or report, without blanks\n  --sink-state       say how far the log collector of the settings has the log, and why not further\n  --send             deliver what waits to the log collector now\n  --last N           the last N records only\n  --person ID        only records about the person with this Patient id; needs the passphrase\n  --left             only what left Populus: exports, copies, prints, reports, packs, de-identified sets, backups; of each the\n                     outcome, or that it was begun where none was recorded. Files that were written have their SHA-256\n  --file FILE        only the record of this very file, by its SHA-256, whatever its name is now; exit code 1 where there is none.\n                     Copies have no hash, nor have PDFs, pictures of charts, measure reports of each person and files of more than\n                     256 MB that the window saved\n  --data FOLDER      data folder (default: the one that Populus uses)\n  --passphrase-file FILE\n                     read the passphrase from the first line of a file that only this account can read\n  --passphrase-fd N  read it from the first line of file descriptor N\n                     (default: the environment variable POPULUS_PASSPHRASE, when it is set)\n  --json             print one JSON object in place of text\n  --format FORMAT    one record a line for a log collector: ecs (Elastic Common Schema), cef (Common Event Format) or\n                     syslog (RFC 5424); fhir-r4 and fhir-r5 write FHIR AuditEvents as NDJSON\n\nExit codes: 0 intact; 1 no damage found, but not everything could be checked or an earlier log was damaged; 2 changed, cut or\nreplaced, or wrong usage; with --sink-state and --send 1 while records wait, and 5 when the collector cannot be reached. Damaged logs that were acknowledged are named and do not change the code.\n`,
  lastTakesANumberOfRecords: '--last takes a number of records.',
  againstGoesWithVerify: '--against goes with --verify.',
  formatIsForListingRecordsWithout: '--format is for listing records, without --json.',
  theLogHasNoRecordOf:
    'The log has no record of this file: it was changed since, written elsewhere, or written without a hash.\n',
  theFileOfFileCannotBe: 'The file of --file cannot be read. Check its name and who may read it.',
  formatTakesOneOf: (formats: Text) => `--format takes one of ${formats}.`,
  acknowledgeTakesTheNameOfA: (acknowledgeReasons: Text) =>
    `--acknowledge takes the name of a damaged log as --verify prints it, --reason one of ${acknowledgeReasons}, and --reference at most 40 letters, digits and . _ # / - without blanks.`,
  theDamagedLogIsAcknowledged: (log: Text) => `The damaged log ${log} is acknowledged.\n`,
  peopleAreInTheAuditLog:
    'People are in the audit log under keyed names, which need the passphrase. Give it in the environment variable POPULUS_PASSPHRASE, or with --passphrase-file or --passphrase-fd.',
  theAuditLogIsDamagedSo:
    'The audit log is damaged, so an anchor of it would vouch for the damage. See "populus audit --verify".',
  usagePopulusBackupOutFILEWithout:
    'Usage: populus backup --out FILE [--without-snapshots] [--data FOLDER] [--passphrase-file FILE]\n\nWrites everything of a data folder into one encrypted file: keys, connections, worklist, drafts, settings, roles, measure\ncontent, the audit log, and saved data. "populus restore" puts it into the data folder of any computer.\n\n  --out FILE           the backup; it must not exist\n  --without-snapshots  leave the saved data out, which can be exported again; the keys of the others are in it\n  --data FOLDER        data folder (default: the one that Populus uses). Quit Populus first\n  --passphrase-file FILE\n                       read the passphrase from the first line of a file that only this account can read: the one that\n                       protects the data, or a new one for the backup where a keychain protects them\n  --passphrase-fd N    read it from the first line of file descriptor N\n                       (default: the environment variable POPULUS_PASSPHRASE, when it is set)\n  --json               print one JSON object in place of text\n',
  nameTheFileOfTheBackup: 'Name the file of the backup with --out.',
  theFileOfOutIsThere: 'The file of --out is there already. Choose another name.',
  anotherPopulusUsesThisDataFolder: 'Another Populus uses this data folder. Quit it, then make the backup.',
  backupOfBytesWritten: (bytes: Text) => `Backup of ${bytes} bytes written.\n`,
  usagePopulusCohortPathDefinitionFILE: (memoryHelp: Text, smallCellHelp: Text) =>
    `Usage: populus cohort <path…> --definition FILE [--as-of DATE] [--json] [--out FILE] [--passphrase-file FILE]\n\nCounts the people who meet the criteria of a cohort, and who is left after each step. The definition is the JSON that the\nCohorts screen writes. A folder of saved snapshots, or one of them, is opened in place of being read.\n\n  --definition FILE  the definition, JSON\n  --as-of DATE   date of the cohort, YYYY-MM-DD; by default the last day with data\n  --json         print one object in place of text\n  --out FILE     write the people to this CSV file, with their index dates; --force replaces a file that is there\n  --timeout S    seconds that everything may take (default: no limit)\n${memoryHelp}\n${smallCellHelp}\n  --passphrase-file FILE\n                 file that only this account can read, with the passphrase of encrypted data in its first line\n  --passphrase-fd N\n                 the same from a file descriptor; without either, POPULUS_PASSPHRASE holds it\n\nStandard output has counts only; people go into a file. Results of measures and other cohorts cannot be told here.\n\nExample: populus cohort exports/2026-10 --definition uncontrolled-diabetes.json --as-of 2026-10-31 --json\n`,
  nameAtLeastOneFileOr: 'Name at least one file or folder.',
  nameTheDefinitionOfTheCohort: 'Name the definition of the cohort with --definition.',
  theCommand: 'The command',
  measuresAreNotEvaluatedByThis: 'measures are not evaluated by this command',
  populusAsOf: (label: Text, asOf: Text) => `Populus, ${label}, as of ${asOf}`,
  rowsPeopleWritten: (rows: Text) => `${rows} people written\n`,
  cannotBeTold: 'Cannot be told',
  peopleMoreCannotBeTold: (people: Text, unknown: Text) => `\n${people} people; ${unknown} more cannot be told\n`,
  theFileOfDefinitionCannotBe: 'The file of --definition cannot be read. Check its name.',
  usagePopulusErasePersonIDSnapshot:
    'Usage: populus erase (--person ID | --snapshot ID | --everything) --confirm WORD --reason TEXT --certificate FILE [options]\n\nErases stored data and writes a certificate. A snapshot is erased by destroying its key, then its files. A person is erased by\nwriting every snapshot anew without them, and destroying the old one. Close Populus before.\n\n  --person ID         one person, by the id of the Patient\n  --snapshot ID       one snapshot\n  --everything        every snapshot\n  --confirm WORD      the same id again, or EVERYTHING\n  --reason TEXT       number or kind of the request; goes to the audit log and the certificate. Name nobody\n  --certificate FILE  file for the certificate, JSON\n  --data FOLDER       data folder (default: the one that Populus uses)\n  --passphrase-file FILE, --passphrase-fd N\n                      where the passphrase is read from; by default POPULUS_PASSPHRASE\n\nA person goes from the worklist (notes, assignments, outreach, evidence), the decisions about matching, unfinished work, saved\ncohorts, boards, statements and views as well. Not erased: exports that were saved elsewhere, packs and lists that were handed\nover, backups, the audit log (which has pseudonyms only), and the list of people who opted out, which keeps the person out of\nlater data. The certificate says what was removed where, and what could not be. It holds no health data and is written also where the policy AllowCsvExport\nallows no files.\n',
  populusEraseNeedsOneOfPerson:
    'populus erase needs one of --person, --snapshot and --everything, with --reason and --certificate.',
  nothingWasErasedToConfirmAdd: (everything: boolean) =>
    `Nothing was erased. To confirm, add --confirm ${everything ? 'EVERYTHING' : 'with the same id'}.`,
  aes256GCMTheKeyOf:
    'AES-256-GCM; the key of each erased snapshot was overwritten and deleted, then its files. Without the key they cannot be read, also where a copy of the files is left on the medium.',
  erasedSnapshotsDraftsTheCertificateIs: (snapshots: Text, drafts: Text) =>
    `Erased: ${snapshots} snapshots, ${drafts} drafts. The certificate is written.\n`,
  filesExportedElsewhereAndListsAnd: 'files exported elsewhere, and lists and packs that were handed over',
  auditLogPseudonymsOnly: 'audit log (pseudonyms only)',
  dataSetAsideWhenSomebodyStarted: 'data set aside when somebody started over with a forgotten passphrase',
  listOfPeopleWhoOptedOut: 'list of people who opted out: it keeps the person out of later data',
  usagePopulusExportBaseUrlURL:
    'Usage: populus export --base-url URL --level patient|system|group --out FOLDER [options]\n\nRuns one bulk export to its end. Killed and started again with the same --out, it goes on where it was. After an\nincomplete export the same command fetches only what is missing. While the server is away it is waited for.\n\n  --base-url URL         FHIR base of the server\n  --level L              patient, system or group; a group needs --group ID\n  --out FOLDER           a new folder, or the one of an earlier export. The data are sealed in it; populus load FOLDER and\n                         populus sql FOLDER open them. The passphrase is read from POPULUS_PASSPHRASE or with\n  --passphrase-file FILE the first line of a file that only this account can read, or with\n  --passphrase-fd N      the first line of file descriptor N\n  --incremental          fetch what changed since the last export in FOLDER, and keep both together as a new snapshot\n  --plain                write NDJSON in the clear, into FOLDER/fhir, for other tools\n  --type A,B             resource types (default: all that the server permits)\n  --since INSTANT        only what changed since then; --until INSTANT ends it\n  --refresh FOLDER       with --plain: earlier export to merge the changes into; the result is in --out\n  --type-filter QUERY    e.g. "Observation?category=laboratory"; may be repeated\n  --elements A,B         only these elements\n  --include KIND         includeAssociatedData; may be repeated\n  --by-patient           organizeOutputBy=Patient\n  --lenient              ask the server to ignore what it does not know\n  --vendor PROFILE       vendor profile (default: by what the server says of itself)\n  --crawl                read by paging in place of a bulk export, for servers that have none\n\nSigning in:\n  --client-id ID         client registered with the server\n  --key FILE             private key as JWKS, JWK or PEM; --kid picks one of several\n  --auth METHOD          private_key_jwt (with --key), client_secret_basic, client_secret_post, bearer or none; the secret\n                         or token is read from the environment variable POPULUS_CLIENT_SECRET or POPULUS_ACCESS_TOKEN, or with\n  --secret-file FILE     the first line of a file that only this account can read\n  --token-url URL        token service (default: as the server says)\n  --trust-origin URL     further origin that may receive secrets and tokens, such as a sign-in service on another site;\n                         may be repeated\n  --scope "S S"          permissions to ask for (default: the fewest)\n  --allow-http-loopback  allow http:// to a server on this computer\n\n  --json                 print one JSON object in place of text\n\nExit codes: 0 everything arrived, 1 incomplete, empty, much smaller than before, or with rejected lines, 2 failed or wrong\nusage. An incomplete export is never refreshed or opened by itself.\n\nExample: populus export --base-url https://fhir.example.org/r4 --client-id app --key private.jwks.json\n           --level group --group all --type Patient,Condition --out population --json\n',
  linesAreNoUsableResourcesAnd: (rejected: Text) => `${rejected} lines are no usable resources and were rejected.`,
  nothingChangedTheStoredDataHold: (transactionTime: Text) =>
    `Nothing changed. The stored data hold as of ${transactionTime}.`,
  now: 'now',
  runTheSameCommandAgainTo: 'Run the same command again to fetch what is missing.',
  rejectedRejected: (rejected: Text) => `   ${rejected} rejected`,
  filesMBRemovedS: (state: Text, files: Text, bytes: Text, deleted: Text, seconds: Text) =>
    `${state}: ${files} files, ${bytes} MB, ${deleted} removed, ${seconds} s\n`,
  theFilesOfThisExportAre:
    'The files of this export are written in the clear. Everybody who can read the folder can read the health data in it.\n',
  refreshIsForExportsInThe: '--refresh is for exports in the clear. A sealed one is refreshed with --incremental.',
  usagePopulusHealthJsonMinFree:
    'Usage: populus health [--json] [--min-free GB] [--max-age HOURS] [--data FOLDER]\n\nChecks an installation for a monitor: data folder, disk space, policies, keyring, audit log, and the last export of each\nconnection. A connection without a finished export, or that cannot sign in, is a warning. It changes nothing, needs no\npassphrase, and may run while Populus is open.\n\n  --json           print one JSON object: { "state", "version", "checks": [ { "name", "state", "text", "facts" } ] }; a state\n                   is ok, warning or failed\n  --min-free GB    free space below which there is a warning, and below a tenth of which a failure (default 5)\n  --max-age HOURS  age of the last complete export above which a connection with a schedule is a warning (default 48)\n  --data FOLDER    data folder (default: the one that Populus uses)\n\nExit codes: 0 everything is well, 1 something needs attention, 2 something failed.\n',
  takesANumber: (option: Text) => `--${option} takes a number.`,
  usagePopulusLoadPathJsonList: (memoryHelp: Text) =>
    `Usage: populus load <path…> [--json] [--list] [--cores N] [--memory SIZE]\n                    [--passphrase-file FILE]\n\nReads FHIR data (folders, NDJSON, Bundles, .gz, .zip) and prints what was read, rejected and ignored. The data are\nread into memory for this command alone and saved nowhere; to save them, load them in the window and save them there.\nA folder of saved snapshots, or one of them, is opened instead of read.\n\nSeveral sources become one population when each path is given as NAME=PATH, here and in every command that reads data.\nIds then end in @NAME, so that Patient/1 of two servers are two patients, and SQL has a column source. NAME@URL=PATH\ntells the base URL of its server, by which absolute references of other sources find it. One NAME may be given several\ntimes.\n\n  --json       print one JSON object in place of text; what was left out goes to standard error\n  --list       print every reject with file, line and byte offset; with --json to standard error\n  --cores N    processor cores that read, 1 to 99; by default all, up to eight. Each takes about 100 MB. What was read\n               does not depend on it. --threads N is the same\n${memoryHelp}\n  --passphrase-file FILE\n               file that only this account can read, with the passphrase of encrypted data in its first line\n  --passphrase-fd N\n               the same from a file descriptor; without either, POPULUS_PASSPHRASE holds it\n\nExit codes: 0 everything was read, 1 something was rejected, 2 nothing could be read or wrong usage.\n\nExamples: populus load exports/2026-10 --json\n          populus load hospital=exports/hospital clinic@https://fhir.clinic.example/r4=exports/clinic\n`,
  nameAtLeastOneFileOrFolder: 'Name at least one file or folder to load.',
  leftOut: (name: Text, reason: Text) => `left out: ${name} (${reason})`,
  coresTakesAWholeNumberFrom: '--cores takes a whole number from 1 to 99.',
  resourceType: 'Resource type',
  patientsFromFilesFHIR: (patients: Text, files: Text, release: Text) =>
    `\n${patients} patients from ${files} files, FHIR ${release}\n`,
  patientsResources: (name: Text, people: Text, resources: Text) =>
    `  ${name}: ${people} patients, ${resources} resources\n`,
  moreThanFitsIntoTheMemory: (shards: Text) =>
    `More than fits into the memory that may be used: arranged in ${shards} parts on the disk\n`,
  sMBSOfFHIRText: (seconds: Text, opened: Text, peakRssMb: Text) =>
    `${seconds} s, ${opened} MB/s of FHIR text, peak memory ${peakRssMb} MB\n`,
  byte: (files: Text, line: Text, offset: Text, reason: Text, path: Text) =>
    `${files}:${line} (byte ${offset}) ${reason} ${path}`,
  andMoreWhichAreCountedBut: (all: Text) => `and ${all} more, which are counted but not listed`,
  usagePopulusMatchNAMEPATHJson:
    'Usage: populus match NAME=PATH… [--json] [--out FILE] [--truth FILE] [--passphrase-file FILE]\n       populus match --same ID ID | --apart ID ID | --undo DECISION | --journal [--data FOLDER]\n\nFinds out which Patient resources of several sources are of one person, as every command does that reads several sources:\nby what was decided before, then by identifiers, then by a score of name, birth date, sex, address and contact (Fellegi and\nSunter) whose weights are learned from the records. Pairs that nobody can tell automatically are for review. Absent values\nneither speak for a match nor against it.\n\n  --json        print one JSON object in place of text\n  --out FILE  write the pairs for review and those that were matched as CSV, by ids, without names\n  --force       replace the file\n  --truth FILE  CSV with the columns source, id and person, such as people.csv of "populus sample --sources": print precision\n                and recall\n  --same ID ID  decide that two records, each named as ID@SOURCE, are of one person\n  --apart ID ID decide that they are of two people\n  --undo ID     a decision no longer holds; the data are as if it had not been made\n  --journal     print the decisions with their ids. Nothing in the journal is ever changed or taken away\n  --data FOLDER data folder with the sealed journal of decisions (default: the one that Populus uses)\n  --passphrase-file FILE, --passphrase-fd N\n                where the passphrase is read from; by default POPULUS_PASSPHRASE\n\nExit codes: 0 done, 1 there are pairs to review, 2 wrong usage.\n\nExamples: populus match hospital=exports/hospital clinic=exports/clinic\n          populus match --same 1042@clinic 77@payer\n',
  yourRoleShowsSomeOfThe:
    'Your role shows some of the people only, and matching looks at everybody. Ask somebody whose role shows all people.',
  peopleAreMatchedBetweenSourcesName: 'People are matched between sources. Name two or more, each as NAME=PATH.',
  recordsAreOfPeopleMatched: (records: Text, people: Text) =>
    `${records} records are of ${people} people.\n\nMatched\n`,
  byDecision: 'by decision',
  scoreOfAtLeast: (automatic: Text) => `Score of at least ${automatic}`,
  forReview: '\nFor review\n',
  scoreBetweenAnd: (review: Text, automatic: Text) => `Score between ${review} and ${automatic}`,
  saidBySeveralSourcesAboutOne: '\nSaid by several sources about one person, and counted once\n',
  labelSameRule: (label: Text, rule: Text) => `${label}: same ${rule}`,
  weightsBitsForAMatchWhere: '\nWeights (bits for a match where above 0), from the lowest agreement to the highest\n',
  valuesAreSharedBySoMany: (skippedBlocks: Text) =>
    `\n${skippedBlocks} values are shared by so many records that they alone made no pairs.\n`,
  decisionsAreAboutRecordsThatAre: (unusedDecisions: Text) =>
    `\n${unusedDecisions} decisions are about records that are not here, or contradict others.\n`,
  againstTheTruthPrecisionRecallOf: (precision: Text, recall: Text, value: Text) =>
    `\nAgainst the truth: precision ${precision}, recall ${recall}, of ${value} true pairs\n`,
  theFileOfTheTruthCannot: 'The file of the truth cannot be read. Check its name.',
  theFileOfTheTruthHas: 'The file of the truth has no columns source, id and person in its first line.',
  usagePopulusMeasureContentDataPath:
    "Usage: populus measure <content> --data <path> [options]\n\nEvaluates the quality measures of a bundle or pack (FHIR Measure, Library with ELM, ValueSet) over FHIR data.\n\n  --data <path>        folder, file or archive with the patients' records; may be given more than once. A folder of saved\n                       snapshots, or one of them, is opened with its passphrase: from POPULUS_PASSPHRASE, or with\n  --passphrase-file <file>\n                       the first line of a file that only this account can read, or\n  --passphrase-fd <n>  the first line of file descriptor n\n  --codes <file>       add codes to the lists of the measures: a table (CSV, XLSX) with the columns list, system, code and\n                       display; a crosswalk from NDC with the columns ndc and rxcui, or as a FHIR ConceptMap, by which\n                       an NDC counts wherever its RxNorm code or ingredient does; or what the window exported. May be\n                       given more than once\n  --list <name>        list for the codes of a table without the column list, by title or address\n  --period <period>    a year (2025), or two days: 2025-01-01..2025-12-31 (default: the last full year)\n  --as-of <day>        leave out records of later days (2025-10-31), as if the measures had run on that day\n  --visit yes|no       whether a visit in the period is asked for, instead of what each measure has as its default\n  --enrollment yes|no  the same for continuous enrollment\n  --patients           print one line per patient with the populations they are in\n  --supplemental       count the values of the measures' supplemental data: payer, race, sex …\n  --trace <patient>    print how each define and clause came out for one patient\n  --time-zone <name>   zone of dates that name none, and of days and years: America/New_York … (default: UTC)\n  --evidence chart|claims|both\n                       count the records of the chart alone, or of claims alone, and tell what cannot be computed from\n                       them (default: both). Claims are ExplanationOfBenefit, Claim and ClaimResponse\n  --derive-roles       tell done from not done, and kinds of records, by the data alone, whatever profiles they claim\n  --cores <n>          processor cores that read and evaluate, 1 to 99 (default: all); --threads is the same\n  --small-cells <n>    suppress counts of 1 to n people in summaries, for what is handed on (default: none, as standard\n                       output is the screen of this computer); lines of --patients are no counts\n  --reason <text>      what the counts are for; goes to the audit log of a saved snapshot. Name nobody\n  --memory <size>      memory to use, such as 4GB (default: half of this computer's). A population that needs more is put\n                       into encrypted temporary files, and is evaluated in parts\n  --timeout <s>        seconds that everything may take (default: no limit)\n  --json               print JSON\n\nEvery measure has a budget of steps, memory and time for each person. A measure that exceeds it for ten people is ended,\nand the others go on.\n\nExit codes: 0 everything evaluated, 1 with errors for some patients or from incomplete data, 2 nothing could be evaluated\nor wrong usage, 130 cancelled.\n\nExamples: populus measure CMS122-bundle.json --data exports/2026-10 --period 2025 --json\n          populus measure resources/measures/core --data exports/2026-10 --codes ndc-rxnorm.csv --codes cpt.xlsx\n",
  linesOrEntriesOfTheData: (unreadable: Text) =>
    `${unreadable} lines or entries of the data are unreadable and were left out.\n`,
  cannotBeEvaluated: (measure: Text, reason: Text) => `${measure} cannot be evaluated: ${reason}\n`,
  loadingSExtractionSMBEvaluation: (loaded: Text, extract: Text, bytes: Text, run: Text) =>
    `Loading ${loaded} s, extraction ${extract} s (${bytes} MB), evaluation ${run} s.\n`,
  modelCardOut: 'model card --out',
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
  nameWhatToPredictWithOutcome: (modelOutcomes: Text) => `Name what to predict with --outcome: ${modelOutcomes}.`,
  shareIsOneOf: (highCostShares: Text) => `--share is one of ${highCostShares}.`,
  usagePopulusModelTrainPathOutcome: (
    modelOutcomes: Text,
    highCostShares: Text,
    memoryHelp: Text,
    smallCellHelp: Text
  ) =>
    `Usage: populus model train <path…> --outcome NAME [--as-of DATE] [--out FILE] [--json]\n       populus model score <path…> --model FILE [--as-of DATE] [--out FILE] [--json]\n       populus model score <path…> --onnx FILE [--as-of DATE] [--out FILE] [--json]\n       populus model card --model FILE [--out FILE] [--json]\n\nTrains a model of risk on the data, on this computer: a regression, and trees where they discriminate better on later people by more\nthan the interval of the difference. It is trained on earlier index dates and tested on later ones. Where the events are too few, there\nis no later period or one outcome alone, no model is made, and the reason is printed.\n\n  train          trains a model and prints how it does on later people; --out writes the model (JSON), which holds counts and no person\n  score          predicts with a model; prints counts and how far the data have moved since. --out writes the people to a CSV file\n  card           prints the model card: purpose, data, figures, groups, limits, hash; --out writes it as Markdown\n\n  --outcome NAME ${modelOutcomes}\n  --share N      of high-cost-12m: the share of people with the highest cost, ${highCostShares} (default: 0.1)\n  --model FILE   a model that train wrote; one that was changed is refused\n  --onnx FILE    a model of your own (ONNX) over columns of numbers of the table person_feature; each is an input by its name, or the\n                 metadata "features" lists them, by commas. Its last output is the probability\n  --as-of DATE   last day that counts, YYYY-MM-DD; by default the last day with data\n  --json         print one object in place of text\n  --out FILE     write to this file; --force replaces a file that is there\n  --timeout S    seconds that everything may take (default: no limit)\n${memoryHelp}\n${smallCellHelp}\n  --passphrase-file FILE\n                 file that only this account can read, with the passphrase of encrypted data in its first line\n  --passphrase-fd N\n                 the same from a file descriptor; without either, POPULUS_PASSPHRASE holds it\n\nA predicted risk is for deciding whom to look at first. It is no instruction to treat.\n\nExample: populus model train exports/2026-10 --outcome readmission-30 --out readmission.json --json\n`,
  sayWhatToDoWithA: 'Say what to do with a model: train, score or card.',
  theFileWillHoldHealthData:
    'The file will hold health data in the clear: whoever can read it can read them. Only your account can at first.\n',
  outIsASymbolicLinkWhich: '--out is a symbolic link, which is not followed. Name the file itself.',
  outIsAFolderGiveThe: '--out is a folder. Give the name of a file in it.',
  outIsNoOrdinaryFileGive: '--out is no ordinary file. Give the name of a new one.',
  theFileOfOutIsThereAlready: 'The file of --out is there already. Choose another name, or add --force.',
  theFolderOfOutDoesNot: 'The folder of --out does not exist. Make it first.',
  theFolderOfOutIsA: 'The folder of --out is a file.',
  aFolderWasExpectedWhereThere: 'A folder was expected where there is a file. Choose another name.',
  noFolderCanBeMadeThere: 'No folder can be made there. Choose another place.',
  usagePopulusPolicyAllJsonShows:
    'Usage: populus policy [--all] [--json]\n\nShows the managed policies that hold on this computer, where each is set, and what is wrong with them: what cannot be read, and\nwhat cannot work on this computer or together.\n\n  --all   also those that nobody set, with their built-in values\n  --json  print one JSON object: { "policies": { NAME: { "value", "state", "place" } }, "problems": […] }. The state is\n          enforced, recommended, default, or strictest: what was set cannot be read, so the strictest value applies\n\nExit codes: 0 every policy that is set can be read and can work, 1 something cannot.\n',
  noPolicyIsSetOnThis: 'No policy is set on this computer.\n',
  againstTakesAnAnchorAsPopulus:
    '--against takes an anchor as "populus audit --anchor" prints it, or a file with anchors. This is neither.',
  thereIsNoAnchorInThe:
    'There is no anchor in the file of --against: neither as "populus audit --anchor" prints it, nor in lines of syslog.',
  usagePopulusRefreshConnectionAllFull:
    'Usage: populus refresh <connection|all> [--full] [--json] [--data FOLDER] [--passphrase-file FILE]\n\nRefreshes the data of a connection that was set up in Populus, without a window, as its schedule does: what changed since\nthe last export is fetched and saved as a new snapshot. An export that was interrupted goes on. For Task Scheduler, launchd\nand cron; Populus itself must not run meanwhile. Data that the keychain of the desktop protects can be refreshed by the\ncommand of the installed package only, under the account that stored them.\n\n  <connection>       name or id of the connection; one whose name begins with a dash stands last, behind "--". Or "all" for\n                     every one: those that cannot be refreshed yet, as without a key to sign in, are listed as skipped,\n                     with the reason\n  --full             fetch everything\n  --data FOLDER      data folder (default: the one that Populus uses)\n  --passphrase-file FILE\n                     read the passphrase from the first line of a file that only this account can read\n  --passphrase-fd N  read it from the first line of file descriptor N\n                     (default: the environment variable POPULUS_PASSPHRASE, or the credential populus-passphrase of systemd)\n  --json             print one JSON object in place of text\n\nExit codes: 0 everything arrived, 1 something is missing or was skipped, 2 an export failed or nothing was done.\n',
  populusRefreshNeedsTheNameOf: 'populus refresh needs the name of one connection, or "all".',
  thereIsNoConnectionInThis: 'There is no connection in this data folder. Set one up in Populus.',
  thereIsNoSuchConnectionThere: (all: Text) => `There is no such connection. There are: ${all}.`,
  severalConnectionsHaveThisNameGive: 'Several connections have this name. Give the id of one of them.',
  theExportWasStopped: 'The export was stopped.',
  nothingChangedSince: (transactionTime: Text) => `, nothing changed since ${transactionTime}`,
  theLastExport: 'the last export',
  exportResourcesRemoved: (kind: Text, resources: Text, deleted: Text) =>
    `, ${kind} export, ${resources} resources, ${deleted} removed`,
  usagePopulusReportPathBoardFILE: (memoryHelp: Text, smallCellHelp: Text) =>
    `Usage: populus report <path…> --board FILE --out FOLDER [--format FORMAT]… [--by DIMENSION]\n       [--measures PATH]… [--period PERIOD] [--as-of DATE] [--encrypt FILE] [--force] [--json] [--passphrase-file FILE]\n\nComputes a board on FHIR data and writes its report into a folder. The board is the JSON that Boards writes with "Save as a\nfile". A folder of saved snapshots, or one of them, is opened in place of being read. Run it after "populus refresh" to have\na new report after each refresh.\n\n  --board FILE   the board\n  --out FOLDER   where the reports go; made when it is missing\n  --format FORMAT  html (default), pptx, xlsx or pictures; may be given several times\n  --by DIMENSION   a report for every practice, payer, plan or other group, such as --by practice. Groups of few people get none\n  --measures PATH  bundle, pack, folder or code table of measures beside the built-in ones; may be given several times\n  --period PERIOD  period of the measures: a year (2025), or two days: 2025-01-01..2025-12-31. By default that which the\n                 window shows first: the year of the last day with data, or the twelve months up to it in a young year\n  --as-of DATE   date of the figures, YYYY-MM-DD, in place of that of the board\n  --encrypt FILE   put every report into a zip archive encrypted with AES-256; FILE holds the password in its first line\n  --force        replace reports of the same name\n  --json         print one object about what was written\n${memoryHelp}\n${smallCellHelp}\n  --passphrase-file FILE\n                 file that only this account can read, with the passphrase of encrypted data in its first line\n  --passphrase-fd N\n                 the same from a file descriptor; without either, POPULUS_PASSPHRASE holds it\n\nMeasures are evaluated as "populus measure" does, with the default settings of the window: targets, links to Star measures and\nclosed gaps of the window do not count. Cohorts are those that the file of the board defines. Lists of people are not part\nof reports.\n\nExample: populus report exports/2026-10 --board quality.board.json --out reports --format html --format pptx --by practice\n`,
  nameTheBoardWithBoardAnd: 'Name the board with --board and the folder of the reports with --out.',
  theseDataCannotBeDividedBy: (by: Text, dimensions: Text) =>
    `These data cannot be divided by "${by}". Give one of ${dimensions}.`,
  measuresAndRegistriesOfPopulus: (title: Text, hash: Text, version: Text, start: Text) =>
    `${title} (${hash}); measures and registries of Populus ${version}${start}`,
  measuresFromTo: (start: Text, end: Text) => `; measures from ${start} to ${end}`,
  indexOfWanted: (index: Text, wanted: Text) => `${index} of ${wanted}\n`,
  groupsWereLeftOutBecauseFew: (leftOut: Text) => `${leftOut} groups were left out because few people are in them.\n`,
  writtenReportsWritten: (written: number) => `${written} ${plural(written, 'report', 'reports')} written\n`,
  thereIsNoFormTheForms: (name: Text, reportFormats: Text) =>
    `There is no form "${name}". The forms are ${reportFormats}.`,
  theFileOfBoardCannotBe: 'The file of --board cannot be read. Check its name and who may read it.',
  usagePopulusRestoreFILEDataFOLDER:
    'Usage: populus restore FILE [--data FOLDER] [--passphrase-file FILE]\n\nPuts a backup of "populus backup" into a data folder without saved data, on this computer or another one. The whole backup\nis checked before anything is replaced; the passphrase of the backup protects the restored data.\n\n  --data FOLDER      data folder (default: the one that Populus uses). Quit Populus first\n  --passphrase-file FILE\n                     read the passphrase from the first line of a file that only this account can read\n  --passphrase-fd N  read it from the first line of file descriptor N\n                     (default: the environment variable POPULUS_PASSPHRASE, when it is set)\n  --json             print one JSON object in place of text\n',
  nameTheFileOfOneBackup: 'Name the file of one backup.',
  filesFilesRestored: (files: Text) => `${files} files restored.\n`,
  anotherPopulusUsesThisDataFolderQuit: 'Another Populus uses this data folder. Quit it, then restore.',
  thereIsNoBackupOfThat: 'There is no backup of that name.',
  usagePopulusRiskPathAsOf: (riskTableColumns: Text, memoryHelp: Text, smallCellHelp: Text) =>
    `Usage: populus risk <path…> [--as-of DATE] [--table FILE]… [--json] [--out FILE] [--passphrase-file FILE]\n\nReads FHIR data and counts the people by risk: Charlson, Elixhauser and hospital frailty, tiers of chronic conditions, LACE and\nHOSPITAL at discharge, CMS-HCC V28 and V24 by segment and category, categories to recapture, evidence without a diagnosis, high cost\nand rising risk; by imported tables also Prevention Quality Indicators, emergency visits by the NYU algorithm and claims-based frailty. Counts only; the people are in the tables person_index, person_hcc and discharge_score of "populus sql".\n\n  --as-of DATE   date of the scores, YYYY-MM-DD; by default the last day with data\n  --table FILE   a table to use beside those that are built in; may be given several times. CSV with the names of its columns in the\n                 first line: ${riskTableColumns}\n  --json         print one object in place of text\n  --out FILE     write that object to this file in place of standard output; --force replaces a file that is there\n${memoryHelp}\n${smallCellHelp}\n  --passphrase-file FILE\n                 file that only this account can read, with the passphrase of encrypted data in its first line\n  --passphrase-fd N\n                 the same from a file descriptor; without either, POPULUS_PASSPHRASE holds it\n\nExample: populus risk exports/2026-10 --as-of 2026-10-31 --json\n`,
  rowsOfMembersAreAboutPeople: (unknownMembers: Text) =>
    `${unknownMembers} rows of members are about people who are not in the data\n`,
  theTableCannotBeReadCheck: (name: Text) => `The table "${name}" cannot be read. Check its path and who may read it.`,
  usagePopulusRolesMapJsonData:
    'Usage: populus roles [--map] [--json] [--data FOLDER] [--passphrase-file FILE]\n\nPrints the roles of this account, and what they include. Without assigned roles the one user has every right.\n\n  --map              print in place of that what each role reaches: screens, commands, FHIR scopes, types and tables\n  --data FOLDER      data folder (default: the one that Populus uses)\n  --passphrase-file FILE\n                     read the passphrase from the first line of a file that only this account can read; roles that an admin\n                     assigned here are sealed\n  --passphrase-fd N  read it from the first line of file descriptor N\n                     (default: the environment variable POPULUS_PASSPHRASE, when it is set)\n  --json             print one JSON object in place of text\n',
  everyRight: 'every right',
  rolePeoplePeople: (role: Text, people: Text) => `${role} (people: ${people})\n`,
  noRole: 'no role',
  onlyPeopleOf: (parts: Text) => `Only people of: ${parts}\n`,
  usagePopulusSamplePatientsNOut:
    'Usage: populus sample --patients N --out FOLDER [--seed S] [--as-of DATE] [--view VIEW] [--gzip] [--json]\n\nWrites an invented US Core R4 population as NDJSON, one file per resource type and 500 people, and truths.json with what\nwas planted in it. The same options always give the same bytes.\n\n  --patients N    number of people, 1 to 1000000\n  --out FOLDER    an empty or new folder\n  --seed S        whole number; another seed gives other people (default 20261031)\n  --as-of DATE    last day with data, 2023-06-30 to 2027-12-31 (default 2026-10-31)\n  --view VIEW     chart: charts and claims (default); payer: the same people as their payers see them, by claims alone,\n                  with ndc-to-rxnorm.csv, the crosswalk of their drugs to import\n  --sources       the same people in three folders, as two EHRs and a payer have them, with typing errors, moves, new names,\n                  twins and juniors, and people.csv with the truth; see "populus match"\n  --gzip          compress every file (.ndjson.gz)\n  --json          print one JSON object in place of text\n\nExamples: populus sample --patients 5000 --out sample-5000\n          populus sample --patients 5000 --view payer --out payer-5000\n',
  takesAWholeNumber: (option: Text) => `${option} takes a whole number.`,
  viewTakesChartOrPayer: '--view takes chart or payer.',
  theFolderForTheSamplePopulation:
    'The folder for the sample population is not empty. Choose a new one, so that nothing is mixed or overwritten.',
  sourcesGoesWithNeitherViewNor: '--sources goes with neither --view nor --gzip.',
  peopleInThreeSourcesFilesMB: (patients: Text, files: Text, bytes: Text) =>
    `${patients} people in three sources, ${files} files, ${bytes} MB.\n`,
  populusSampleNeedsPatientsAndOut: 'populus sample needs --patients and --out.',
  mbOfAboutMB: (bytes: Text, bytes2: Text) => `
${bytes} MB of about ${bytes2} MB`,
  peopleFilesMBInS: (patients: Text, files: Text, bytes: Text, seconds: Text) =>
    `${patients} people, ${files} files, ${bytes} MB in ${seconds} s.\n`,
  nameAtLeastOneFileOrFolderAnd: 'Name at least one file or folder, and then the statement in quotes.',
  theStatement: 'The statement',
  rowsRowsWritten: (rows: Text) => `${rows} rows written\n`,
  theAnswerHasMoreThanRows: (most: Text) =>
    `The answer has more than ${most} rows; the rest was left out. Raise --max-rows for more.\n`,
  maxRowsTakesAWholeNumber: '--max-rows takes a whole number.',
  giveFormatAndOutTogetherSuch: 'Give --format and --out together, such as --format parquet --out answer.parquet.',
  thereIsNoFormatTheFormats: (format: Text, exportFormats: Text) =>
    `There is no format "${format}". The formats are ${exportFormats}.`,
  usagePopulusSubjectPersonIDOut:
    'Usage: populus subject --person ID --out FOLDER --reason TEXT [--data FOLDER] [--passphrase-file FILE]\n\nWrites what is held about one person: report.txt to read, and bundle.json, a FHIR Bundle with every record of every stored\nsnapshot that is about them. The answer to a request for access (GDPR Article 15, HIPAA 45 CFR 164.524).\n\n  --person ID    id of the Patient in the data\n  --out FOLDER   folder for the two files; made when it is missing. They are not encrypted\n  --reason TEXT  number or kind of the request; goes to the audit log. Name nobody\n  --data FOLDER  data folder (default: the one that Populus uses)\n  --passphrase-file FILE, --passphrase-fd N\n                 where the passphrase is read from; by default POPULUS_PASSPHRASE\n\nRefused where the policy AllowCsvExport allows no files. The report counts what the worklist,\nmatching, saved work and settings have about the person as well: the places that populus erase removes them from.\n',
  populusSubjectNeedsPersonOutAnd: 'populus subject needs --person, --out and --reason.',
  filesWithTheRecordsOfA: 'files with the records of a person',
  recordsAboutThisPersonInReport: (count: number) =>
    `${count} ${plural(count, 'record', 'records')} about this person, in report.txt and bundle.json.\n`,
  worklistNotesAssignmentsAndOtherEntries: (worklistEvents: Text) =>
    `Worklist: ${worklistEvents} notes, assignments and other entries`,
  decisionsAboutWhichRecordsAreOf: (matchDecisions: Text) =>
    `Decisions about which records are of one person: ${matchDecisions}`,
  unfinishedWorkSavedCohortsBoardsAnd: (drafts: Text) => `Unfinished work, saved cohorts, boards and lists: ${drafts}`,
  savedStatementsAndViews: (settings: Text) => `Saved statements and views: ${settings}`,
  listOfPeopleWhoOptedOutOn: (optedOut: boolean) => `List of people who opted out: ${optedOut ? 'on it' : 'not on it'}`,
  usagePopulusTablesJsonListsThe:
    'Usage: populus tables [--json]\n\nLists the tables that "populus sql" can ask, with their columns, types and meaning.\n\n  --json   print one JSON array in place of text\n',
  usagePopulusViewViewDefinitionJsonName: (memoryHelp: Text) =>
    `Usage: populus view <ViewDefinition.json|name> --data <path>… [--format FORMAT] [--out FILE] [--passphrase-file FILE]\n\nRuns a ViewDefinition (SQL on FHIR v2) over FHIR data and prints its rows. A name stands for one of the views that\nPopulus comes with, such as "patient". Lines that were rejected and repeated resources give no rows.\nA folder of saved snapshots, or one of them, is opened instead of read.\n\n  --data PATH      file or folder; may be given several times\n  --format FORMAT  csv (default), json (one array of objects), xlsx, arrow or parquet; the last three need --out\n  --out FILE       write to this file in place of standard output; --force replaces a file that is there\n  --timeout S      seconds that the view may take (default 600)\n${memoryHelp}\n  --passphrase-file FILE\n                   file that only this account can read, with the passphrase of encrypted data in its first line\n  --passphrase-fd N\n                   the same from a file descriptor; without either, POPULUS_PASSPHRASE holds it\n\nExit codes: 0 done, 1 done with values or resources left out or from incomplete data (told on standard error), 2 nothing\ndone or wrong usage.\n\nExample: populus view my-view.json --data exports/2026-10 --format parquet --out rows.parquet\n`,
  nameOneViewAndTheData: 'Name one view, and the data with --data.',
  theView: 'The view',
  rowsFromResources: (rows: Text, resources: Text) => `${rows} rows from ${resources} resources\n`,
  kindAtPlaceCount: (kind: Text, place: Text, count: Text) => `${kind} at ${place}: ${count}\n`,
  theFormatNeedsAFileGive: (format: Text) => `The format ${format} needs a file: give --out.`,
  theViewDefinitionCannotBeRead: 'The view definition cannot be read. Check the name of the file.',
  theViewDefinitionIsNotValid: 'The view definition is not valid JSON.',
  thereIsNoViewNameA: (name: Text, names: Text) => `There is no view "${name}". Name a file, or one of: ${names}.`
})
