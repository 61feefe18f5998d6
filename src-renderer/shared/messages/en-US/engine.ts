import { activeLocale } from '../locale.ts'
import { catalog } from '../catalog.ts'
import type { Text } from '../message.ts'
import { counted, plural } from '../plural.ts'

/** Texts of engine. */
export const engineMessages = catalog({
  aPartOfTheClusterIsDamaged: (part: number, parts: number) =>
    `Part ${part} of ${parts} of the cluster’s output is damaged, so nothing was opened. Copy it again, or run the job again.`,
  theClusterWroteAnotherVersion:
    'Another version of Populus wrote this output on the cluster. Pack this version with "populus cluster pack", and run the job again.',
  theFirstLineOfTheTable: 'The first line of the table must name the columns figure and value.',
  lineOfTheTableHasNo: (index: Text) =>
    `Line ${index} of the table has no figure or no number. Correct it and import the table again.`,
  theTableHasNoLineBelow: 'The table has no line below its head.',
  everybodyInView: 'Everybody in view',
  livingInView: 'Living, in view',
  theFileIsNoJSONChoose: 'The file is not JSON. Choose a file that Populus wrote for a board.',
  theFirstProblemIsAt: (path: Text) => ` The first problem is at ${path}.`,
  theFileIsNoBoardOf: (place: Text) =>
    `The file is no board of this version of Populus.${place} Nothing was changed. Choose another file.`,
  highAgreementButLowKappaII: 'High agreement but low kappa: II. Resolving the paradoxes',
  cicchettiDVFeinsteinARJClin: 'Cicchetti DV, Feinstein AR, J Clin Epidemiol 43: 551-558',
  aCoefficientOfAgreementForNominal: 'A coefficient of agreement for nominal scales',
  cohenJEducPsycholMeas20: 'Cohen J, Educ Psychol Meas 20: 37-46',
  largeSampleStandardErrorsOfKappa: 'Large sample standard errors of kappa and weighted kappa',
  fleissJLCohenJEverittBS: 'Fleiss JL, Cohen J, Everitt BS, Psychol Bull 72: 323-327',
  prescriptionsOrPharmacyClaims: 'prescriptions or pharmacy claims',
  aResultIsInAUnitAndTheComparison: 'a result is in a unit, and the comparison names none',
  aResultIsInAUnit: (unitText: Text) => `a result is in a unit that cannot be converted to ${unitText}`,
  theCodeListIsNotInstalled: (missing: Text) => `the code list ${missing} is not installed`,
  theseDataContainNo: (domainNames: Text) => `these data contain no ${domainNames}`,
  useAndResults: 'Use and results',
  binAndOver: (bin: Text) => `${bin} and over`,
  binToUnderValue: (bin: Text, value: Text) => `${bin} to under ${value}`,
  noResult: 'No result',
  openTheChartsFirst: 'Open the charts first.',
  chooseChartsOrFewer: (maxDimensions: Text) => `Choose ${maxDimensions} charts or fewer.`,
  doesNotApply: 'Does not apply',
  aDampedTrend: 'a damped trend',
  aSeasonOf12Months: 'a season of 12 months',
  exponentialSmoothingParts: (parts: Text) => `exponential smoothing ${parts}`,
  ofTheLevel: 'of the level',
  withParts: (parts: Text) => `with ${parts}`,
  theValueOfTheSameMonth: 'the value of the same month a year before',
  theLastValue: 'the last value',
  systemRecordsRecords: (system: Text, records: Text, records2: number) =>
    `${system}, ${records} ${plural(records2, 'record', 'records')}`,
  theseDataUseCodesThatNo: (systems: Text) => `these data use codes that no installed list knows (${systems})`,
  noRecordOfEncountersInThese: 'no record of encounters in these data',
  noRecordOfResultsInThese: 'no record of results in these data',
  noRecordOfEncountersInThe: (months: number) => `no record of encounters in the ${months} months up to the date`,
  noRecordOfResultsInThe: (months: number) => `no record of results in the ${months} months up to the date`,
  areMissingFromThisExport: (types: Text, types2: number) =>
    `${types} ${plural(types2, 'is', 'are')} missing from this export`,
  theColumnOfHoldsNoDays: (name: Text, name2: Text) =>
    `The column "${name}" of "${name2}" contains no days or numbers to compare.`,
  theTableHasNoColumn: (name: Text, name2: Text) => `The table "${name}" has no column "${name2}".`,
  theColumnOfCannotBeCompared: (name: Text, name2: Text) =>
    `The column "${name}" of "${name2}" cannot be compared with a list.`,
  thePrincipalDiagnosisIsInICD:
    'The principal diagnosis is, in ICD-10, that which the claim for the stay or visit marks as principal, else its first; of an encounter that no final claim names, the first that it lists (those at discharge before others, then by rank), else its reason.',
  theDataContainNoConfirmedDiagnosis: 'the data contain no confirmed diagnosis',
  noDiagnosisHasACodeOf: 'no diagnosis has a code of ICD-10, by which this index is defined',
  robustBelow015: 'Robust, below 0.15',
  preFrail015To0: 'Pre-frail, 0.15 to 0.24',
  frail025AndOver: 'Frail, 0.25 and over',
  recordsOfSomePeopleReferTo: 'Records of some people refer to records of others. Ask for all people together.',
  aPartOfAShardIs: 'a part of a shard is too large',
  anotherThreadGivesNothing: 'another thread gives nothing',
  anotherThreadHasStopped: 'another thread has stopped',
  oneThreadAsksAndAnother: (label: Text, label2: Text) => `one thread asks “${label}” and another “${label2}”`,
  thereIsNoTable: (name: Text) => `There is no table “${name}”.`,
  theTableHasNoColumnOfNameAndName: (name: Text, name2: Text) => `The table “${name}” has no column “${name2}”.`,
  theColumnOfIsNotOf: (name: Text, name2: Text, kind: Text) =>
    `The column “${name}” of “${name2}” is not of the kind ${kind}.`,
  theseColumnsHaveNotBeenRead: 'These columns have not been read yet.',
  theSavedColumnsDoNotFit: 'The saved columns do not fit this version of Populus.',
  sourcesThatHaveRecordsOfThe: 'Sources that have records of the patient, with commas between.',
  thePartsOfOtherThreadsAre: 'the parts of other threads are not here yet',
  theViewsOfTableDisagreeAbout: (name: Text, name2: Text) =>
    `The views of table “${name}” disagree about the column “${name2}”.`,
  isNoPartOfAConcept: (concept: Text) => `“${concept}” is no part of a concept.`,
  aViewOfHasNoName: (resource: Text) => `A view of ${resource} has no name.`,
  runningTheseTablesElsewhereEveryFile: (views: Text) =>
    `# Running these tables elsewhere\n\nEvery file here is a SQL on FHIR v2 ViewDefinition: the same definitions that Populus uses. When a population outgrows one\nmachine, take the definitions to an engine that scales out; names, columns and meaning of the tables stay the same.\n\nFolders: \`r4\` for FHIR R4 and R4B, \`r5\` for FHIR R5, \`own\` for the views that you saved. Tables: ${views}.\n\nTwo tags are for Populus alone, and other engines may leave them aside: \`urn:populus:table\` names the table that a view\nfeeds (two views may feed one), \`urn:populus:time\` the columns that date a row. Column tags \`populus/…\` say which columns\nare ids, references and parts of a coded concept.\n\n## Pathling on Spark (Python)\n\n    import json\n    from pathling import PathlingContext\n\n    pc = PathlingContext.create()\n    data = pc.read.ndjson("ndjson/")                      # the files of a bulk export, one type in each\n    with open("r4/condition.json") as file:\n        view = json.load(file)\n    condition = data.view(resource=view["resource"], select=view["select"])\n    condition.write.parquet("tables/condition")\n\nA definition of your own may also have "where" and "constant": hand them over, too.\n\n## DuckDB over Parquet that Populus exported\n\n    select code, count(distinct patient_id) as people\n    from read_parquet('condition.parquet')\n    group by code order by people desc;\n\nOne row per person for a model, with registries, use, results and measures as of the date of the export:\n\n    create table person_feature as from read_parquet('person_feature.parquet');\n\nIn Parquet, dates are DATE and times are TIMESTAMP in UTC; a date that was written as a year or a month stands for its first\nday. In CSV dates are as they were written. What a table and its columns mean is in the file itself:\n\n    select * from parquet_kv_metadata('condition.parquet');\n\n## Any other engine of SQL on FHIR\n\nGive it one of the files as it is. References are read with \`getReferenceKey\`, ids with \`getResourceKey\`; both have to\ngive keys that can be compared with each other, as the specification asks.\n`,
  percentagePoints: 'percentage points',
  dateAndTime: 'date and time',
  aColumnWithPersonalDataCannot: 'A column with personal data cannot be masked. It was left out.',
  theUnitIsTheOneThat:
    'The unit is the one that most results of the same code are in; units that are written in other ways are read as UCUM.',
  diagnoses: 'diagnoses',
  procedures: 'procedures',
  immunizations: 'immunizations',
  results: 'results',
  encounters: 'encounters',
  claims: 'claims',
  tableWord: 'Table',
  meaning: 'Meaning',
  rowsWord: 'Rows',
  sheetsWord: (sheets: number) => plural(sheets, 'Sheet', 'Sheets'),
  cutTexts: 'Cut texts',
  cellsCutAt: (cells: number, characters: number) =>
    `${counted(cells, 'text is', 'texts are')} longer than the ${characters.toLocaleString(activeLocale)} characters that a cell can hold, and cut there. CSV has them complete.`,
  columnWord: 'Column',
  viewOfTheWorklist: 'View of the worklist',
  gapsOfLivingPeopleInView:
    'Gaps of living people in view, one for each person and rate, with what was recorded about them. Of measures that duplicate each other one counts, and a record that is missing for two rates counts once.',
  conditionsOfTheView: (conditions: Text) => `${conditions}.`,
  statusesList: (statuses: Text) => `Status: ${statuses}`,
  measuresList: (measures: Text) => `measures: ${measures}`,
  ownersList: (owners: Text) => `owner: ${owners}`,
  nobody: 'nobody',
  nextVisitWithin: (days: number) => `next visit within ${days} ${plural(days, 'day', 'days')}`,
  noNextVisit: 'no visit booked',
  toBeDoneWithinDays: (days: number) => `to be done within ${days} ${plural(days, 'day', 'days')} of the as-of date`,
  followUpDueWithinDays: (days: number) => `follow-up due within ${days} ${plural(days, 'day', 'days')} of today`,
  means: 'Means'
})
