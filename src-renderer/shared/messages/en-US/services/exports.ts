import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'

/** Texts of services/exports. */
export const servicesExportsMessages = catalog({
  whatIsStoredStaysGoOn:
    'What has been stored is safe. Resume when the server can be reached; the export continues where it stopped.',
  checkTheClientIDTheKey:
    'Check the client ID, the key and the permissions of this connection, and test its sign-in. Then go on.',
  changeWhatTheConnectionAsksFor:
    'Change what the connection asks for, or choose another vendor profile, and start again.',
  checkLevelAndGroupOfThe:
    'Check level and group of the connection. A server without bulk export can be searched in its place.',
  theServerHasTheExportNoMore:
    'The export is not on the server any more. It was canceled there, or the server removed it.',
  exportAgainTheServerPrepares: 'Export again. The server prepares a new export; it cannot continue the one before.',
  startAgainWithAFullExport: 'Start again with a full export.',
  freeSomeSpaceOnTheDisk: 'Free some disk space and resume; what has been stored is safe.',
  whatWasStoredBeforeIsDamaged: 'What was stored before is damaged or its key is gone. Start again with a full export.',
  resumeAtAnyTimeWhat: 'Resume at any time; what has been stored is safe.',
  tryToGoOnIfIt: 'Try to go on. If it repeats, start again, and look in the log.',
  theExportStoppedForAReason: 'The export stopped for a reason inside Populus, or of the disk.',
  thisExportIsNotInThe: 'This export is not in the history any more.',
  anExportOfThisConnectionIs: 'An export of this connection is under way already.',
  thisExportHasEndedStartIt: 'This export has ended. Start it again.',
  thisExportIsUnderWayCancel: 'This export is under way. Cancel it first.',
  exportedDataAreSavedEncryptedChoose: 'Exported data are saved encrypted. Choose a passphrase first.',
  enterThePassphraseToUnlockThe: 'Enter the passphrase to unlock the stored data first.',
  requestRefusedWithHTTP: (errorCode: Text, errorBody: Text) => `Request refused with HTTP ${errorCode}: ${errorBody}`,
  requestAccepted: 'Request accepted',
  serverStillWorks: 'Server still works',
  asksToWaitS: (retryAfter: Text, retryAfter2: boolean) => `asks to wait ${retryAfter}${retryAfter2 ? ' s' : ''}`,
  manifestFilesListsOfRemovalsOf: (outputFileCount: Text, deletedFileCount: Text, errorFileCount: Text) =>
    `Manifest: ${outputFileCount} files, ${deletedFileCount} lists of removals, ${errorFileCount} of issues`,
  exportIsReadyDataOf: (transactionTime: Text) => `Export is ready, data of ${transactionTime}`,
  askingForAFileOf: (shown: Text) => `Asking for a file of ${shown}`,
  fileStored: (resourceCount: Text, size: Text) => `File stored: ${resourceCount}, ${size}`,
  fileFailedWithHTTP: (code: Text, message: Text) => `File failed with HTTP ${code}: ${message}`,
  fileFailedMessage: (message: Text) => `File failed: ${message}`,
  n1File: '1 file',
  filesFiles: (files: Text) => `${files} files`,
  theServerAsksForFewerRequests: (said: Text) => `The server asks for fewer requests (HTTP 429)${said}`,
  theStatusRequestFailedWithHTTP: (code: Text, said: Text) => `The status request failed with HTTP ${code}${said}`,
  n1Resource: '1 resource',
  countResources: (count: Text) => `${count} resources`,
  theSnapshotThatThisExportBuilds:
    'The snapshot that this export builds on was deleted. Start a full export in its place.',
  itIsNotKnownAnyMore: 'It is not known any more what this export lacks. Export everything again.',
  theExportFailedUnlockTheStored: 'The export failed. Unlock the stored data to see what the server answered.',
  notEverythingArrived: 'Not everything arrived.',
  fetchTheMissingFilesWhatArrived:
    'Fetch the missing files: what arrived is kept. If the server no longer has this export, the types concerned are exported again. Until everything has arrived, the screens show the last complete data.',
  exportAgainUntilThenTheLast: 'Export again. Until then the screens show the last complete data.',
  theJournalOfThisExportDoesNot: (path: Text) =>
    `The journal of this export does not open: its key in ${path} of the data folder is damaged. How far the export came cannot be read.`,
  restoreTheDataFolderOrGiveUp: 'Restore the data folder from a backup, or give this export up and export everything.',
  restoreTheDataFolderOrExport: 'Restore the data folder from a backup, or export again.',
  thisExportContinuesWhenTheSaved: 'This export continues when the saved data are unlocked.',
  enterThePassphrase: 'Enter the passphrase.'
})
