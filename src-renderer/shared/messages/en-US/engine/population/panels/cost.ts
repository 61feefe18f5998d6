import { catalog } from '../../../../catalog.ts'
import type { Text } from '../../../../message.ts'
import { counted, plural } from '../../../../plural.ts'

/** Texts of engine/population/panels/cost. */
export const enginePopulationPanelsCostMessages = catalog({
  turnaroundOfPriorAuthorizations: 'Turnaround of prior authorizations',
  decisionsOfThe12MonthsUp: (turnaroundRule: Text, standardDays: Text) =>
    `${turnaroundRule} Decisions of the 12 months up to the date, of the people who match the filters. Whether a request was expedited (72 hours) is not in these data; ${standardDays} days is the limit of standard requests.`,
  interoperabilityAndPriorAuthorizationFinalRule:
    'Interoperability and Prior Authorization final rule (CMS-0057-F): decisions within 7 calendar days, 72 hours if expedited',
  centersForMedicareMedicaidServices: 'Centers for Medicare & Medicaid Services',
  intervalOfAProportionWilsonScore: 'Interval of a proportion: Wilson score',
  jAmStatAssoc22209: 'J Am Stat Assoc 22: 209-212',
  noDecisionRefersToARequest: 'no decision refers to a request in the data',
  payerNotKnown: 'Payer not known',
  finalClaimsThatCount: 'Final claims that count',
  theNumeratorOfCostPerMonth: 'the numerator of cost per month',
  ofTheseAmountUnknown: 'of these, amount unknown',
  addNothingSoThatTheCost: 'add nothing, so that the cost is at least what is shown',
  ofTheseInAnotherCurrency: 'of these, in another currency',
  addNothingNoRateOfExchange:
    'add nothing: only US dollars are added up, no rate of exchange is applied, and an amount without a currency is in US dollars',
  noAmountIsInUsDollars: (currencies: Text) => `only US dollars are added up, and the amounts are in ${currencies}`,
  ofTheseAmount0: 'of these, amount $0',
  eGCareUnderCapitationWhich: 'e.g. care under capitation, which is paid per member and not by claim',
  ofTheseOfAnotherPayer: 'of these, of another payer',
  thanThePersonsCoverageInThe: 'than the person’s coverage: in the total, in no row of a payer',
  outsideOfEnrollment: 'Outside of enrollment',
  inAMonthWithoutCoverageNever: 'in a month without coverage: never in cost per member per month',
  peopleNotInTheData: 'People not in the data',
  theirMembersMonthsAreNotKnown: 'their members’ months are not known either',
  noCompleteMonth: 'no complete month',
  labelToLabel: (label: Text, label2: Text) => `${label} to ${label2}`,
  nobodyWasAMemberInThese: 'nobody was a member in these months',
  noClaimTellsThe: (basis: Text) => `no claim has the ${basis}`,
  memberShare: 'member share',
  amountBasis: (basis: Text) => `amount ${basis}`,
  shareOfTheCostByShare: 'Share of the cost by share of the members',
  everybodyWhoWasAMemberIn: (period: Text) =>
    `Everybody who was a member in a month of ${period}, sorted by the cost of service in their months of membership, the most expensive first. People at the border with the same cost are counted together.`,
  methodsOfMeasuringTheConcentrationOf: 'Methods of measuring the concentration of wealth (the curve)',
  lorenzPublAmStatAssoc9: 'Lorenz, Publ Am Stat Assoc 9: 209-219',
  memberMonthsPerMemberPerMonth: 'Member months, per member per month',
  tuvaProjectClaimsDataModelMember: 'Tuva Project, Claims data model: member months',
  intervalOfARatioOfSums: 'Interval of a ratio of sums over people, on a logarithmic scale',
  cochranSamplingTechniques3rdEdChapter: 'Cochran, Sampling Techniques, 3rd ed., chapter 6',
  claimsForCareInAMonth:
    'Claims for care in a month in which the person was not a member, and claims of people who are not in the data, are shown apart and never count here. A claim belongs to the month of its first day of service: that of the claim, else of a line, else the day on which it was made. A claim whose amount is not known adds nothing and is counted apart.',
  onlyFinalClaimsCountNoneThat:
    'Only final claims count: none that are canceled, replaced, reversed, duplicate or denied, by the rule under "Claims that count". Only amounts in US dollars are added up; one without a currency is in US dollars.',
  toTheMonth: (month: Text) => `to ${month}`,
  toNow: 'to now',
  perMemberPerMonth: (title: Text, isCoverage: boolean) => `${title} per ${isCoverage ? 'member' : 'person'} per month`,
  amountsOfFinalClaimsForService: (
    period: Text,
    rule: Text,
    store: Text,
    outsideRule: Text,
    finalClaims: Text,
    completeShare: Text,
    more: Text
  ) =>
    `Amounts of final claims for service in ${period} ÷ member months in these months, of the people who match the filters on the date. ${rule} ${store} ${outsideRule} ${finalClaims} The months end with the last one of which at least ${completeShare}% is known, according to lag triangles. Interval: 95%, people taken as independent.${more}`,
  costByTypeOfService: 'Cost by type of service',
  costByPayerAndPlan: 'Cost by payer and plan',
  claimsAreThoseOfThePayer:
    'Claims are those of the payer or plan for care in months in which the person was its member, over these months. A month with several payers counts for each, so that rows can add up to more member months than the total. The plan is the kind of coverage as recorded.',
  claimsThatCount: 'Claims that count',
  explanationsOfBenefitForServiceIn: (period: Text, finalActionRule: Text, outsideRule: Text) =>
    `Explanations of benefit for service in ${period}, of the people who match the filters on the date; without filters also those of people who are not in the data. ${finalActionRule} ${outsideRule}`,
  completionOfClaimsByLag: 'Completion of claims by lag',
  noIntervalIsGivenTheTriangle: (runOutRule: Text) =>
    `${runOutRule} No interval is given: the triangle is used as it is.`,
  all: 'All',
  medical: 'Medical',
  pharmacy: 'Pharmacy',
  knownSoFar: 'Known so far',
  expectedWhenAllClaimsAreIn: 'Expected when all claims are in',
  theDataContainNoCoverageWith:
    'the data contain no Coverage with a period, so membership by payer, plan and month is unknown',
  aYearBefore: (change: Text) => `${change} a year before`,
  atLeastAmountsUnknown: (unknown: number) => `at least: ${counted(unknown, 'amount', 'amounts')} unknown`,
  atLeastAmountsUnknownOrIn: (unknown: number, currencies: Text) =>
    `at least: ${counted(unknown, 'amount', 'amounts')} unknown or in ${currencies}`,
  absBelow: (abs: Text, isUnder0: boolean) => `${abs}% ${isUnder0 ? 'below' : 'above'}`,
  byMonthOfService: (claimsOf: Text) => `${claimsOf}, by month of service`,
  costOfTheTop5: 'Cost of the top 5%',
  ofTheMembersByCost: 'of the members, by cost',
  inpatientStays: 'Inpatient stays',
  bedDays: 'Bed days',
  otherVisits: 'Other visits',
  paidPerMemberPerMonth: 'Paid per member per month',
  forecastingPrinciplesAndPractice3rdEdition: 'Forecasting: Principles and Practice, 3rd edition, chapter 8',
  hyndmanRJAthanasopoulosGOTexts: 'Hyndman RJ, Athanasopoulos G; OTexts',
  forecastingWithExponentialSmoothingTheState:
    'Forecasting with Exponential Smoothing: The State Space Approach, table 6.1',
  hyndmanRJKoehlerABOrdJK: 'Hyndman RJ, Koehler AB, Ord JK, Snyder RD; Springer',
  emergencyVisitsThoseThatEndedIn: 'Emergency visits, those that ended in a stay included, by the month they began in',
  inpatientStaysByTheMonthThey: 'Inpatient stays by the month they began in',
  nightsInHospitalByTheMonth:
    'Nights in hospital by the month they lie in, at least one for each stay, of stays whose end is recorded',
  encountersThatTookPlaceAndAre:
    'Encounters that took place and are neither emergency visits nor stays, by the month they began in',
  whatWasPaidPerMemberAnd: 'What was paid per member and month of service, in months whose claims are in',
  forecastSubjectTitles: (subjectTitles: Text) => `Forecast: ${subjectTitles}`,
  ofThePeopleWhoMatchThe: (
    counted: Text,
    minSeasonalMonths: Text,
    maxFitted: Text,
    minMonths: Text,
    minMonthlyCount: Text
  ) =>
    `${counted}, of the people who match the filters at the end of the month. Months that are not complete are left out. Exponential smoothing with additive errors, with or without a damped trend and, from ${minSeasonalMonths} months on, a season of 12 months; the form is chosen by Akaike's criterion for small samples over at most ${maxFitted} months. It is tried from the last 12 ends of the series (back-test); where the naive forecast (the same month a year before, or the last value) did better, that is used. Intervals are prediction intervals of the model, widened where back-tests fell outside more often than they should; there are none where the model leaves nothing of the known months unexplained. Fewer than ${minMonths} complete months, or fewer than ${minMonthlyCount} a month, give no forecast. It assumes that things go on as they did: no new program, no change of the people in view.`,
  known: 'Known',
  theDataDoNotSay: (subjectTitles: Text) => `the data do not record ${subjectTitles}`,
  theKnownMonthsAreExactlyThoseOfTheModel:
    'the known months are exactly what the model says, which tells nothing of how far later ones can be off',
  aForecastNeedsCompleteMonthsAnd: (minMonths: Text, points: Text) =>
    `a forecast needs ${minMonths} complete months, and there ${points}`,
  is1: 'is 1',
  arePoints: (points: Text) => `are ${points}`,
  thereAreFewerThanAMonth: (minMonthlyCount: Text) =>
    `there are fewer than ${minMonthlyCount} a month on average, too few for intervals that hold`,
  averageLengthOfStay: 'Average length of stay',
  daysOfInpatientStaysThatEnded: (claimStayRule: Text) =>
    `Days of inpatient stays that ended in the 12 months up to the date ÷ these stays: the day of discharge minus the day of admission, at least 1. Stays whose end is not recorded do not count, nor do those that lie within another one of the same person.${claimStayRule}`,
  n1Day: '1 day',
  n23Days: '2–3 days',
  n46Days: '4–6 days',
  n713Days: '7–13 days',
  n14DaysAndOver: '14 days and over',
  readmittedWithin30Days: 'Readmitted within 30 days',
  ofTheStaysThatEndedIn: (readmissionDays: Text, scope: Text) =>
    `Of the stays that ended in the 12 months up to ${readmissionDays} days before the date. ${scope}`,
  medicare2026PartCDStar:
    'Medicare 2026 Part C & D Star Ratings Technical Notes: C18 Plan All-Cause Readmissions (acute stays, unplanned readmissions)',
  hospitalWideAllCauseUnplannedReadmission:
    'Hospital-Wide All-Cause Unplanned Readmission Measure: exclusions of index admissions',
  aHarmonizedDataQualityAssessmentTerminology:
    'A harmonized data quality assessment terminology and framework: completeness by comparison of sources',
  kahnAndOthersEGEMs41: 'Kahn and others, eGEMs 4(1): 1244',
  inpatientAcute: 'Inpatient, acute',
  observationStay: 'Observation stay',
  theDataContainNoClaimsOf: 'the data contain no claims of a payer',
  theDataContainNoEncountersOf: 'the data contain no encounters of the chart',
  theDataContainNeitherClaimsOf: 'the data contain neither claims of a payer nor encounters of the chart',
  noEncounterTookPlaceOn: 'no encounter of the chart took place on a day that is known',
  inThe12MonthsUpTo: (reconciliationRule: Text, rowCodeRule: Text, serviceTypeRule: Text) =>
    `${reconciliationRule} ${rowCodeRule} In the 12 months up to the date, of the people who match the filters.${serviceTypeRule}`,
  daysFromServiceToClaim: 'Days from service to claim',
  daysFromTheFirstDayOf:
    'Days from the first day of service of final claims for visits and stays to the day of their payment, else the day on which they were made. Median over claims.',
  practiceOfThePerson: 'Practice of the person',
  claimsWithoutTheChart: 'Claims without the chart',
  typeOfService: 'Type of service',
  firstDiagnosisOfTheClaim: 'First diagnosis of the claim',
  payerOfTheClaim: 'Payer of the claim',
  chartWithoutAClaim: 'Chart without a claim',
  classOfTheEncounter: 'Class of the encounter',
  reasonOrTypeOfTheEncounter: 'Reason or type of the encounter',
  payerOfThePerson: 'Payer of the person',
  membersOfRegistriesBySource: 'Members of registries by source',
  membersOfEachRegistryOnThe:
    'Members of each registry on the date by what makes them members: the chart (diagnoses and results), the claims rule of the registry, or both. Prevalence, controls and measures of the registry rest on all of them; those of one source alone would be lost without it.',
  ccwChronicConditionAlgorithms: 'CCW chronic condition algorithms',
  centersForMedicareMedicaidServicesChronic: 'Centers for Medicare & Medicaid Services, Chronic Conditions Warehouse',
  noClaimTellsWhenItWas: 'no claim says when it was created or paid',
  thereAreFewerThanClaimsOr: (minClaims: Text) =>
    `there are fewer than ${minClaims} claims, or none of them tells a later day on which it became known`,
  allClaims: 'all claims',
  allPayers: 'All payers',
  lagTrianglesOfEachPayerMedical: (triangleMonths: Text, maxLag: Text, minClaims: Text) =>
    `Lag triangles of each payer, medical and pharmacy apart: amounts of final claims by month of service and by months until the payment (its date, else the day on which the claim was made), over ${triangleMonths} months of service. Chain ladder: the factor from one lag to the next is the sum known at the next ÷ the sum known at this one, over the months of service that have reached it; a month is complete ${maxLag} months later, or at the age of the oldest month. Completion is the product of the later factors, inverted; a month will come to what is known ÷ its completion. Payers with fewer than ${minClaims} claims are read with all payers together. Of all payers together a month will come to the sum of what it will of each, medical and pharmacy apart, and its completion is what is known ÷ that sum, also where all claims are one table; so that one month has one completion wherever it is told. Read at the end of the last month whose last 7 days have payments. Versions of claims that were replaced are not in it. Intervals of 95% by the variance of Mack, log-normal, of payers and of medical and pharmacy claims as if they were independent.`,
  estimatingUnpaidClaimsUsingBasicTechniques:
    'Estimating Unpaid Claims Using Basic Techniques: development technique (chain ladder)',
  friedlandCasualtyActuarialSociety: 'Friedland, Casualty Actuarial Society',
  distributionFreeCalculationOfTheStandard:
    'Distribution-free calculation of the standard error of chain ladder reserve estimates',
  mackASTINBulletin23213225: 'Mack, ASTIN Bulletin 23: 213-225',
  incurredButNotReportedCompletionFactors: 'Incurred but not reported: completion factors by lag month',
  societyOfActuariesHealthPracticeClaim: 'Society of Actuaries, Health practice: claim reserves',
  theDataContainNoCare: 'the data contain neither encounters nor claims',
  noStayEndedIn12Months: 'no stay ended in 12 months',
  daysMedianMedianDays: (median: number) => `days; median ${median} ${plural(median, 'day', 'days')}`,
  notRiskAdjustedPlanned: (planned: Text) => `not risk-adjusted${planned}`,
  plannedReturnsNotCounted: (planned: number) =>
    `; ${counted(planned, 'planned return', 'planned returns')} not counted`,
  emergency: 'Emergency',
  stays: 'Stays',
  visits: 'Visits',
  cost: 'Cost',
  ambulatory: 'Ambulatory',
  inpatient: 'Inpatient',
  home: 'Home',
  virtual: 'Virtual',
  readmissionsByHospital: 'Readmissions by hospital',
  byTheHospitalOfTheIndexStay:
    'By the hospital of the index stay, wherever the person came back to: the service provider of the encounter, or the provider of the first claim of the stay. Stays that do not say where they were are not compared.',
  staysByHospital: 'Stays by hospital',
  inpatientStaysByHospital: (rule: Text) =>
    `Inpatient stays that ended in the 12 months up to the date, by the service provider of the encounter, or the provider of the first claim of the stay, and the mean of their lengths: the day of discharge minus the day of admission, at least 1.${rule}`,
  allHospitals: 'all hospitals',
  aHospital: 'a hospital',
  hospital: 'hospital',
  hospitalNotRecorded: 'Not recorded'
})
