import { catalog } from '../catalog.ts'
import type { Text } from '../message.ts'

/** Texts of storage. */
export const storageMessages = catalog({
  thePackageIsLonger: (name: Text) =>
    `The package ${name} is longer than the feed says. It was removed; nothing of it may be installed.`,
  thePackageIsCut: (name: Text) => `The package ${name} ends before its end. It was removed; download it again.`,
  thePackageIsAnotherOne: (name: Text) =>
    `The package ${name} is not the one that the feed names: at least one byte differs. It must not be installed.`,
  thePackageCannotBeRead: (name: Text) => `The package ${name} cannot be read. Check the path and who may read it.`,
  thisBackupWasMadeByA:
    'This backup was made by a newer version of Populus, which writes another format. Nothing was restored. Update Populus, and restore it then.',
  thisIsNoBackupOfPopulus: 'This is no backup of Populus, or its beginning is damaged.',
  thePassphraseIsRightButThe:
    'The passphrase is right, but the backup was changed or cut after it was made. Nothing was restored. Use another copy of it, or an earlier backup.',
  theBackupDoesNotOpenThe:
    'The backup does not open: the passphrase is wrong, or the file was changed or cut. Nothing was restored.',
  thisDataFolderHoldsSavedData:
    'This data folder holds saved data already, which a restore would replace. Restore into another folder with --data, or in the settings of Populus.',
  thereIsNoCheckedBackupTo: 'There is no checked backup to restore. Choose the backup again.',
  theBackupWasCancelledNothingWas: 'The backup was canceled. Nothing was written.',
  aBackupIsBeingMadeWait:
    'A backup is being made, so nothing was deleted or changed. Wait until it has ended, or cancel it in Settings.',
  unknownAccount: 'unknown account',
  anotherPopulusKeepsAFileLocked: 'Another Populus keeps a file locked. Close it and try again.',
  inTheDataFolderCannotBe: (name: Text) =>
    `"${name}" in the data folder cannot be reached: there is a file where a folder is expected.`,
  inTheDataFolderIsA: (name: Text) => `"${name}" in the data folder is a folder, and a file belongs in its place.`,
  inTheDataFolderIsAFile: (name: Text) => `"${name}" in the data folder is a file, and a folder belongs in its place.`,
  inTheDataFolderCannotBeRead: (name: Text) =>
    `"${name}" in the data folder cannot be read: this user of the computer has no permission. Nothing was changed. Give your user account access to the data folder and all that is in it, and start Populus again.`,
  inTheDataFolderIsDamaged: (name: Text) =>
    `"${name}" in the data folder is damaged, or of a later version of Populus, so what it is about is left out. Nothing was changed. Put the file back from a backup, or use the later version, and start Populus again.`,
  nothingElseWasChangedMoveIt: (what: Text) =>
    `${what} Nothing else was changed. Move it away, put back what was there from a backup if there is one, and start Populus again.`,
  thereIsNoRoomOnThe:
    'There is no room on the disk of the data folder, so the data were not saved. What was saved before is unchanged. Free some space and try again.',
  populusMayNotChangeItsData:
    'Populus may not change its data folder, so nothing was saved. Give your account the right to write there and try again.',
  tooManyFilesAreOpen:
    'Too many files are open on this computer, so this was not done. Close other programs, or raise the limit of open files, and try again.',
  theDataFolderIsOutOfReach:
    'The data folder, or a file in it, is not there any more or does not answer, so this was not done. Check that its drive is connected and the folder has not been moved, then try again.',
  aSavedFileWasChangedOr:
    'A saved file was changed or damaged, so Populus does not use it. Load the data again from their source.',
  aLaterVersionWroteTheseParts:
    'A newer version of Populus wrote the parts of these data. They are left as they are. Update Populus to use them.',
  aFileOfPopulusWasCut: 'A file of Populus was cut by another program. Start Populus again.',
  thereIsNotEnoughRoomOn: (megabytes: Text, free: Text) =>
    `There is not enough room on the disk. Saving these data needs about ${megabytes} MB of free space; there are ${free} MB. Free some and try again.`,
  thisContentIsNoLongerInstalled: 'This content is no longer installed.',
  anotherPopulusOnThisComputerIs:
    'Another Populus on this computer is changing the saved data. Close it, and try again.',
  onlyDataThatAreMuchSmaller: 'Only data that are much smaller than before can be accepted as they are.',
  thisSnapshotIsOnHoldRelease: 'This snapshot is on hold. Release the hold, and then delete it.',
  theseDataWereClosedMeanwhile:
    'These data were closed or locked meanwhile, so nothing was saved of them. Open them again.',
  thisSnapshotIsNotThereAny: 'This snapshot is not there any more.'
})
