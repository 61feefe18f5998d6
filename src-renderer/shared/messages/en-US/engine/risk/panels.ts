import { catalog } from '../../../catalog.ts'
import type { Text } from '../../../message.ts'
import { counted } from '../../../plural.ts'

/** Texts of engine/risk/panels. */
export const engineRiskPanelsMessages = catalog({
  ageStandardizationOfDeathRatesThe: 'Age standardization of death rates: the US standard population of 2000',
  nationalVitalStatisticsReports473: 'National Vital Statistics Reports 47(3), National Center for Health Statistics',
  preventionQualityIndicatorsByTheImported: 'Prevention Quality Indicators, by the imported table',
  inpatientStaysOfMembersThatBegan: (principalRule: Text, years: Text) =>
    `Inpatient stays of members that began in the 12 months and count in an indicator by the codes of the imported table: its principal diagnosis and, where the table asks for them, a further diagnosis or a procedure, and none of those that it leaves out. A composite counts a stay once. ${principalRule} Stays without a known principal diagnosis count in none and are shown separately. Divided by ${years}, of the ages of the indicator, age on the last day of these months for stays and years alike. The standardized rate weights the ages by the US standard population of 2000, restricted to the ages of the indicator, with the interval of Fay and Feuer. Intervals allow for people who have several stays (compound Poisson). AHRQ divides by the people of an area; people in view are not an area, so these are rates in the style of the indicators. Transfers from other hospitals are not distinguished.`,
  preventionQualityIndicatorsTechnicalSpecifications: 'Prevention Quality Indicators, technical specifications',
  agencyForHealthcareResearchAndQuality: 'Agency for Healthcare Research and Quality',
  confidenceIntervalsForDirectlyStandardizedRates:
    'Confidence intervals for directly standardized rates: a method based on the gamma distribution',
  fayAndFeuerStatMed16: 'Fay and Feuer, Stat Med 16: 791-801',
  emergencyVisitsByTheNYUAlgorithm: 'Emergency visits by the NYU algorithm, by the imported table',
  emergencyVisitsOfMembersInThe: (principalRule: Text) =>
    `Emergency visits of members in the 12 months that did not end in an inpatient stay. The imported table has, for a principal diagnosis, the probability of each class; the probabilities of all visits are added up, so that numbers are expected visits. A diagnosis that is not in the table takes the row with the longest matching prefix of its code. ${principalRule} Visits without a row are not classified and do not count in any share. The algorithm describes groups of visits; it does not say that any single visit was unnecessary. A number opens the people with a visit whose most likely class it is.`,
  emergencyDepartmentUseInNewYork: 'Emergency department use in New York City: a substitute for primary care?',
  billingsParikhAndMijanovichCommonwealthFund: 'Billings, Parikh and Mijanovich, Commonwealth Fund Issue Brief',
  aRefinedAlgorithmUpdatingTheNew:
    'A refined algorithm: updating the New York University emergency department algorithm',
  johnstonAndOthersHealthServRes: 'Johnston and others, Health Serv Res 52: 1543-1569',
  claimsBasedFrailtyIndexByThe: 'Claims-based frailty index, by the imported table',
  theInterceptAndTheWeightsOf:
    'The intercept and the weights of the variables that a person has, by ICD-10 diagnoses of final claims for care and HCPCS or CPT codes of their lines in the 12 months up to the date; each variable once. People of 65 and over with a final claim in these months; others have no score. Below 0.15 robust, 0.15 to 0.24 pre-frail, 0.25 and over frail. Chart diagnoses do not count: the weights are made from claims.',
  measuringFrailtyInMedicareDataDevelopment:
    'Measuring frailty in Medicare data: development and validation of a claims-based frailty index',
  kimAndOthersJGerontolA: 'Kim and others, J Gerontol A 73: 980-987',
  noTableOfIsImported: (what: Text) => `no table of ${what} is imported`,
  preventionQualityIndicators: 'Prevention Quality Indicators',
  noMemberHasAStayIn: 'no member has a stay in these months',
  noStayHasAPrincipalDiagnosis: 'no stay has a principal diagnosis in ICD-10',
  fromAgeAndOver: (fromAge: Text) => `${fromAge} and over`,
  fromAgeToToAge: (fromAge: Text, toAge: Text) => `${fromAge} to ${toAge}`,
  nobodyInViewIs: (ages: Text) => `nobody in view is ${ages}`,
  theNYUAlgorithm: 'the NYU algorithm',
  noMemberHasAnEmergencyVisit: 'no member has an emergency visit without a stay in these months',
  theTableHasALineFor: 'the table has a line for the principal diagnosis of no visit',
  theClaimsBasedFrailtyIndex: 'the claims-based frailty index',
  nobodyOfAndOverInView: (frailtyAge: Text) =>
    `nobody of ${frailtyAge} and over in view has a final claim in these months`,
  noMedicareCoverageOnTheDate: 'No Medicare coverage on the date',
  coverageFrom65OnWhoseName: 'Coverage from 65 on whose name does not say whether it is Medicare',
  dateOfBirthNotRecorded: 'Date of birth not recorded',
  sexNotRecordedAsFemaleOr: 'Sex not recorded as female or male',
  nobodyInViewHasAMedicare: 'nobody in view has a Medicare coverage on the date',
  nobodyHasThisSegment: 'nobody has this segment',
  cmsGaveNoNormalizationFactorFor: (paymentYear: Text) =>
    `CMS gave no normalization factor for this model in ${paymentYear}`,
  peopleWithARiskScore: 'People with a risk score',
  inMedicareOnTheDate: 'in Medicare on the date',
  rawRiskScoreMean: 'Raw risk score, mean',
  diagnosesOfServiceYear: (serviceYear: Text) => `diagnoses of ${serviceYear}`,
  paymentRiskScoreMean: 'Payment risk score, mean',
  noFactorOfTheYear: 'no factor of the year',
  coding: (normalization: Text, round: Text) => `÷ ${normalization}, coding −${round}%`,
  withAPaymentCategory: 'With a payment category',
  ofThePeopleWithAScore: 'of the people with a score',
  theDataContainNoClaims: 'the data contain no claims',
  noMonthOfClaimsIsComplete: 'no month of claims is complete',
  nothingWasPaidForAnybodyIn: 'nothing was paid for anybody in view in these months',
  noMedicareCoverageIsInForce: 'no Medicare coverage is in force on the date',
  theNameOfTheCoverageDoes: 'the name of the coverage does not say whether it is Medicare',
  theDateOfBirthIsNot: 'the date of birth is not recorded',
  theSexIsNotRecordedAs: 'the sex is not recorded as female or male',
  theIndexIsNotAboutThis: 'the index is not about this person',
  theDataDoNotSay: 'the data do not say',
  lace: 'LACE',
  hospital: 'HOSPITAL',
  weightsOf: (title: Text, title2: Text) => `${title}, weights of ${title2}`,
  diagnosesWithoutACodeOfICD: (value: Text, value2: Text) =>
    `${value} ${value2} Diagnoses without a code of ICD-10 do not count.`,
  tiersOfChronicConditions: 'Tiers of chronic conditions',
  peopleInViewByTheNumber: (conditionTiers: Text) =>
    `People in view by the number of chronic conditions whose registries they belong to on the date: ${conditionTiers}. Each registry states its own rule for chart and claims. Two or more conditions are multimorbidity.`,
  conditionsThatComeTogether: 'Conditions that come together',
  peopleInViewWhoBelongTo:
    'People in view who belong to both registries on the date, and that number over the one expected if the two were independent (people with the first × people with the second ÷ people in view): the lift. Not adjusted for age, so that diseases of old age come together more often than expected. Interval: the observed number as a Poisson count.',
  miningAssociationRulesBetweenSetsOf:
    'Mining association rules between sets of items in large databases (lift as observed over expected)',
  agrawalREtAlACMSIGMOD: 'Agrawal R et al., ACM SIGMOD Record 22: 207-216',
  exactIntervalOfAPoissonCount: 'Exact interval of a Poisson count',
  garwoodBiometrika28437442: 'Garwood, Biometrika 28: 437-442',
  atEachDischargeFromAnAcute:
    'At each discharge from an acute inpatient stay of an adult that ended alive, in the 12 months up to the date. One that begins on the day of the discharge of another or the day after goes on from it (a transfer): both are one stay. Readmitted: an unplanned acute stay began 2 to 30 days after discharge, of the discharges that are followed for 30 days; by claims, up to the day by which most claims have come in.',
  lengthOfStay14DaysOr: (dischargeRule: Text) =>
    `${dischargeRule} Length of stay (14 days or more make 7 points), acute admission (through an emergency visit on the day or the day before), comorbidity by the groups of Quan 2005 in the 24 months up to discharge with the weights of LACE, and emergency visits in the six months before, without the one that led to the stay. 10 or more is high. Without emergency visits in the data, or where the records begin less than six months before, no score.`,
  hospitalLabel: (label: Text) => `HOSPITAL, ${label}`,
  lastHemoglobinOfTheStayBelow: (dischargeRule: Text) =>
    `${dischargeRule} Last hemoglobin of the stay below 12 g/dL, discharge from oncology (approximated by a cancer among the diagnoses of the stay), last sodium below 135 mmol/L, a procedure in the stay, an urgent admission (through an emergency visit), admissions in the twelve months before (1 to 5 make 2 points, more make 5), and a stay of 5 days or more. With an input missing there is no score.`,
  peopleWithTheHighestCost: 'People with the highest cost',
  the5OfTheMembersOf: (period: Text) =>
    `The 5% of the members of ${period} for whom most was paid for service in months of their membership, by final claims. Drivers: what was paid for them by type of service, by principal (else first) diagnosis of the claim, by drug of pharmacy claims, and by facility or provider that billed.`,
  concentrationOfHealthCareExpendituresAnd:
    'Concentration of Health Care Expenditures and Selected Characteristics of High Spenders (top 5 percent)',
  agencyForHealthcareResearchAndQualityMEPS: 'Agency for Healthcare Research and Quality, MEPS Statistical Brief 533',
  risingRiskOverDays: (window: Text) => `Rising risk over ${window} days`,
  livingPeopleInViewWithA: (risingRule: Text) =>
    `Living people in view with a reason, those with the most reasons first. ${risingRule}`,
  thresholdsChosenForPopulus: 'Thresholds chosen for Populus',
  riskScoreOfPaymentYear: (title: Text, payment: Text) => `${title}: risk score of payment year ${payment}`,
  rawScoreTheSumOfThe: (value: Text, payment: Text, eligibleRule: Text, memberRule: Text, normalization: Text) =>
    `${value} Raw score: the sum of the coefficients of the person's segment for age on February 1, ${payment} and sex, entitlement, payment categories after hierarchies, interactions and their number. ${eligibleRule} ${memberRule} ${normalization}`,
  cmsGaveNoNormalizationFactorForThis: (payment: Text) =>
    `CMS gave no normalization factor for this model in ${payment}, so that there is no payment score.`,
  paymentScoreRawScoreNormalizationCoding: (normalization: Text, codingIntensity: Text) =>
    `Payment score: raw score ÷ ${normalization} (normalization), × ${codingIntensity} (coding intensity), each rounded to three decimals.`,
  documentedLastYearNotYetThis: (title: Text) => `${title}: documented last year, not yet this year`,
  evidenceWithoutADiagnosis: 'Evidence without a diagnosis',
  hccHccLabel: (hcc: Text, label: Text) => `HCC${hcc} ${label}`,
  nobodyIsCounted: 'nobody is counted',
  riskOnLivingPeople: (asOf: Text, people: Text) => `Risk on ${asOf}, ${people} living people`,
  few: 'few',
  cannotBeComputed: (cannotCompute: Text) => `cannot be computed: ${cannotCompute}`,
  titleMeanMean: (title: Text, mean: Text) => `${title}: mean ${mean}`,
  atDischargeIn12MonthsPeople: (title: Text, withoutScore: number | null) =>
    `${title} at discharge in 12 months, people (${withoutScore === null ? 'few discharges' : counted(withoutScore, 'discharge', 'discharges')} without a score)`,
  diagnosesOfPeopleMeanRawScore: (model: Text, serviceYear: Text, people: Text, meanRaw: Text) =>
    `${model}, diagnoses of ${serviceYear}: ${people} people, mean raw score ${meanRaw}`,
  paymentCategories: '  Payment categories',
  notYetDocumentedThisYear: '  Not yet documented this year',
  preventionQualityIndicatorsOfCannotCompute: (cannotCompute: Text) =>
    `Prevention Quality Indicators: ${cannotCompute}`,
  staysPer1000YearsStandardized: 'stays, per 1,000 years, standardized',
  emergencyVisitsPotentiallyAvoidable: (avoidable: Text) => `Emergency visits, potentially avoidable: ${avoidable}`,
  claimsBasedFrailtyMean: (mean: Text) => `Claims-based frailty: mean ${mean}`,
  risingRisk: 'Rising risk',
  overDaysDays: (days: Text) => `    over ${days} days`,
  highCostPeopleWithOfThe: (people: Text, shareOfCost: Text) =>
    `High cost: ${people} people with ${shareOfCost} of the cost`,
  nobodyIsInView: 'nobody is in view',
  nobodyOfAndOverInViewHas: (minimumAge: Text) =>
    `nobody of ${minimumAge} and over in view has a stay in hospital in these months`,
  twoOrMoreChronicConditions: 'Two or more chronic conditions',
  ofThePeopleInView: 'of the people in view',
  charlsonScoreMean: 'Charlson score, mean',
  elixhauserScoreMean: 'Elixhauser score, mean',
  hospitalFrailtyMean: 'Hospital frailty, mean',
  dischargedWithHighLACE: 'Discharged with high LACE',
  people12Months: 'people, 12 months',
  noDischargeInThese12Months: 'no discharge in these 12 months',
  anInputIsMissingAtEvery: 'an input is missing at every discharge',
  noSuchDischargeWasFollowedFor: 'no such discharge was followed for 30 days'
})
