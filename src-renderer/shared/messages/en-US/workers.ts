import { catalog } from '../catalog.ts'
import type { Text } from '../message.ts'

/** Texts of workers. */
export const workersMessages = catalog({
  theRecordsAreOnTheCluster:
    'The records of these people are on the cluster, and their columns alone are here. Run a cluster job for new measures, or open the files of the export.',
  theFileCouldNotBeRead: 'The file could not be read again. Open the data again.',
  thePartsOfTheseDataOn:
    'The parts of these data on the disk cannot be read any more. Your files are unchanged. Open the data again.',
  readingTheMeasureContentWasCancelled: 'Reading the measure content was canceled.',
  theWorkerThatReadsMeasureContent: 'The worker that reads measure content stopped. Try again.',
  theTranslationWasStoppedAfterSeconds: (translationSeconds: Text) =>
    `The translation was stopped after ${translationSeconds} seconds. The text is unchanged. Give parts of long expressions names of their own, and try again.`,
  theContentIsLargerThanOne: 'The content is larger than one pack can be. Import it in smaller parts.',
  thereIsNoContentToAdd: 'There is no content to add codes from. Read it again.',
  thisIsNoPackOfMeasure: 'This is no pack of measure content.',
  thereIsNoContentToSend: 'There is no content to send. Read it again.',
  aReaderStoppedUnexpectedlyYourFiles: 'A reader stopped unexpectedly. Your files are unchanged. Try again.',
  loadingWasCancelledWhatWasLoaded: 'Loading was canceled. What was loaded before is unchanged.',
  aWorkerThatEvaluatesMeasuresStopped:
    'A worker that evaluates measures stopped, perhaps for lack of memory. Run fewer measures at a time.',
  thisPersonIsNotInThe: 'This person is not in the loaded data.',
  theMeasuresWereCancelled: 'The measures were canceled.',
  theFilesOfTheseDataAre:
    'The files of these data are no longer as they were when they were loaded. Load them again, then run the measures.',
  thisMeasureContentIsNotOpen: 'This measure content is not open any more. Try again.',
  trainingStoppedPerhapsForLackOf:
    'Training stopped, perhaps for lack of memory. Nothing was changed. Close other programs and train again.',
  trainingWasCancelled: 'Training was canceled.',
  theSQLEngineStoppedPerhapsFor: 'The SQL engine stopped, perhaps for lack of memory. Ask for fewer columns or rows.',
  theStatementWasCancelled: 'The statement was canceled.',
  runTheStatementAgainToSee: 'Run the statement again to see its rows.',
  noDataAreLoadedOpenA: 'No data are loaded. Open a folder or the sample population.'
})
