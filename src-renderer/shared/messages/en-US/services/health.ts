import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'
import { counted, plural } from '../../plural.ts'

/** Texts of services/health. */
export const servicesHealthMessages = catalog({
  nothingIsInTheAuditLog: 'Nothing is in the audit log yet.',
  filesOfConnectionsOrExportsCannot: (unreadable: number) =>
    `${unreadable} ${plural(unreadable, 'file', 'files')} of connections or exports cannot be read. Open Populus: it sets aside what is damaged and says so.`,
  thisPartCannotBeChecked: (code: Text) =>
    `This part of the data folder cannot be read (${code}), so it cannot be checked. Check that this account may read it, and that nothing else is in its place.`,
  noExportHasEndedYet: 'no export has ended yet.',
  theLastExportFailedOpenIts: 'the last export failed. Open its log in Populus.',
  theNextExportCannotSignIn: (missing: Text) => `the next export cannot sign in. ${missing}`,
  theLastExportIsIncomplete: 'the last export is incomplete.',
  theLastCompleteExportIsHours: (ageHours: number | undefined) =>
    `the last complete export is ${ageHours === undefined ? 'many hours' : counted(ageHours, 'hour', 'hours')} old.`,
  theLastExportEndedAs: (state: Text) => `the last export ended as ${state}.`,
  otherAccountsCanEnterTheData: 'Other accounts can enter the data folder. Close it: chmod 700.',
  theDataFolderIsOnTheNetwork:
    'The data folder is on another computer, where locks and renames cannot be relied on. Move it to a disk of this one.',
  theDataFolderIsThereAnd: 'The data folder is there and writable.',
  theDataFolderIsNotThere: 'The data folder is not there, or this account may not read and write it.',
  gbAreFreeOnTheDisk: (freeBytes: Text) => `${freeBytes} GB are free on the disk of the data folder.`,
  makeRoomExportsStopWhenIt: (size: Text) => `${size} Make room: exports stop when it is full.`,
  theKeychainOfTheSystem: 'the keychain of the system',
  aPassphrase: 'a passphrase',
  nothingIsStoredYet: 'Nothing is stored yet.',
  theKeychainOfThisAccountDoes: 'The keychain of this account does not give the key of the stored data.',
  theKeychainProtectsTheDataOnly: 'The keychain protects the data; only the installed program can try its key.',
  thereIsNoRecoveryKey: ' There is no recovery key.',
  theStoredDataAreProtectedBy: (protectors: Text, without: Text) =>
    `The stored data are protected by ${protectors}.${without}`,
  policiesAreSet: (set: number) =>
    set === 0 ? 'No policies are set.' : `${counted(set, 'policy', 'policies')} ${plural(set, 'is', 'are')} set.`,
  wrongPopulusPolicyTellsWhich: (problems: Text) => `${problems} wrong. "populus policy" shows which.`,
  onePolicySettingIs: 'One policy setting is',
  policySettingsAre: (problems: Text) => `${problems} policy settings are`
})
