import { catalog } from '../catalog.ts'
import type { Text } from '../message.ts'

/** Texts of services. */
export const servicesMessages = catalog({
  theRunEndedWithoutAReason:
    'The run ended without saying why. Start it with "populus cluster local" in a terminal, which shows the log of Spark.',
  runsCannotBeStartedHere: 'Runs cannot be started from here. Start one with "populus cluster" in a terminal.',
  aRunIsUnderWay: 'A run is under way. Wait for it, or stop it.',
  theRunIsNotThere: 'This run left nothing to open on this computer.',
  thereIsNoRunAtTheAddress:
    'There is no output of "populus cluster" at this address. Give the address of the folder that has the file status.json.',
  theAddressIsNone:
    'This is not an address. Give one such as https://storage.example.org/populus/2026-10 or s3://bucket/populus/2026-10.',
  thereAreNoCredentialsOfS3:
    'There are no credentials for S3. Start Populus with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in its environment, and AWS_ENDPOINT_URL for other storage than that of AWS.',
  onlyEncryptedAddresses:
    'Health data are read over encrypted connections only. Give an address that begins with https:// or s3://.',
  theServerRefusesAccess: (status: number) =>
    `The server refuses access (status ${status}). Ask whoever runs the storage for an address or credentials that work.`,
  theAddressAnswers: (status: number) => `The address answers with status ${status}. Check it, or try again later.`,
  theAuditLogCannotBeWritten:
    'The audit log cannot be written, so nothing was done. Check the free space and the permissions of the data folder.',
  theCertificatesOfTheCollectorCannot:
    'The file of certificates that the policy AuditSink names cannot be read. Nothing was sent, and the records wait on this computer. Ask your administrator to let this account read it.',
  thisExportWasNotAnnouncedOr: 'This export was not announced, or has ended already.',
  systemObject: 'System Object',
  operationSuccessful: 'Operation Successful',
  humanUser: 'human user',
  unknownAccount: 'unknown account',
  userDevice: 'User Device',
  peopleAreInTheAuditLog:
    'People are in the audit log under keyed names. Unlock with the passphrase to find one of them.',
  anAcknowledgementCountsOnlyWithThe:
    'An acknowledgement counts only with the key of the audit log. Unlock with the passphrase and try again.',
  thereIsNoDamagedAuditLog: 'There is no damaged audit log of that name in the data folder.',
  thisWasDoneButItsOutcome:
    'This was done, but its outcome could not be recorded in the audit log, which lists it as begun. Check the free space and the permissions of the data folder, and do not repeat it.',
  aBackupIsBeingMadeOr: 'A backup is being made or checked. Wait until it has ended, or cancel it.',
  anExportIsUnderWayMake: 'An export is under way. Make the backup when it has ended.',
  populusIsLockedUnlockItFirst: 'Populus is locked. Unlock it first.',
  aRestoreIsPreparedAlreadyWithdraw: 'A restore is prepared already. Withdraw it, or start Populus again.',
  theSavedDataChangedWhileThe:
    'The saved data changed while the backup was made, for example because a snapshot was deleted. Nothing was written. Make it again.',
  theFileOfTheBackupCannot: 'The file of the backup cannot be opened. Choose it again.',
  theRestoreWasCancelledNothingWas: 'The restore was canceled. Nothing was changed.',
  theListIs: 'The list is',
  theListOfPublishersIs: 'The list of publishers is',
  changesOfTrustedPublishers: 'changes of the trusted publishers, which your organization has set',
  theListOfPublishersWasChanged:
    'The list of trusted publishers was changed, replaced or removed outside Populus, so nobody on it is trusted. Restore the file publishers.sealed from a backup.',
  theKeyIsOnTheList: 'The key is on the list already.',
  theKeyIsNotOnTheList: 'The key is no longer on the list.',
  theListOfPublishersIsFull: (max: number) => `The list holds at most ${max} publishers. Remove one first.`,
  rulesAre: 'Rules are',
  yourOrganizationSetsTheseRulesBy: 'Your organization sets these rules by policy. They cannot be changed here.',
  sealedSaveDataOrUnlockFirst: (name: Text) => `${name} sealed. Save data or unlock first.`,
  builtInMeasures: 'Built-in measures',
  installingThisContentWasGivenUp: 'Installing this content was given up. Try again.',
  theContentDidNotArriveWhole: 'The content did not arrive whole. Try again.',
  theContentPackHasAnotherHash: (path: Text) =>
    `The file of the content pack has another SHA-256 than the policy names: ${path}. It is not installed; compare the file with the one that was approved.`,
  anInstalledPackWasChanged: (title: Text) =>
    `The pack "${title}" was changed or damaged on this computer after it was installed, so it is not used. Remove it, and import it again.`,
  theFileIsNoContentPack: (path: Text) =>
    `The file is no content pack of Populus: ${path}. It is not installed; name a content.json.gz of an installed pack.`,
  theContentPackCannotBeRead: (path: Text) =>
    `The file of the content pack cannot be read: ${path}. It is not installed; check that the file is there and that users may read it.`,
  removingThePack: (title: Text) => `removing the pack "${title}"`,
  theBuiltInMeasuresCannotBe: 'The built-in measures cannot be removed.',
  theContentWasChangedOrCut: 'The content was changed or cut off on its way. Nothing was installed. Try again.',
  noResultsAreStoredWithThese: 'No results are stored with these data.',
  aFileHasChangedSince: 'A file has changed since it was opened. Open the data again.',
  theZipArchiveHasChangedSince: 'The zip archive has changed since it was opened. Open it again.',
  theseFilesAreNoLongerOpen: 'These files are no longer open. Open them again.',
  labelAndPathsMore: (label: Text, paths: Text) => `${label} and ${paths} more`,
  itCannotBeReadItIs: 'It cannot be read: it is gone, or access is denied.',
  notARegularFile: 'Not a regular file.',
  theFolderIsListedOnceAlready: 'The folder is listed once already.',
  theFolderCannotBeReadAccess: 'The folder cannot be read: access is denied.',
  aChosenFileOrFolderDoes: 'A chosen file or folder does not exist. Check the name, and that its drive is connected.',
  aChosenFileOrFolderCannot: 'A chosen file or folder cannot be read. Check that you have access to it.',
  aFileCannotBeOpenedCheck: 'A file cannot be opened. Check that it is there and that you may read it.',
  decisionsAboutPeopleAreSealedUnlock: 'Decisions about people are sealed. Unlock with the passphrase first.',
  thisComputerDoesNotKnowTheTimeZone: (zone: Text) =>
    `This computer does not know the time zone ${zone}. Choose another one; the schedule is unchanged.`,
  aLaterVersionWroteIntoTheWorklist:
    'A later version of Populus wrote entries into the worklist that this one cannot read, and they may be about this person. Nothing was erased. Erase with that version.',
  theDecisionsAboutPeopleWereChanged:
    'The decisions about people were changed outside Populus. Nothing was added. Restore them from a backup.',
  thisDecisionIsNotThereOr: 'This decision is not there, or was undone before.',
  whatWasDecidedAboutWhichRecords:
    'What was decided about which records are of one person is sealed. Unlock with the passphrase first.',
  theDecisionsAboutWhichRecordsAre:
    'The decisions about which records are of one person were changed outside Populus. Restore them from a backup.',
  theOfThisInstallationCannotBe: (what: Text) =>
    `The ${what} of this installation cannot be read. Install Populus again.`,
  registryDefinitions: 'registry definitions',
  theTableDefinitionsOfThisInstallation:
    'The table definitions of this installation cannot be read. Install Populus again.',
  yourRoleShowsSomeOfThe:
    'Your role shows some of the people only, and who they are is determined from saved data. Complete data of this source are not saved on this computer, so the worklist is not open to you. Nothing was changed. Save the data, or have somebody save them.',
  itWaitsForItsWindow: 'It waits for its window.',
  itWaitsForMainsPower: 'It waits for mains power.',
  itWaitsForANetwork: 'It waits for a network.',
  itWaitsForANetworkThat: 'It waits for a network that is not metered.',
  theNextRunIsPlanned: ' The next run is planned.',
  refreshDone: 'Refresh done',
  newDataAreHere: (name: Text) => `${name}: new data are here.`,
  refreshIncomplete: 'Refresh incomplete',
  notEverythingArrived: (name: Text, when: Text) => `${name}: not everything arrived.${when}`,
  refreshFailed: 'Refresh failed',
  lookAtConnectionsToSeeWhy: (name: Text, when: Text) => `${name}: look at Connections to see why.${when}`,
  theSettingsCouldNotBeSaved: 'The settings could not be saved, and the old ones remain in force.',
  theseDataAreNoLongerOpen: 'These data are no longer open. Open them again.',
  yourRoleDoesNotShowSome:
    'Your role does not show some of these people, so that nothing was recorded. Choose people of your own payers, practices and registries.',
  anotherPopulusOnThisComputerHas: 'Another Populus on this computer has the worklist. Close it, and try again.',
  theWorklistIsSavedEncryptedChoose: 'The worklist is saved encrypted. Choose a passphrase for it first.',
  theWorklistIsLockedUnlockIt: 'The worklist is locked. Unlock it with its passphrase first.',
  thesePeopleHaveAWorklistOf: 'These people have a worklist of their own already.',
  thisIsTheSameWorklist: 'This is the same worklist.',
  whatLeftBeforeIsSealedUnlock:
    'What left before is recorded encrypted, and locked. Unlock it first, so that these figures can be compared with it. Nothing left.',
  theAuditLogKnowsOfAnother: (problem: 'removed' | 'truncated' | 'replaced') =>
    `${
      {
        removed: 'The register of published counts was removed outside Populus',
        truncated:
          'The register of published counts lacks its last entries: it was cut off, or an older copy was put back',
        replaced: 'The register of published counts was replaced outside Populus by another one'
      }[problem]
    }, as the audit log shows. What left before is not known in full, so that small groups cannot be protected. Nothing left. An administrator has to acknowledge it with a reason, in Settings or with populus published --acknowledge.`,
  theRegisterIsWhatTheAuditLog:
    'The register of published counts is what the audit log has. There is nothing to acknowledge.',
  comparingWithWhatLeftStopped:
    'Comparing these figures with what left before stopped unexpectedly. Nothing left. Try again.',
  othersEnteredWhatLeavesMeanwhile:
    'Other windows or commands entered what leaves so often that these figures could not be compared with all of it. Nothing left. Try again.',
  thisEntryIsNotInTheRegister: 'This entry is not in the register of published counts, or is forgotten already.',
  theFileIsNoPublisherKey: 'The file is no private key of a publisher. Make one with "populus pack key".',
  theSignatureIsOfAnotherFile:
    'The signature is not of this file: the file was changed after it was signed, or it is the signature of another one. Ask the publisher for both files anew.',
  theSignatureIsDamaged:
    'The signature is damaged, or is none that Populus knows. Nothing was taken from the file. Ask the publisher for both files anew.',
  theSignatureCannotBeRead: (path: Text) => `The signature ${path} cannot be read. Check who may read it.`,
  whatNobodySigned: (title: Text) =>
    `${title} without the signature of a trusted publisher. Ask its publisher for the .sig file, and choose or keep both together`,
  whatAnUnknownKeySigned: (title: Text) =>
    `${title} signed by a key that is not among the trusted publishers. Compare its fingerprint with the publisher before somebody who may adds the key`,
  whatCannotBeVerifiedWhileLocked: (title: Text) =>
    `${title} while the list of trusted publishers of this computer is locked. Unlock the data in the window, give the command their passphrase (--passphrase-file), or set the policy TrustedPublishers`,
  whatCannotBeVerifiedByADamagedList: (title: Text) =>
    `${title} while the list of trusted publishers of this computer is damaged. Restore a backup, or set the policy TrustedPublishers`,
  whatWasNotVerified: (title: Text) =>
    `saving ${title}, which is not a file whose signature was verified. Choose the file, in UTF-8, together with its .sig file`,
  theContentPack: 'the content pack',
  theFileOfContent: (name: Text) => `the file “${name}”`,
  anUnsignedPack: (title: Text) =>
    `the pack “${title}”, of which no signature of a trusted publisher is on record. Import its files again, with their .sig files`,
  signedFilesMayHaveTogether: 'Signed files of measure content may have 512 MB together. Import them in smaller parts.',
  theChosenFileCannotBeRead: (name: Text) => `The file “${name}” cannot be read. Check who may read it.`,
  theFileDidNotArriveWhole: (name: Text) => `The file “${name}” did not arrive whole. Choose it again.`,
  importingTheseFilesWasGivenUp: 'Importing these files was given up. Choose them again.'
})
