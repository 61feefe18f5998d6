import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'

/** Texts of services/snapshots. */
export const servicesSnapshotsMessages = catalog({
  touchIDCannotBeUsedNow:
    'Touch ID cannot be used now. Open the lid or connect the keyboard with the sensor, or unlock with the recovery key.',
  touchIDWasCanceledOrNot: 'Touch ID was canceled or not recognized. Nothing was changed; try again.',
  unlockTheHealthData: 'unlock the health data',
  theAppLockToBeSwitched: 'the app lock to be switched off',
  populusIsLockedUnlockItFirst: 'Populus is locked. Unlock it first.',
  lockTheHealthDataWithTouch: 'lock the health data with Touch ID',
  stopLockingTheHealthDataWith: 'stop locking the health data with Touch ID',
  theKeychainOfYourAccountProtects:
    'The keychain of your account protects these data. Lock the computer, or sign out, to lock them.',
  anExportIsUnderWayChange: 'An export is under way. Change the key when it has ended.',
  theDataAreNotLockedDelete: 'The data are not locked. Delete snapshots and connections one by one instead.',
  dataToBeProtectedByA: 'data to be protected by a passphrase',
  dataToBeStoredWhereNo: 'data to be stored where no keychain protects them',
  dataToBeStoredWithoutTouch: 'data to be stored without Touch ID or a passphrase',
  theKeychainOfTheDesktopProtects:
    'The keychain of the desktop protects these data, so they open in the Populus window only.',
  noDataAreStoredInThis: 'No data are stored in this folder.',
  theyAreIncomplete: 'They are incomplete.',
  thereAreNoCompleteDataIn: (why: Text, id: Text) =>
    `There are no complete data in this folder. ${why} Start the export again to fetch what is missing, or name the folder of the snapshot, ${id}, to read it as it is.`,
  thisSnapshotHasNoParts: 'This snapshot has no parts on the disk. They are built from its files when it is opened.',
  savingTheseDataWasAbandonedTry: 'Saving these data was abandoned. Try again.',
  aFileIsNotTheSame:
    'A file is not the same as when it was loaded, so nothing was saved. Load the data again, and then save them.',
  thePartsOfASnapshotCome: 'The parts of a snapshot come one after another.',
  notEveryFileArrivedSoNothing: 'Not every file arrived, so nothing was saved. Try again.',
  theCompressedFileWasCutOr: 'The compressed file was cut or damaged. What could be read of it is here.'
})
