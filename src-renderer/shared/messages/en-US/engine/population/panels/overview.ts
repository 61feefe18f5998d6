import { catalog } from '../../../../catalog.ts'
import type { Text } from '../../../../message.ts'
import { plural } from '../../../../plural.ts'

/** Texts of engine/population/panels/overview. */
export const enginePopulationPanelsOverviewMessages = catalog({
  membersOfEachRegistryOnThe:
    'Members of each registry on the date ÷ people in view and in the records on the date; a year ago with the people who matched the filters then, and with what was recorded by then. Crude, not standardized.',
  intervalOfAProportionWilsonScore: 'Interval of a proportion: Wilson score',
  jAmStatAssoc22209: 'J Am Stat Assoc 22: 209-212',
  dataByTypeAndMonth: 'Data by type and month',
  rowsOfEachTableByThe:
    'Rows of each table by the month of their clinical day, of people who match the filters at the end of that month. A gap in a feed shows as months with few or no rows.',
  appointments: 'Appointments',
  carePlans: 'Care plans',
  careTeams: 'Care teams',
  claims: 'Claims',
  claimProcedures: 'Claim procedures',
  conditions: 'Conditions',
  consents: 'Consents',
  coverages: 'Coverages',
  devices: 'Devices',
  diagnosticReports: 'Diagnostic reports',
  documentReferences: 'Document references',
  encounters: 'Encounters',
  imagingStudies: 'Imaging studies',
  immunizations: 'Immunizations',
  medicationDispenses: 'Medication dispenses',
  medicationRequests: 'Medication requests',
  observations: 'Observations',
  procedures: 'Procedures',
  patients: 'Patients',
  encounterDiagnoses: 'Encounter diagnoses',
  claimDiagnoses: 'Claim diagnoses',
  diagnosesOfExplanationsOfBenefit: 'Diagnoses of explanations of benefit',
  proceduresOfExplanationsOfBenefit: 'Procedures of explanations of benefit',
  explanationsOfBenefit: 'Explanations of benefit',
  allergiesIntolerances: 'Allergies, intolerances',
  encountersByClassAndMonth: 'Encounters by class and month',
  encountersThatBeganInTheMonth:
    'Encounters that began in the month and took place (not planned, canceled or entered in error), by class, local ones with the class of HL7 that they mean, of people who match the filters at the end of that month, whether they still live or not.',
  encounterClassActEncounterCode: 'Encounter.class, ActEncounterCode',
  hL7International: 'HL7 International',
  peopleWhoMatchTheFiltersOn:
    'People who match the filters on the date. Unless a filter on "Living" says otherwise, only people who are born and not dead on the date count.',
  peopleByGroup: 'People by group',
  peopleInViewByPayerPractice:
    'People in view by payer, practice, race and ethnicity on the date. Payer: the Coverage in force (of several the one that began last, medical ones before those for drugs, teeth or eyes alone), else the insurer of the latest claim. Practice: the managing organization, else that of the general practitioner, else the provider of most encounters in 24 months, or of most claims for visits where the data contain no encounters.',
  withAChronicCondition: 'With a chronic condition',
  peopleInViewWhoAreIn: 'People in view who are in at least one registry on the date.',
  seenIn12Months: 'Seen in 12 months',
  peopleInViewWithAnEncounter: 'People in view with an encounter that took place in the 12 months up to the date.',
  whoMatchTheFilters: 'who match the filters',
  livingOnTheDate: 'living on the date',
  includingReplacedRecords: (whom: Text, count: number) =>
    `${whom}; ${count} of them ${plural(count, 'is a record', 'are records')} that another one replaces`,
  monthsPeopleWith: (windowMonths: Text, title: Text) => `${windowMonths} months, people with ${title}`,
  inARegistry: 'in a registry',
  anyEncounter: 'any encounter',
  ageAndSex: 'Age and sex',
  peopleInViewByCompletedYears: 'People in view by completed years of age on the date and by administrative gender.',
  readingsOfTheMonth: (title: Text) => `${title}, readings of the month`,
  peopleOfTheRegistryWithA: (title: Text) =>
    `People of the registry with a result in the month whose latest result in it counts as "${title}".`,
  latestReadingInMonths: (title: Text, windowMonths: Text) =>
    `${title}, people with a reading in ${windowMonths} months`,
  peopleOfTheRegistryWithAResult: (windowMonths: Text, title: Text) =>
    `People of the registry with a result in the ${windowMonths} months up to the date whose latest one counts as "${title}".`,
  notAtTheGoal: (title: Text) => `${title}, not at the goal`,
  emergencyEncountersThatTookPlace: 'Emergency encounters that took place',
  emergencyVisitsPer1000: 'Emergency visits per 1,000',
  allPeople: 'All people',
  ofTheMonthYearsLivedIn: (events: Text, rule: Text) =>
    `${events} of the month ÷ years lived in it by the people who match the filters at its end.${rule}`,
  readmittedWithin30DaysStaysOf: 'Readmitted within 30 days, stays of the month',
  readmittedWithin30Days12Months: 'Readmitted within 30 days, stays of 12 months',
  adults: 'Adults',
  byTheMonthTheStayEnded: (text: Text) =>
    `${text} By the month in which the stay ended; months that cannot be followed up yet are left out.`,
  staysFollowedByAReadmission: 'Stays followed by a readmission, 12 months',
  emergencyVisitsPer100012: 'Emergency visits per 1,000, 12 months',
  ofTheLast12CompleteMonths: (events: Text, rule: Text) =>
    `${events} of the last 12 complete months ÷ years lived in them by the people who match the filters at their end.${rule}`,
  emergencyVisitsIn12Months: 'Emergency visits in 12 months',
  byPracticeAndCompleteMonthUp: (chartMonths: Text, method: Text, expectedFalse: Text) =>
    `By practice and complete month, up to ${chartMonths}; months do not overlap. ${method} Limits are as wide as it takes for chance alone to give ${expectedFalse} signals on average on all charts together where nothing changed, that is at most one false signal in five such screens. Ranked by the probability of the departure.`,
  chartsLimitsAtAFalseAlarm: (charts: number, toPrecision: Text) =>
    `${charts} ${plural(charts, 'chart', 'charts')}: limits at a false-alarm probability of ${toPrecision}% for each test.`,
  a1cBelow8: 'A1c below 8%',
  bloodPressureBelow14090: 'Blood pressure below 140/90',
  allPractices: 'all practices',
  aPractice: 'a practice',
  practice: 'practice',
  mostFrequentDiagnoses: 'Most frequent diagnoses',
  peopleInViewWithAtLeast:
    'People in view with at least one diagnosis of the code that is active on the date: begun, not ended, confirmed or without a verification status. The first coding of each Condition counts.',
  mostFrequentDiagnosesOnClaims: 'Most frequent diagnoses on claims',
  peopleInViewWithAtLeastOne: (claimDiagnosisMonths: Text) =>
    `People in view with at least one claim in the ${claimDiagnosisMonths} months up to the date that carries the code, in any position. Denied and canceled claims do not count, nor do claims for nothing but laboratory, imaging, ambulance, equipment or home oxygen. The data contain no Condition.`
})
