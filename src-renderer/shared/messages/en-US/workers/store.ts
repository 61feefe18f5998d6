import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'

/** Texts of workers/store. */
export const workersStoreMessages = catalog({
  yourRoleShowsSomePeopleNoCluster:
    'Your role shows some of the people only, and the output of a cluster does not show who they are. Nothing was opened. Ask somebody who may see everybody.',
  thereIsNoRunInThere:
    'There is no output of "populus cluster" in what you chose. Choose the folder with its file status.json.',
  matchingThePeopleOfSeveralSources:
    'Matching the people of several sources needs all data in memory, and they do not fit into what Populus may use. Nothing was changed. Give Populus more memory in Settings, open each source on its own, or use a computer with more memory.',
  anotherLoadIsUnderWayWait: 'Another load is under way. Wait for it or cancel it.',
  thereIsNothingToReadIn: 'There is nothing to read in what you chose.',
  peopleAreMatchedBetweenSeveralSources: 'People are matched between several sources, and these data have one.',
  loadingWasCancelledWhatWasLoaded: 'Loading was canceled. What was loaded before is unchanged.',
  noFHIRResourceWasFoundIn: 'No FHIR resource was found in what you chose. Choose NDJSON, Bundles or archives of them.',
  thisRecordHasASecurityLabel: 'This record has a security label whose rule masks its content.',
  theRecordsAreNotThoseOfTheRun:
    'The records at the output of the cluster are not those that the run wrote with its columns: they were changed, replaced or cut off. Nothing of them is shown. Open the output again, or start a run.',
  thisResourceIsNotInThe: 'This resource is not in the loaded data.',
  anotherRunTookItsPlace: 'Another run took its place.',
  theViewWasStopped: 'The view was stopped.',
  aViewOf: (resource: Text) => `A view of ${resource}.`,
  aDataSetWithoutIdentifiersIs:
    'A data set without identifiers is made of all data in memory, and these are in parts on the disk. Nothing was written. Give Populus more memory in Settings and open the data again, or use a computer with more memory.',
  thisModelIsNoLongerSaved: 'This model is no longer saved. Train it again.',
  theMemoryDoesNotSuffice: 'the memory does not suffice.',
  moreCouldNotBeStartedClose: (error: Text) =>
    `More could not be started: ${error} Close other programs and open the data again.`,
  thisBrowserDoesNotLetThreads: 'This browser does not let threads share memory.',
  moreCoresNeedMoreMemoryFor:
    'More cores would need more memory for this population than it may use. Choose more memory in Settings and open the data again.',
  recordsOfSomePeopleReferTo:
    'Records of some people refer to records of others, so that one core has to see all of them.',
  theOthersStoppedUnexpectedlyOpenThe: 'The others stopped unexpectedly. Open the data again to use them.',
  noDataAreLoadedOpenA: 'No data are loaded. Open a folder or the sample population.',
  theFilesOfTheseDataCannot: 'The files of these data cannot be read again. Load them once more.',
  thereIsNoTable: (name: Text) => `There is no table “${name}”.`,
  aThreadForPanelsStoppedUnexpectedly: 'A thread for panels stopped unexpectedly.',
  yourRoleShowsSomeOfThe: 'Your role shows some of the people only, and matching looks at everybody.',
  theWorkerWithTheDataEnded:
    'The part of Populus that has the data in memory ended, perhaps for lack of memory. What was saved is unchanged. Open the data again.',
  openTheDataAgain: 'Open the data again'
})
