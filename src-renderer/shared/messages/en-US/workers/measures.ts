import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'

/** Texts of workers/measures. */
export const workersMeasuresMessages = catalog({
  oneSideHasNoResultsFor: 'One side has no results for the period. Open that snapshot and run the measures first.',
  hashWithHash: (hash: Text, hash2: Text) => `${hash} with ${hash2}`,
  thisPersonIsNotInThe: 'This person is not in the loaded data.',
  aNewerTextIsBeingEvaluated: 'A newer text is being evaluated.',
  thisMeasureIsNoLongerInstalled: 'This measure is no longer installed.',
  thisContentIsNoLongerInstalled: 'This content is no longer installed.',
  thereIsNoTableOfCut: 'There is no table of cut points to add another year to.',
  theMeasuresWereCancelledResultsThat: 'The measures were canceled. Results that were ready are kept.',
  theResultsOfOtherSnapshotsAre:
    'The results of other snapshots are about everybody, and some people or records are left out here.',
  thisSnapshotHasNoResultsOpen: 'This snapshot has no results. Open it and run the measures first.',
  anotherReportAboutSinglePeopleIs: 'Another report about single people is being written. Wait for it or cancel it.',
  theExportWasCancelledNoFile: 'The export was canceled. No file was saved.',
  noDataAreLoadedOpenA: 'No data are loaded. Open a folder or the sample population.',
  theDataWereClosedOrReplaced: 'The data were closed or replaced, so the export was ended. No file was saved.',
  theMeasureContentOnThisComputer: 'The measure content on this computer is damaged. Remove it and import it again.',
  personNumber: (number: number) => `Person ${number}`
})
