import { catalog } from '../../../../catalog.ts'
import type { Text } from '../../../../message.ts'
import { plural } from '../../../../plural.ts'

/** Texts of engine/population/panels/registry. */
export const enginePopulationPanelsRegistryMessages = catalog({
  amongTheRegistrysPeopleInView:
    "Among the registry's people in view on the date. Diagonal: the share that is also in the other registry. Below it: people in both of two other registries ÷ the number expected if these came together by chance only within groups of the same age band and sex. The interval treats the observed number as a Poisson count.",
  exactIntervalOfAPoissonCount: 'Exact interval of a Poisson count',
  garwoodBiometrika28437442: 'Garwood, Biometrika 28: 437-442',
  conditionsThatComeTogether: (title: Text) => `${title}: conditions that come together`,
  intervalOfAProportionWilsonScore: 'Interval of a proportion: Wilson score',
  jAmStatAssoc22209: 'J Am Stat Assoc 22: 209-212',
  shareOfTheRegistrysPeopleIn: (value: Text) => `${value} Share of the registry's people in view on the date.`,
  firstRecordOfTheConditionIn: (ageSexText: Text) =>
    `First record of the condition in the period ÷ person-years at risk. The day that counts is the one on which it was first recorded (the earliest of recorded date, assertion and encounter), not the onset, which lies long before and would make recent cases vanish. A month without a day counts as its first day; a year alone makes no new case. People are at risk from 365 days after their first record of care (wash-out), until the condition is first recorded, they die, or the period ends. People who match the filters at the end of the period count, dead or alive. Without enrollment periods, people who went elsewhere still count as at risk. ${ageSexText}`,
  intervalOfAStandardizedRateFay: 'Interval of a standardized rate: Fay and Feuer',
  statMed16791801: 'Stat Med 16: 791-801',
  intervalOfAStandardizedShare:
    'Interval of a standardized share: Wilson score at the effective number of people, Korn and Graubard',
  survMethodol24193201: 'Surv Methodol 24: 193-201',
  ageStandardizationOfDeathRatesImplementation:
    'Age standardization of death rates: implementation of the year 2000 standard. NVSR 47(3)',
  nationalCenterForHealthStatistics: 'National Center for Health Statistics',
  newCasesPer1000Person: (title: Text) => `${title}: new cases per 1,000 person-years`,
  newCasesInAnAverageMonth: (average: Text) => `${average} new cases in an average month`,
  byMonth: (words: Text) => `By month: ${words}.`,
  byQuarterAndMonthsNeed: (words: Text, minMonthlyCases: Text) =>
    `By quarter: ${words}, and months need ${minMonthlyCases}.`,
  crude: 'Crude',
  standardizedUS2000: 'Standardized, US 2000',
  aNewCaseNeedsMonthsOf: (yearMonths: Text, minYearMonths: Text) =>
    `a new case needs ${yearMonths} months of records before it, and ${minYearMonths} complete months after them`,
  tooFewMonthsOfRecords: 'too few months of records',
  yearToLabel: (label: Text) => `year to ${label}`,
  monthsMonthsToLabel: (months: Text, label: Text) => `${months} months to ${label}`,
  labelToLabel: (label: Text, label2: Text) => `${label} to ${label2}.`,
  howMembersAreKnown: (title: Text) => `${title}: how members are known`,
  membersOfTheRegistryOnThe:
    'Members of the registry on the date by what makes them members: diagnoses and results of the chart, diagnoses on claims by the claims rule of the registry, or each of the two alone.',
  membersOfTheRegistryPeopleIn: (ageSexText: Text) =>
    `Members of the registry ÷ people in view, both as known at the end of each month (or on the date): a diagnosis counts from the day on which it was first recorded, and a person from the first record of care on, so that nobody counts before the data could show it (people without any count throughout). ${ageSexText} Filters on the registry itself do not apply.`,
  pointPrevalence: (title: Text) => `${title}: point prevalence`,
  recordsBeginInEarlierMonthsAre: (begins: Text, monthsBeforeNewCases: Text) =>
    `Records begin in ${begins}: earlier months are left out, and new cases can be counted from ${monthsBeforeNewCases} months later.`,
  theRecordsEndInLaterMonths: (completeTo: Text) => `The records end in ${completeTo}: later months are not complete.`,
  theLastMonthsAreNotComplete: (lag: Text) => `The last months are not complete: ${lag}.`,
  ofTheMembersCountFromThe: (share: Text) =>
    `${share}% of the members count from the onset, because nothing says when their diagnosis was recorded: recent months miss cases.`,
  ofTheMembersHaveTheYear: (share: Text) =>
    `Of ${share}% of the members only the year of the first record is known: they are members from January 1 of that year and no new cases.`,
  atLeastOneDiagnosisWithA:
    'At least one diagnosis with a code of the list, in any coding, whose verification status is confirmed or not recorded.',
  countedFromTheDayFirstRecorded:
    'Counted from the day first recorded, for life: an end of the condition in the record does not remove a person.',
  countedFromTheDayFirstRecordedUntil:
    'Counted from the day first recorded until the abatement. A diagnosis recorded as inactive, in remission or resolved without a date does not count.',
  theDayFirstRecordedIsThe:
    'The day first recorded is the earliest of the recorded date, the day of assertion and the day of the encounter; the onset is used where a diagnosis has none of them.',
  aDiagnosisWithoutADateCounts: 'A diagnosis without a date counts at every date, and never as a new case.',
  peopleInTheRegistry: 'People in the registry',
  onceRecordedForLife: 'once recorded, for life',
  whileActive: 'while active',
  windowMonthsMonths: (windowMonths: Text) => `${windowMonths} months`,
  shareOfTheRegistrysPeopleWith: "Share of the registry's people with an encounter in the 12 months up to the date.",
  seenIn12Months: (title: Text) => `${title}: seen in 12 months`,
  seenIn12MonthsCapitalized: 'Seen in 12 months',
  anyEncounter: 'any encounter',
  thereIsNoRegistryChooseOne: (id: Text) => `There is no registry "${id}". Choose one from the list.`,
  pointPrevalenceCapitalized: 'Point prevalence',
  crudeInText: 'crude',
  newCasesPer1000: 'New cases per 1,000',
  adjustedDirectlyStandardizedByAgeAnd:
    'Adjusted: directly standardized by age and sex to everybody who is compared; not given where the people of a group lack ages and sexes that make up more than a fifth of everybody. Interval of an adjusted share: Wilson score at the effective number of people.',
  prevalence: 'Prevalence',
  theRegistryHasNoControl: (title: Text, id: Text) => `The registry ${title} has no control "${id}".`,
  byMonthOfTheRegistry: (title: Text, goal: Text) => `${title}: ${goal}, results of each month`,
  resultsOfTheMonthThat: (goal: Text, chartMonths: Text) =>
    `Members of the registry with a result in the month whose latest one in it counts as "${goal}" ÷ members with a result in the month. Members and filters as of the end of the month. Complete months only, up to ${chartMonths}; they do not overlap, so that each says something new. Who has no result in a month is not counted in it.`,
  limitsAtAFalseAlarmProbability: (percent: Text) =>
    `Limits at a false-alarm probability of ${percent}% for each test, that of three standard deviations.`,
  aControlChartNeeds: (minMonths: Text, minPerMonth: Text, months: number, ordinary: number) =>
    `a control chart needs ${minMonths} complete months with results and ${minPerMonth} results in an ordinary month; there are ${months} ${plural(months, 'month', 'months')} and ${ordinary.toFixed(1)} results in an ordinary one`
})
