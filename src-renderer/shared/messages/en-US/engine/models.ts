import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'

/** Texts of engine/models. */
export const engineModelsMessages = catalog({
  theFileIsNoModelIt: 'The file is no model: it is not JSON. Choose a file that Populus wrote.',
  theFileIsNoModelOf: 'The file is no model of this version of Populus. Train the model again.',
  trainedWithEarlierMethods: (earlier: Text, present: Text) =>
    `The model was trained by another version of Populus, which counts features or chooses examples in another way (methods ${earlier}, here ${present}). Its risks may be off. Train it again.`,
  theModelWasChangedAfterIt: 'The model was changed after it was trained: its hash is another. It is not used.',
  theFileIsNoONNXModel:
    'The file is not an ONNX model that can be read. Export it again from the program that trained it.',
  operatorWithTransform: (operator: Text, transform: Text) => `${operator} with ${transform}`,
  normalizerOtherThanL1: 'Normalizer other than L1',
  theModelUsesTheOperatorWhich: (what: Text, operators: Text) =>
    `The model uses the operator ${what}, which Populus does not compute. Supported are ${operators}.`,
  theModelAddsTreesByWhich: (aggregate: Text) =>
    `The model adds trees by ${aggregate}, which Populus does not compute. Export it with SUM.`,
  theTreesOfTheModelAre:
    'The trees of the model are damaged, or of a kind that Populus does not compute. Export it again.',
  theModelDoesNotSayWhich:
    'The model does not say which columns of person_feature it wants. Give each an input of its name, or write the names into its metadata as "features", separated by commas.',
  theLastOutputOfTheModel:
    'The last output of the model is no probability of one outcome. Export it with its probabilities.',
  theModelUsesAValueThat:
    'The model uses a value that it does not compute. Export it again from the program that trained it.',
  noOutcomeIsCompleteThatBegan: 'no outcome is complete that began after those the model was tested on',
  eventsAmongLaterExamplesAreToo: (events: Text, rows: Text, minimumTestEvents: Text) =>
    `${events} events among ${rows} later examples are too few, ${minimumTestEvents} are the minimum`,
  notRecorded: 'not recorded',
  fewerThanPeople: (subgroupPeople: Text) => `fewer than ${subgroupPeople} people`,
  fewerThanPeopleWithTheEvent: (subgroupMinimum: Text) =>
    `fewer than ${subgroupMinimum} people with the event or without it`
})
