import { catalog } from '../../catalog.ts'

/** Texts of storage/keys. */
export const storageKeysMessages = catalog({
  nothingIsStoredOnThisComputer: 'Nothing is stored on this computer yet.',
  theKeyringKeyringJsonInThe:
    'The keyring (keyring.json in the snapshots folder) is damaged. Put it back from a backup, or start over and load the data again.',
  theKeychainOfThisComputerProtects: 'The keychain of this computer protects these data; there is no passphrase.',
  thereIsAKeyringAlreadyUnlock: 'There is a keyring already. Unlock it with its passphrase.',
  theKeyOfTheWorklistIs:
    'The key of the worklist is gone or damaged, so its notes and states cannot be read. Put the worklist folder back from a backup. The snapshots are not affected.',
  theKeysAndSecretsOfThis:
    'The keys and secrets of this connection are gone or damaged. Make or import a key again, and register its public half. The downloaded data are not affected.',
  theKeyOfThisExportIs:
    'The key of this export is gone or damaged, so its log cannot be read. Start the export again. Finished snapshots are not affected.',
  theKeyOfTheAuditLog:
    'The key of the audit log is gone or damaged. Put audit.key back from a backup to check the log.',
  theKeyOfTheSealedSettings: 'The key of the sealed settings is gone or damaged. Set them again.',
  theKeyOfThisSnapshotIs:
    'The key of this snapshot is gone or damaged, so its data cannot be read by anybody. Delete the snapshot, and load its data again.',
  theKeyOfTheseDataIs: 'The key of these data is in memory and cannot be changed.',
  populusIsLockedUnlockItFirst: 'Populus is locked. Unlock it first, and try again.',
  aPassphraseProtectsTheseDataUnlock: 'A passphrase protects these data. Unlock them with it.',
  whatIsStoredOnThisComputer: 'What is stored on this computer is locked. Unlock it first.',
  thereIsNoKeychainHereThat: 'There is no keychain here that protects. Choose a passphrase.',
  populusCouldNotReadTheKey:
    'Populus could not read the key from this computer’s keychain. Sign in as the user who saved the data, and unlock the keychain.',
  wrongPassphraseTryAgain: 'Wrong passphrase. Try again.',
  noRecoveryKeyWasMadeFor: 'No recovery key was made for these data, so only the passphrase opens them.',
  thisIsNotTheRecoveryKey: 'This is not the recovery key of these data. Check each group of characters.'
})
