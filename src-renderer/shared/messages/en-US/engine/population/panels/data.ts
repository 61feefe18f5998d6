import { catalog } from '../../../../catalog.ts'
import type { Text } from '../../../../message.ts'
import { counted, plural } from '../../../../plural.ts'

/** Texts of engine/population/panels/data. */
export const enginePopulationPanelsDataMessages = catalog({
  datesPlausible: 'Dates plausible',
  valuesPlausible: 'Values plausible',
  recordsUnique: 'Records unique',
  checksPassedOnEveryRow: (ran: number) => `${counted(ran, 'check', 'checks')} passed on every row`,
  ofChecksFoundRowsWorstOf: (amiss: Text, ran: number, over: number, title: Text, failed: number, checked: Text) =>
    `${amiss} of ${counted(ran, 'check', 'checks')} found rows${over === 0 ? '' : `, ${counted(over, 'is over its limit', 'are over their limits')}`}. Worst: ${title}, ${counted(failed, `of ${checked} fails`, `of ${checked} fail`)}`,
  aHarmonizedDataQualityAssessmentTerminology: 'A Harmonized Data Quality Assessment Terminology and Framework',
  kahnMGEtAlEGEMs4: 'Kahn MG et al., eGEMs 4(1)',
  allDataAreCheckedWhateverThe: (value: Text) => `${value} All data are checked, whatever the filters say.`,
  resourcesByTypeAndProfile: 'Resources by type and profile',
  resourcesThatAreStoredOfAll:
    'Resources that are stored, of all data, whatever the filters say. The first profile that a resource names in meta.profile counts.',
  gapsInFeeds: 'Gaps in feeds',
  volumeOfFeeds: 'Volume of feeds',
  rowsOfEachFeedByMonth:
    'Rows of each feed by month of the last 36 months with data, of all data, whatever the filters say; and of the payers and practices that have gaps, as the list of gaps tells them, up to four. The limit is a quarter of the usual, the median of the 6 months before and the 6 after.',
  encountersObservationsPrescriptionsAndClaimsBy:
    'Encounters, observations, laboratory results, procedures, immunizations, prescriptions and claims by month of the last 36, with claims of each payer and the other records (except for all observations together, procedures and immunizations) of the people of each practice, of all data, whatever the filters say. Usual is the median of the 6 months before and the 6 after. A month is a gap when it has less than a quarter of the usual days of people with rows (results of one day come together), and so few would come in less than 1 of 1,000 such months if half of the usual were expected (Poisson); so that feeds with few rows a month are not judged. Conditions are not looked at: their day is the onset, and tells nothing of when they came. Neither are the months until a feed first has a quarter of its median month, and its last 3: feeds begin slowly, and claims are still to come. A feed has stopped where at least 4 months up to the end of the data have each at most 1 of 50 of the usual days of the 6 months before them; those of payers and practices are told where they stopped within the 36 months. A gap of a whole feed is not repeated for its payers and practices. A gap may be a real change: ask the source.',
  aHarmonizedDataQualityAssessmentTerminologyAnd:
    'A harmonized data quality assessment terminology and framework: temporal plausibility',
  kahnAndOthersEGEMs41: 'Kahn and others, eGEMs 4(1): 1244',
  laboratoryResults: 'Laboratory results',
  feedOfThePeopleOf: (feed: Text, practice: Text) => `${feed} of the people of ${practice}`,
  claimsOfPayer: (payer: Text) => `Claims of ${payer}`,
  feedInMonth: (feed: Text, month: Text, year: Text) => `${feed} in ${month} ${year}`,
  ofFeedMonthsAreEmpty: (empty: number, all: Text, named: Text, more: number) =>
    `${empty} of ${all} feed-months ${plural(empty, 'is', 'are')} empty: ${named}${more > 0 ? ` and ${more} more` : ''}`,
  whatLowersTheFitnessForUse: 'What lowers the fitness for use',
  rowsAndLinesOfAllData:
    'Rows and lines of all data, whatever the filters say, that cannot be used as they are; for payer and race the people in view about whom nothing is recorded.',
  withoutACode: 'without a code',
  withoutAUnit: 'without a unit',
  linesNotStored: 'lines not stored',
  datesThatCannotBeRead: 'dates that cannot be read',
  peopleWithout: 'people without',
  onClaimsWithoutACode: 'on claims, without a code',
  goodOfAllWhat: (good: Text, all: Text, what: Text) => `${good} of ${all} ${what}`,
  linesStored: 'Lines stored',
  linesCouldBeStored: 'lines could be stored',
  noLinesWereRead: 'No lines were read.',
  referencesResolved: 'References resolved',
  referencesLeadToAResource: 'references lead to a resource',
  thereAreNoReferences: 'There are no references.',
  datesRead: 'Dates read',
  datesCouldBeRead: 'dates could be read',
  thereAreNoDates: 'There are no dates.',
  monthsWithData: 'Months with data',
  feedMonthsOfTheLastTwelve: 'feed-months of the last twelve have rows',
  noDatedRows: 'No dated rows.',
  labelRecorded: (label: Text) => `${label} recorded`,
  peopleHaveA: (what: Text) => `people have a ${what}`,
  nobodyIsInView: 'Nobody is in view',
  notPartOfTheScoreIt: (reason: Text, what: Text) =>
    `${reason} Not part of the score; it limits breakdowns by ${what} only.`,
  diagnosesCoded: 'Diagnoses coded',
  diagnosesHaveACode: 'diagnoses have a code',
  thereAreNoDiagnoses: 'There are no diagnoses.',
  resultsWithCodeAndUnit: 'Results with code and unit',
  numericResultsHaveACodeAnd: 'numeric results have a code and a unit',
  thereAreNoResults: 'There are no results.',
  ofLinesOfTypeAreStored: (good: Text, all: Text, type: Text) => `${good} of ${all} lines of ${type} are stored`,
  notFitForUse: (reason: Text, limit: Text) => `Not fit for use (below ${limit}%): ${reason}.`,
  useWithCaution: (reason: Text) => `Use with caution: ${reason}.`,
  valuesRecorded: 'Values recorded',
  ofRowsFail: (title: Text, failed: number, checked: Text) =>
    `${title}: ${counted(failed, `of ${checked} rows fails`, `of ${checked} rows fail`)}`,
  noMonthHasFarFewerRows: 'No month of its period has far fewer rows than those around it',
  monthsWithout: (months: number, source: Text) => `${months} ${plural(months, 'month', 'months')} without ${source}`,
  noneSince: (feed: Text, month: Text, sources: Text) =>
    `no ${feed} since ${month}: they have stopped${sources === '' ? '' : ` (source: ${sources})`}`,
  monthsWithFew: (months: number, source: Text) => `${months} ${plural(months, 'month', 'months')} with few ${source}`,
  codesOfKnownSystems: 'Codes of known systems',
  ofCodedDiagnosesHaveACodeOf: (good: Text, all: Text) =>
    `${good} of ${all} coded diagnoses of charts have a code of a system that the registry has codes of`,
  ofPeopleHaveAValueOfTheirOwn: (good: Text, all: Text, what: Text) =>
    `${good} of ${all} people have a ${what}; the others are a group of their own`,
  prescriptionsInText: 'prescriptions',
  claimsOfPayerInText: (payer: Text) => `claims of ${payer}`,
  encountersCapitalized: 'Encounters',
  observationsCapitalized: 'Observations',
  prescriptions: 'Prescriptions',
  procedures: 'Procedures',
  immunizations: 'Immunizations',
  proceduresInText: 'procedures',
  immunizationsInText: 'immunizations',
  claimsCapitalized: 'Claims',
  encounters: 'encounters',
  observations: 'observations',
  conditions: 'conditions',
  claims: 'claims'
})
