import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'

/** Texts of screens/models. */
export const screensModelsMessages = catalog({
  modelCardTitle: (title: Text) => `model card ${title}`,
  chooseAnotherEvent:
    'Choose another event to predict, or load data with more people, more years or more kinds of record.',
  deleteThisModel: 'Delete this model?',
  itsPredictionsAndFiltersByThem:
    'Its predictions, and filters by them, are removed with it. Saved cohorts are kept. Training on the same data makes the same model again.',
  deleteModel: 'Delete model',
  modelCardTitleOfTitle: (title: Text) => `Model card: ${title}`,
  modelCard: 'Model card',
  saveAsMarkdown: 'Save as Markdown',
  deleteModelEllipsis: 'Delete model…',
  raisesTheOddsFold: (isAtLeast1: boolean, factor: Text) =>
    `${isAtLeast1 ? 'raises' : 'lowers'} the odds ${factor}-fold`,
  recordsOfOnePerson: (title: Text) => `${title}: records of one person`,
  predictedRiskRisk: (risk: Text) => `Predicted risk ${risk}`,
  whatGoesAlongWithThePrediction: (title: Text, name: Text, sex: Text, age: Text) =>
    `${title}. ${name}, ${sex}, ${age}. What goes along with the prediction, not its cause.`,
  sexUnknown: 'sex unknown',
  nothingThatIsKnownOfThis: 'Nothing that is known of this person moves the risk away from the mean.',
  beginsAtTheRiskOfSomebody: (baseRisk: Text) =>
    `Begins at ${baseRisk}, the risk of somebody with the mean of everything. The factors multiply the odds.`,
  whatMakesUpTheRisk: 'What makes up the risk',
  feature: 'Feature',
  whatItDoes: 'What it does',
  openTheRows: 'Open the rows',
  openThePerson: 'Open the person',
  weight: 'Weight',
  missing: 'Missing',
  index: 'Index',
  moved: 'Moved',
  outcomesSinceThen: (missing: Text) => `Outcomes since then: ${missing}`,
  onOutcomesSinceThenAreaObserved: (rows: Text, value: Text, observed: Text, meanPrediction: Text) =>
    `On ${rows} outcomes since then: area ${value}, observed ${observed}, predicted ${meanPrediction}.`,
  featuresAndDrift: 'Features and drift',
  weightMeanSizeInLogitsIndex:
    'Weight: mean size in logits. Index: population stability; moved from 0.1 on, beyond chance',
  model: 'Model',
  calibration: 'calibration',
  beforeYouUseIt: 'Before you use it',
  observedOverPredicted1IsRight: 'Observed over predicted; 1 is right',
  discrimination: 'discrimination',
  areaUnderTheCurve05: 'Area under the curve; 0.5 is chance',
  byGroup: 'By group',
  noneOfTheseButAgeAnd: 'None of these but age and sex is a feature.',
  tooSmallNoneOfTheseBut: (refused: Text) => `${refused} too small. None of these but age and sex is a feature.`,
  theDataDoNotDistinguishGroups: 'The data do not distinguish groups of people.',
  groupsBy: 'Groups by',
  predictedRisk: 'Predicted risk',
  raisedMostBy: 'Raised most by',
  predictedForDecidingWhomToLook: (rows: Text) =>
    `Predicted, for deciding whom to review first; not an instruction to treat.${rows}`,
  theFirstOfAreListed: (rows: Text, total: Text) => ` The first ${rows} of ${total} are listed.`,
  orMore: (title: Text, percent: Text) => `${title}: ${percent} or more`,
  savedAsTheCohortWith: (title: Text, ids: Text) => `Saved as the cohort "${title}", with ${ids}`,
  peopleByPredictedRisk: 'People by predicted risk',
  theHighestFirst: (title: Text) => `${title}; the highest first`,
  predictedRiskFrom: 'Predicted risk from',
  eachOrMore: (each: Text) => `${each} or more`,
  nobodyHasThisPredictedRisk: 'Nobody has this predicted risk.',
  saveAsCohort: 'Save as cohort',
  nobodyInViewHasAPredicted: (percent: Text) =>
    `Nobody in view has a predicted risk of ${percent} or more. Choose a lower one.`,
  onLaterExamplesWithEvents: (rows: Text, events: Text) => `On ${rows} later examples with ${events} events.`,
  predictedAndObserved: 'Predicted and observed',
  tenthsOfTheLaterExamplesBy: 'Tenths of the later examples by predicted risk',
  testedWilsonIntervals: (tested: Text) => `${tested} Wilson intervals.`,
  netBenefit: 'Net benefit',
  eventsFoundLessOthersPer1: 'Events found less others, per 1,000',
  noModelYet: 'No model yet',
  aModelIsTrainedOnThis:
    'A model is trained on this computer, from the records that are loaded: on people of earlier dates, and tested on later ones. It says whom to review first and is not an instruction to treat. If there are too few events, no model is created, and the reason is shown.',
  aTrainingRunsAlready: 'A training runs already.',
  trainAModel: 'Train a model…',
  trainAModelCapitalized: 'Train a model',
  onEverybodyInTheDataNot: (asOf: Text) =>
    `On everybody in the data, not only those in view, up to the as-of date, ${asOf}.`,
  predict: 'Predict',
  highCostIsTheHighest: 'High cost is the highest',
  eachOfPeople: (each: Text) => `${each} of people`,
  train: 'Train',
  trainingTitle: (title: Text) => `Training: ${title}.`,
  training: 'Training',
  trainingFailed: 'Training failed.',
  groupExamples: (count: Text, rows: Text) => `Group ${count}, ${rows} examples`
})
