import { catalog } from '../../../catalog.ts'
import type { Text } from '../../../message.ts'

/** Texts of engine/models/card. */
export const engineModelsCardMessages = catalog({
  purpose: 'Purpose',
  peopleAsOf: (label: Text, people: Text, asOf: Text) => `${label}, ${people} people, as of ${asOf}`,
  trainedOn: 'Trained on',
  predictedRiskFrom: (percent: Text) => `predicted risk of ${percent}% or more`,
  testedOn: 'Tested on',
  noOutcomeIsSeen: 'No outcome is seen',
  model: 'Model',
  gradientBoostedTrees: (trees: Text) => `Gradient-boosted trees (${trees})`,
  logisticRegressionWithAnElasticNet: 'Logistic regression with an elastic net',
  itIs: (penaltyText: Text, toPrecision: Text) => `${penaltyText} It is ${toPrecision}.`,
  parametersOfAllowed: (used: Text, allowed: Text, sampleSizeRule: Text) =>
    `${used} parameters of ${allowed} allowed. ${sampleSizeRule}`,
  onLaterExamples: 'On later examples',
  areaUnderTheCurve: 'Area under the curve',
  brierScore: 'Brier score',
  brierScaledScaled: (brier: Text, scaled: Text) => `${brier}; scaled ${scaled}`,
  regressionAreaBrierScore: (auc: Text, brier: Text) => `Regression: area ${auc}, Brier score ${brier}`,
  meanRisk: 'Mean risk',
  predictedObserved: (meanPrediction: Text, observed: Text) => `predicted ${meanPrediction}, observed ${observed}`,
  calibrationIntercept: 'Calibration intercept',
  cannotBeComputedTheIterationDoes: 'cannot be computed: the iteration does not end',
  calibrationSlope: 'Calibration slope',
  cannotBeComputedThePredictionsDo: 'cannot be computed: the predictions do not differ enough',
  notShownAGroupIsSmall: 'Not shown: a group is small.',
  rowsExamples: (rows: Text) => `${rows} examples`,
  observedToPredicted: (ratio: Text) => `observed to predicted ${ratio}`,
  version: 'Version',
  firstToLast: (first: Text, last: Text) => `${first} to ${last}`,
  examplesOfPeopleWithEventsIndex: (rows: Text, people: Text, events: Text, when: Text) =>
    `${rows} examples of ${people} people with ${events} events, index dates ${when}`,
  n95To: (value: Text, low: Text, high: Text) => `${value} (95% ${low} to ${high})`,
  aboutAdultsWhoAreAliveAnd: (lookBackMonths: Text) =>
    `About adults who are alive and not in hospital on the index date; covered in the month before where the data hold coverage, else seen in the 24 months before. There must be ${lookBackMonths} months of records before it. People who left their coverage before the outcome was over, and had none, are left out; those who died without the event count as without it. `,
  anUnplannedAcuteStayThatBegins: (readmissionDays: Text, stayScope: Text) =>
    `An unplanned acute stay that begins 2 to ${readmissionDays} days after discharge. The index date is the day after discharge. ${stayScope}`,
  anInpatientStayAcuteOrNot: (id: Text, eligibility: Text) =>
    `An inpatient stay, acute or not, begins within ${id} months from the index date on. ${eligibility}`,
  anEmergencyVisitWithin6Months: (eligibility: Text) =>
    `An emergency visit within 6 months from the index date on. ${eligibility}`,
  amongTheOfThesePeopleFor: (share: Text, eligibility: Text, runOutDays: Text) =>
    `Among the ${share}% of these people for whom most was paid for service in the 12 months from the index date on. ${eligibility}The last ${runOutDays} days of the data are not used as outcomes, because claims come late.`,
  aFeatureSeesNothingOfThe:
    'A feature sees nothing of the index date or after it: records by their clinical day, diagnoses by the day on which they were recorded, claims by the day on which they were paid. A value that the data do not contain is missing, with an indicator of its own, and never 0. Everybody to test on has an index date after the outcomes of all to train on are over. Two outcomes of one person to train on never overlap in a model about people; in one about discharges, a readmission may be the outcome of two of them.',
  forDecidingWhomToLookAt:
    'For deciding whom to review first. It describes people like those it was trained on and implies no cause; it is not an instruction to treat, withhold or code, and not a basis for coverage or employment decisions.',
  raceEthnicityLanguagePayerAndPlace:
    'Race, ethnicity, language, payer and place are no features. A model can still be unfair by them: cost and use follow access to care as well as need (Obermeyer et al., Science 2019; 366: 447–453), so that people who get less care look healthier. Look at the groups, and at people whose data are few.',
  forLabel: 'For',
  predicts: 'Predicts',
  equity: 'Equity',
  beware: 'Beware',
  trees: 'Trees',
  penalty: 'Penalty',
  size: 'Size',
  features: 'Features',
  baseline: 'Baseline',
  methods: 'Methods',
  hash: 'Hash',
  event: 'Event',
  nothing: 'Nothing.'
})
