import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'
import { plural } from '../../plural.ts'

/** Texts of screens/snapshots. */
export const screensSnapshotsMessages = catalog({
  writtenByACluster: 'Written by a run on a cluster',
  snapshotOfKeptAt: (keptAt: Text) => `Snapshot of ${keptAt}`,
  empty: 'empty',
  muchSmaller: 'much smaller',
  savedOnThisComputer: 'Saved on this computer',
  encryptedLocked: 'encrypted, locked',
  encryptedUnlocked: 'encrypted, unlocked',
  oldSnapshotsAreNotDeletedThe: (abs: Text) =>
    `Old snapshots are not deleted: the clock of this computer is ${abs} off from when Populus last ran. If it is right, they are deleted from tomorrow on.`,
  nothingIsSaved: 'Nothing is saved',
  saveTheDataOnTheScreens: 'Save the data on the screens to open them again without loading.',
  loadDataAndThenKeepThem: 'Load data, then save them to open them again without loading.',
  dataThatSomebodySaves: 'Data that somebody whose role includes it saves on this computer are opened here.',
  savedSnapshotsNewestFirst: 'Saved snapshots, newest first',
  saved: 'Saved',
  onTheDisk: 'On the disk',
  locked: 'Locked',
  cannotBeRead: 'Cannot be read',
  onTheScreens: 'on the screens',
  onHold: 'on hold',
  changedOutside: 'changed outside of Populus',
  changedDescription:
    'The file with the time, the hold and the use of this snapshot was changed or removed outside of Populus. Time and completeness are those sealed in the data, and it counts as on hold. Release it to decide again.',
  changedHold:
    'An earlier decision about its hold was put back outside of Populus: the audit log says otherwise. It counts as on hold. Release it to decide again.',
  changedUse:
    'An earlier decision about its use was put back outside of Populus. What the audit log says counts. Hold or release it to put this in order.',
  readByPaging: 'Read by paging',
  usedAnyway: (acceptLabels: Text) => `Used anyway: ${acceptLabels}.`,
  openEntry: (entry: Text) => `Open ${entry}`,
  itIsOnTheScreens: 'It is on the screens.',
  otherDataAreBeingLoaded: 'Other data are being loaded.',
  useEntryByDefault: (noAccepted: boolean, entry: Text) => `${noAccepted ? 'Use' : 'Do not use'} ${entry} by default`,
  dataThatAreMuchSmallerThan:
    'Data that are much smaller than the export before are opened by default only when somebody decides so.',
  useItAnyway: 'Use it anyway…',
  stopUsingIt: 'Stop using it',
  release: 'Release',
  hold: 'Hold',
  aSnapshotOnHoldIsNot: 'A snapshot on hold is not deleted, neither by its age nor by hand.',
  deleteEntry: (entry: Text) => `Delete ${entry}`,
  itsData: 'Its data',
  itsResourcesAboutPatients: (resources: Text, patients: Text) => `Its ${resources} about ${patients}`,
  theSamplePopulationCanBeMade: 'The sample population can be made again.',
  onlyAnotherExportCanBringThem: 'Only another export can bring them back, as the server knows them then.',
  onlyTheFilesThatTheyWere: 'Only the files that they were loaded from can bring them back.',
  deleteName: (name: Text) => `Delete ${name}?`,
  areLostForGoodTheKey: (what: Text, again: Text, onScreen: boolean) =>
    `${what} are lost for good: the key is destroyed first, so that nobody can read what is left on the disk. ${again}${onScreen ? ' They are on the screens now, which will be emptied.' : ''}`,
  deleteSnapshot: 'Delete snapshot',
  filesOfThisComputer: 'Files of this computer',
  builtInSynthetic: 'Built in, synthetic',
  exportedFromAServer: 'Exported from a server',
  loaded: 'Loaded',
  loadedAtInSeconds: (loadedAt: Text, seconds: Text) => `${loadedAt}, in ${seconds}`,
  stored: 'Stored',
  resourcesAboutPatients: (resources: Text, patients: Text) => `${resources} about ${patients}`,
  covers: 'Covers',
  firstDayToLastDay: (firstDay: Text, lastDay: Text) => `${firstDay} to ${lastDay}`,
  fhir: 'FHIR',
  inMemory: 'In memory',
  partsOnDisk: (parts: Text) => `${parts} parts on disk`,
  encryptedOnThisComputerAsThe: 'Encrypted on this computer, as the snapshot that is marked below.',
  notSavedThePartsOnDisk: (parts: number) =>
    plural(
      parts,
      'In memory only, until you close or replace the data.',
      'Not saved. The parts on disk are removed when you close or replace the data.'
    ),
  theDataAreBeingEncryptedNow: 'The data are being encrypted now.',
  savingTheData: 'Saving the data…',
  saveOnThisComputer: 'Save on this computer',
  stopSaving: 'Stop saving',
  theFilesAreEncryptedAndDivided:
    'The files and the parts made of them are encrypted and opened again in a moment. Where some people or records are left out, parts without them are made of the files each time. Your own files are not changed.',
  theFilesAndTheTablesMade:
    'The files and the tables made of them are encrypted and opened again in a moment. Your own files are not changed.',
  whichDataAreOnTheScreens: 'Which data are on the screens, and which are saved on this computer?',
  loadData: 'Load data',
  closeTheData: 'Close the data',
  closeLabel: (label: Text) => `Close ${label}?`,
  theScreensAreEmptiedAndThe:
    'The screens are emptied and the filters removed. The data remain saved on this computer, and you can open them again.',
  populusForgetsTheDataAndThe:
    'Populus closes the data and removes the filters. Your files are unchanged, and you can load them again.',
  leaveThemOpen: 'Leave them open'
})
