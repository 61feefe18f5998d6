import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'
import { plural } from '../../plural.ts'

/** Texts of state/session. */
export const stateSessionMessages = catalog({
  theExportWasCancelledNothingLeft: 'The export was canceled. Nothing left Populus.',
  theBackupWasMadeKeepIt: 'The backup was made. Keep it apart from this computer, and its passphrase apart from it',
  theRestoreWasWithdrawnTheData: 'The restore was withdrawn. The data are unchanged',
  theRestoreWasCancelledNothingWas: 'The restore was canceled. Nothing was changed.',
  filesFiles: (files: Text) => `${files} files`,
  aClusterHasTheRecords:
    'The records of these people are on a cluster, so that they cannot be saved as a snapshot. Open the output of the run again.',
  severalSourcesAreNotSavedAs:
    'Several sources are not saved as one. Save each on its own; on the screen Sources you can open saved data together.',
  theDataCannotBeSavedA:
    'The data cannot be saved: a compressed file was not read to its end because it unpacks to too much. Leave it out or get another copy, and load the data again.',
  touchIDUnlocksTheDataFrom: 'Touch ID unlocks the data from now on',
  theKeychainAloneOpensTheData: 'The keychain alone opens the data from now on',
  thePassphraseWasChangedTheOld: 'The passphrase was changed. The old one no longer opens anything',
  unlockedTheNewPassphraseOpensThe: 'Unlocked. The new passphrase opens the data from now on',
  theKeyWasChangedTheOld: 'The key was changed. The old recovery key no longer works: make a new one',
  theKeyWasChangedAndEverything: 'The key was changed, and everything is protected by the new one',
  whatWasDecidedAboutWhichRecords:
    'What was decided about which records are of one person is sealed. Unlock with the passphrase first.',
  theDecisionsAboutWhichRecordsAre:
    'The decisions about which records are of one person were changed outside Populus. Restore them from a backup.',
  theChosenData: 'The chosen data',
  theData: 'The data',
  otherDataAreBeingLoaded:
    'Other data are being loaded. Wait until they are open, or cancel that, and choose yours again.',
  noFHIRDataWereFoundIn:
    'No FHIR data were found in your selection. Choose NDJSON, JSON, gzip or zip files, or a folder that contains them.',
  openedLabel: (label: Text) => `Opened ${label}`,
  loadedLabel: (label: Text) => `Loaded ${label}`,
  loadingWasCancelled: (label: Text) => `Loading ${label} was canceled`,
  couldNotBeLoaded: (label: Text) => `${label} could not be loaded`,
  loadingLabel: (label: Text) => `Loading ${label}`,
  filesOfTotalFilesFiles: (files: Text, totalFiles: number) =>
    `${files} of ${totalFiles} ${plural(totalFiles, 'file', 'files')}`,
  doneOfCountParts: (done: Text, count: Text) => `${done} of ${count} parts`,
  savingWasCanceled: 'Saving was canceled.',
  keptLabel: (label: Text) => `Kept ${label}`,
  theDataAreSavedOnThis: 'The data are saved on this computer, encrypted',
  savingWasCanceledOfLabel: (label: Text) => `Saving ${label} was canceled`,
  savingTheDataWasCanceledThey: 'Saving the data was canceled. They stay open and are not saved',
  wasNotKept: (label: Text) => `${label} was not kept`,
  theDataWereNotKept: (message: Text) => `The data were not kept. ${message}`,
  theSnapshot: 'The snapshot',
  theSnapshotWasDeleted: 'The snapshot was deleted',
  theSnapshotWasNotDeleted: (message: Text) => `The snapshot was not deleted. ${message}`,
  theHoldWasNotChanged: (message: Text) => `The hold was not changed. ${message}`,
  theSnapshotIsNoLongerUsed: 'The snapshot is no longer used by default',
  theSnapshotIsUsedFromNow: 'The snapshot is used from now on. It remains marked as much smaller',
  nothingWasChanged: (message: Text) => `Nothing was changed. ${message}`,
  inMemoryOnly: 'In memory only.',
  notSaved: 'Not saved.',
  saveTheDataOnThisComputer: (unsaved: Text) => `${unsaved} Save the data on this computer, encrypted?`,
  savingLabel: (label: Text) => `Saving ${label}`,
  unlocked: 'Unlocked'
})
