import { catalog } from '../../../catalog.ts'
import type { Text } from '../../../message.ts'

/** Texts of engine/models/panels. */
export const engineModelsPanelsMessages = catalog({
  titlePredicted: (title: Text) => `${title}, predicted`,
  gradientBoostedTreesTrainedOnExamples: (isTrees: boolean, rows: Text, events: Text, rows2: Text) =>
    `${isTrees ? 'Gradient-boosted trees' : 'Logistic regression with an elastic net'}, trained on ${rows} examples with ${events} events and tested on ${rows2} later ones.`,
  calculatingTheSampleSizeRequiredFor:
    'Calculating the sample size required for developing a clinical prediction model',
  rileyRDEtAlBMJ368: 'Riley RD et al., BMJ 368: m441',
  comparingTheAreasUnderTwoOr:
    'Comparing the areas under two or more correlated receiver operating characteristic curves',
  deLongEREtAlBiometrics44: 'DeLong ER et al., Biometrics 44: 837–845',
  calibrationTheAchillesHeelOfPredictive: 'Calibration: the Achilles heel of predictive analytics',
  vanCalsterBEtAlBMC: 'Van Calster B et al., BMC Med 17: 230',
  peopleTheModelIsAbout: 'People the model is about',
  inView: 'in view',
  atOrMore: (percent: Text) => `At ${percent} or more`,
  predictedRisk: 'predicted risk',
  meanPredictedRisk: 'Mean predicted risk',
  theModelIsAboutNobodyIn: 'the model is about nobody in view',
  predictedInView: 'predicted, in view',
  areaUnderTheCurve: 'Area under the curve',
  onLaterPeople05Is: 'on later people; 0.5 is chance',
  calibrationSlope: 'Calibration slope',
  thePredictionsDoNotDifferEnough: 'the predictions do not differ enough',
  n1IsRight: '1 is right',
  predictionsTooClose: '1 is right: predictions are too close together',
  predictionsTooFarApart: '1 is right: predictions are too far apart',
  brierScoreScaled: 'Brier score, scaled',
  n0IsNoBetterThanThe: '0 is no better than the mean',
  itCannotBeComputed: 'it cannot be computed',
  theModelIsNotAboutThis: 'The model is not about this person on this date. Choose somebody of the list.',
  theDataDoNotSay: 'the data do not say',
  predictedRiskOfOrMore: (title: Text, threshold: Text) => `${title}: predicted risk of ${threshold}% or more`
})
