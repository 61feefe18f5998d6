import { catalog } from '../../../catalog.ts'
import type { Text } from '../../../message.ts'
import { counted, plural } from '../../../plural.ts'

/** Texts of engine/models/training. */
export const engineModelsTrainingMessages = catalog({
  theNumberOfParametersFollowsFrom: (minimumParameters: Text) =>
    `The number of parameters follows from the training examples and their events as in Riley et al. (BMJ 2020; 368: m441): expected shrinkage of 0.9 or more where the model explains 15% of what can be explained (Cox-Snell R²), and the mean risk within 0.05. Features are taken in an order that was decided beforehand, as many as there is room for; with room for fewer than ${minimumParameters} parameters no model is trained.`,
  toTrainOn: 'to train on',
  toTestOn: 'to test on',
  nobodyAmongTheExamplesWas: (rows: number, when: Text, event: Text) =>
    `nobody among the ${counted(rows, 'example', 'examples')} ${when} was ${event}`,
  everybodyAmongTheExamplesWas: (rows: number, when: Text, event: Text) =>
    `everybody among the ${counted(rows, 'example', 'examples')} ${when} was ${event}`,
  examplesToTrainOnWithEvents: (rows: number, events: number, allowed: number, minimumParameters: Text) =>
    `${counted(rows, 'example', 'examples')} to train on with ${counted(events, 'event', 'events')} allow ${counted(allowed, 'parameter', 'parameters')}, and ${minimumParameters} are the minimum (Riley et al., BMJ 2020; 368: m441)`,
  theLaterPeriodHasEventsAmong: (events: number, rows: number, minimumTestEvents: Text) =>
    `the later period has ${counted(events, 'event', 'events')} among ${counted(rows, 'example', 'examples')}, and ${minimumTestEvents} with and without the event are the minimum`,
  foldsThatLookAheadInTime: (usable: number) =>
    `${usable} ${plural(usable, 'fold', 'folds')} that look ahead in time: each is judged by examples that begin after the outcomes of the others are over`,
  foldsByPersonBecauseTheExamples: (blocks: Text) =>
    `${blocks} folds by person, because the examples to train on reach over too short a time for folds that look ahead`,
  choosingFeatures: 'Choosing features',
  noFeatureDiffersBetweenTheExamples: 'no feature differs between the examples',
  choosingThePenalty: 'Choosing the penalty',
  fittingTheRegression: 'Fitting the regression',
  testingTheRegression: 'Testing the regression',
  testingOnLaterExamples: 'Testing on later examples',
  writingTheModel: 'Writing the model',
  theStrengthOfThePenaltyHas: (value: Text) => `The strength of the penalty has the lowest log loss over ${value}.`,
  theFeaturesTellNobodyApartOn: (rows: number, share: Text) =>
    `the features do not distinguish people. On later people nothing was better than the mean of ${counted(rows, 'example', 'examples')}, ${share}%, for everybody`,
  itIsTheSameForEverybody: 'it is the same for everybody',
  theEventsLeaveNoRoomFor: 'the events leave no room for it',
  treesWereNotTriedEventsTo: (events: Text, treeEvents: Text) =>
    `Trees were not tried: ${events} events to train on, and ${treeEvents} are the minimum.`,
  treesWereNotTriedNoFold: 'Trees were not tried: no fold shows how many of them are enough.',
  growingTrees: 'Growing trees',
  treesWereTriedAndLearnedNothing: 'Trees were tried and learned nothing that holds later.',
  n95IntervalToOverLaterExamples: (signed: Text, low: Text, high: Text, rows: Text) =>
    `${signed} (95% interval ${low} to ${high}) over ${rows} later examples`,
  treesAreInUseTheirArea: (trees: Text, sizes: Text) =>
    `${trees} trees are in use: their area under the curve differs from that of the regression by ${sizes}.`,
  theRegressionIsInUseThe: (sizes: Text, worse: boolean) =>
    `The regression is in use: the area under the curve of trees differs from its own by ${sizes}${worse ? ', and their Brier score is higher' : ''}.`,
  itWasTestedOnEventsOr: (events: Text, firmTestEvents: Text) =>
    `It was tested on ${events} events; ${firmTestEvents} or more are advised, so that its figures are uncertain.`,
  ofRegistryMembershipsRestOnAn: (byOnset: Text, members: Text) =>
    `${byOnset} of ${members} registry memberships rest on an onset alone, because nothing says when the diagnosis was recorded: some of them may have become known later.`,
  whetherAClaimIsInFinal:
    'Whether a claim is in final action is determined by everything known today; adjustments that came later are in the amounts.'
})
