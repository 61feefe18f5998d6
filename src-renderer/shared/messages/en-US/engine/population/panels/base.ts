import { catalog } from '../../../../catalog.ts'
import type { Text } from '../../../../message.ts'

/** Texts of engine/population/panels/base. */
export const enginePopulationPanelsBaseMessages = catalog({
  standardizedDirectlyByAgeAndSex:
    'Standardized: directly, by age and sex to the US population of 2000, in its eleven age groups with half of each for either sex; people without birth date or whose sex is neither female nor male are left out; groups without people are left out, too, and the other weights raised.',
  itsPeopleAreOfAgesAnd: (round: Text, minCover: Text) =>
    `its people are of ages and sexes that make up ${round}% of everybody, and ${minCover}% are needed`,
  fewPharmacyClaimsBefore: (month: Text) => `the data have no pharmacy claims, or few, before ${month}`,
  fewMedicalClaimsBefore: (month: Text) => `the data have no medical claims, or few, before ${month}`,
  fewVisitsBefore: (month: Text) => `the data have no visits, or few, before ${month}`,
  inpatientAcute: 'Inpatient, acute',
  inpatientNotAcute: 'Inpatient, not acute',
  observationStay: 'Observation stay',
  beforeAdmission: 'Before admission',
  shortStay: 'Short stay',
  inTheField: 'In the field',
  classNotRecorded: 'Class not recorded',
  aMemberMonthIsAPerson: (coverageKindRule: Text) =>
    `A member month is a person in a calendar month with at least one day of coverage (any-day rule). Somebody with several coverages at once counts once in the total, and once for each payer and each plan in its own row. ${coverageKindRule}`,
  theDataContainNoPeriodsOf:
    'The data contain no periods of coverage, so every calendar month in which a person was alive for at least one day counts, whether insured or not. People whose day of death is not recorded do not count.',
  ofTheAreRecordedWithinDays: (share: Text, labels: Text, days: Text) =>
    `${share}% of the ${labels} are recorded within ${days} days`,
  ofTheLastMonthsAreFewer: (labels: Text) => `${labels} of the last months are fewer than usual`,
  theNoteComparesTheLastComplete: (shiftPeriods: Text, expectedFalse: Text) =>
    `The note compares the last complete month, and the last ${shiftPeriods} together, with the first half of the months (u-chart, u′ where months vary more than their counts explain); where nothing changed, ${expectedFalse}% of such notes are a false alarm.`,
  fewerThanCompleteMonths: (minBaseline: Text) => `fewer than ${minBaseline} complete months`,
  ordinaryVariation: 'ordinary variation',
  directionTheLimitsSinceLabel: (direction: Text, isOutside: boolean, label: Text) =>
    `${direction} ${isOutside ? 'the limits' : 'the mean'} since ${label}`,
  exactIntervalOfAPoissonCount: 'Exact interval of a Poisson count',
  garwoodBiometrika28437442: 'Garwood, Biometrika 28: 437-442',
  eventsPer1000EventsMember: 'Events per 1,000: events ÷ member months × 12,000',
  tuvaProjectClaimsDataModelMember: 'Tuva Project, Claims data model: member months',
  emergencyVisitsPer1000: 'Emergency visits per 1,000',
  inpatientStaysPer1000: 'Inpatient stays per 1,000',
  thatBeganInThe12Months: 'that began in the 12 months up to the date',
  emergencyVisitsWithin: (within: Text) => `Emergency visits ${within}`,
  encountersOfClassEmergencyTookPlace: (within: Text) => `Encounters of class emergency ${within}, took place`,
  andDidNotEndInAn: (visits: Text, emergencyRule: Text) =>
    `${visits} and did not end in an inpatient stay (treat and release). ${emergencyRule} Those that did are counted separately`,
  inpatientStaysWithin: (within: Text) => `Inpatient stays ${within}`,
  encountersOfAnInpatientClassInpatient: (within: Text) =>
    `Encounters of an inpatient class (inpatient, acute, not acute) ${within} and took place, without those that lie within another one of the same person`,
  claimsForTheSameCareAre:
    'A class of a vendor or site counts by its plain name, such as “Emergency” or “Inpatient”. Claims for the same care are not counted in addition to the encounters.',
  ofThePeopleWhoMatchThe: (rate: Text, rule: Text, rate2: Text, trendNoteText: Text) =>
    `${rate} ÷ ${rule}. ${rate2} Of the people who match the filters on the date, dead or alive; a value of a month is about that month and the people who match the filters at its end. Intervals of twelve months and of groups are as much wider as the events vary more than those of as many different people (compound Poisson: the squares of each person's events ÷ all events); those of a month are exact. ${trendNoteText}`,
  moreEndedInAStay: (note: Text, admitted: Text) => `${note}; ${admitted} more admitted`,
  theyEndBeforeTheClaimsThat: (lag: Text) => `. They end before the claims that have not come in yet: ${lag}`,
  yearsLivedInTheseMonthsBy: (late: Text) =>
    `years lived in these months by the same people (the data contain no coverage, so membership is unknown), and only events on days on which they are known to have been alive. People whose day of death is not recorded do not count${late}`,
  memberMonths12AMemberMonth: (late: Text) =>
    `member months ÷ 12 (a member month is a person in a calendar month with at least one day of coverage), and only events in months of membership. The 12 months are whole calendar months; a month that is not over counts in part${late}`,
  ambulatory: 'Ambulatory',
  emergency: 'Emergency',
  inpatient: 'Inpatient',
  home: 'Home',
  virtual: 'Virtual',
  diagnoses: 'diagnoses',
  results: 'results',
  claims: 'claims',
  improvedControlChartsForAttributes: 'Improved control charts for attributes',
  laneyQualEng14531537: 'Laney, Qual Eng 14: 531-537',
  theHealthCareDataGuideP: 'The Health Care Data Guide: p- and u-charts',
  provostAndMurrayJosseyBass: 'Provost and Murray, Jossey-Bass',
  howControlChartsAreMade: (minBaseline: Text, shiftPeriods: Text) =>
    `Shares are on a p-chart and rates on a u-chart, p′ and u′ (Laney) where months vary more than their counts explain; a chart of individual values (XmR) would leave the number of people out of account. Baseline: the first half of the months, at least ${minBaseline}. A signal is a last month outside of its limits, or a shift: the last ${shiftPeriods} months together differ from the baseline. Both use an exact test and one by the dispersion, and need both.`,
  funnelPlotsForComparingInstitutionalPerformance: 'Funnel plots for comparing institutional performance',
  spiegelhalterStatMed2411851202: 'Spiegelhalter, Stat Med 24: 1185-1202',
  theReliabilityOfProviderProfiling: 'The Reliability of Provider Profiling',
  adamsRANDTR653: 'Adams, RAND TR-653',
  limitsAreAroundTheValueOf: (allUnits: Text, aUnit: Text) =>
    `Limits are around the value of ${allUnits} and narrow with size: ${aUnit} outside of them differs more than chance explains, which is a reason to look, not a verdict (people differ, too). Reliability is the share of the variance between them that is not chance; below 0.7 ${aUnit} is too small to be ranked.`,
  limitsAtAFalseAlarmProbability: (toPrecision: Text, unit: Text) =>
    `Limits at a false-alarm probability of ${toPrecision}% for each ${unit}.`
})
