import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'
import { counted } from '../../plural.ts'

/** Texts of screens/start. */
export const screensStartMessages = catalog({
  startWithData: 'Start with data',
  populusTurnsFHIRExportsIntoRegistries:
    'Populus turns FHIR exports into registries, quality measures and care gaps. Everything is calculated on this computer.',
  openAgain: 'Open again',
  thereAreIncompleteDataOnly: 'There are incomplete data only.',
  savedMuchSmallerThanBefore: (label: Text, patients: Text, keptAt: Text, isSmaller: boolean) =>
    `${label}, ${patients}, saved ${keptAt}${isSmaller ? ', much smaller than before' : ''}.`,
  savedOnThisComputerTheNewest: (saved: Text, keptAt: Text) =>
    `${saved} saved on this computer, the newest of ${keptAt}.`,
  theExportOf: (keptAt: Text, completeness: Text) => `The export of ${keptAt}: ${completeness}`,
  notEverythingArrived: 'not everything arrived.',
  allKept: (saved: Text) => `All ${saved}`,
  whoDidWhatWhenAndWhy: 'Who did what, when and why, and whether the record is intact. Your role does not open data.',
  openAuditLog: 'Open audit log',
  nothingToOpenYet: 'Nothing to open yet',
  yourRoleOpensSavedData: (isOver1: boolean, names: Text) =>
    `${isOver1 ? 'Your roles' : 'Your role'}, ${names}, ${isOver1 ? 'open' : 'opens'} data that are saved on this computer and ${isOver1 ? 'do' : 'does'} not load any. Ask somebody who loads data, or an admin of Populus, to save them here.`,
  openAFolderOfNDJSON: 'Open a folder of NDJSON',
  exportFilesZipOrGzipArchives:
    'Export files, zip or gzip archives, or FHIR bundles that you already have. Works with the network off.',
  chooseFiles: 'Choose files',
  chooseFolder: 'Choose folder',
  connectToAnEHR: 'Connect to an EHR',
  smartBackendServicesBulkExportStep:
    'SMART Backend Services bulk export, step by step. You need the FHIR base address and an administrator who can register a public key.',
  connect: 'Connect',
  tryTheSamplePopulation: 'Try the sample population',
  withVisitsConditionsResultsMedicinesAnd: (samplePatients: Text) =>
    `${samplePatients} with visits, conditions, results, medicines and claims over several years. They come from a FHIR server inside Populus; Populus signs in and exports as from a real one, in seconds. The payer sample shows the same people as their payers see them: coverage and claims only.`,
  loadPayerSample: 'Load payer sample',
  loadSample: 'Load sample',
  youCanAlsoDropAFolder: 'You can also drop a folder, files or an archive anywhere in this window.',
  beforeYouBegin: 'Before you begin',
  dataStayHere: 'Data stay here',
  noAccountNoCloudNoTelemetry: 'No account, no cloud, no telemetry. Populus connects only to the servers that you add.',
  youDecideWhatIsSaved: 'You decide what is saved',
  dataAreLoadedIntoMemoryAnd:
    'Data are loaded into memory, and your files are only read. What you save on this computer is encrypted; everything else is gone when Populus closes. Settings and the audit log are saved.',
  freeOnTheDisk: (freeBytes: Text) => `${freeBytes} free on the disk`,
  loadingNeedsMemoryNotDiskSaving:
    'Loading needs memory, not disk; saving needs about a fifth of the size of the files. Close other large programs before you load a large export.',
  namesStayMasked: 'Names stay masked',
  aReasonIsAskedForAnd: 'You give a reason, which is recorded, before a name or record number is shown.',
  inWhatLeavesPopulusCountsOf: (limit: Text) =>
    `In what leaves Populus, counts of 1 to ${limit} people are suppressed.`,
  smallCountsAreNotSuppressedAs: 'Small counts are not suppressed, as set in Settings.',
  setUpGuideForEpicOracle: 'Setup guide for Epic, Oracle Health and others',
  openingTheFiles: 'Opening the files',
  bytesOfTotalBytes: (bytes: Text, totalBytes: Text) => `${bytes} of ${totalBytes}`,
  totalNotStated: (bytes: Text) => `${bytes}, total not stated`,
  filesToRead: (files: Text) => `${files} to read`,
  loadingLabel: (label: Text) => `Loading ${label}`,
  whatIsBeingReadAndWhat: 'What is being read, and what could not be?',
  stepsOfTheLoad: 'Steps of the load',
  read: 'Read',
  arrange: 'Arrange',
  sortByPersonAndTimeResolve: 'sort by person and time, resolve references',
  ofOnTheDisk: (done: Text, count: Text) => `${done} of ${count} on the disk`,
  countAndDraw: 'count and draw',
  rejectedSoFar: 'Rejected so far',
  speed: 'Speed',
  timeLeft: 'Time left',
  size: 'Size',
  notStated: 'not stated',
  countMoreFiles: (count: number) => counted(count, 'more file', 'more files'),
  populusIsLocked: 'Populus is locked',
  theKeyOfTheDataWas: (waiting: boolean) =>
    `The key of the data was removed from memory. ${waiting ? 'Exports wait and continue after unlocking.' : 'Schedules wait until it is unlocked.'}`,
  passphrase: 'Passphrase',
  yourOrganizationRequiresAnAppLock:
    'Your organization requires an app lock, and there is no Touch ID on this computer: choose a passphrase.',
  checkingSlowByDesign: 'Checking (slow by design)',
  waitingForTouchID: 'Waiting for Touch ID',
  chooseAPassphrase: 'Choose a passphrase…',
  unlockWithTouchID: 'Unlock with Touch ID',
  passphraseForgotten: 'Passphrase forgotten?',
  useTheRecoveryKey: 'Use the recovery key',
  thisWindowHasNoAccessTo: 'This window has no access to Populus',
  theAddressThatPopulusPrintsLets:
    'The address that Populus prints gives one window access, once and for a few minutes. After a restart there is a new one.',
  isPopulusOpenInAnotherWindow:
    'Is Populus open in another window of this browser? Reload this page; that window then gives it access.',
  otherwisePressEnterInTheTerminal:
    'Otherwise press Enter in the terminal in which Populus runs, and open the address it prints. If there is none, close Populus and start it again.',
  nothingThatIsSavedIsLost: 'Nothing that is saved is lost.',
  reloadThisPage: 'Reload this page',
  unlockToSeeWhatYourRole: 'Unlock to see what your role includes',
  rolesAreAssignedOnThisComputer: 'Roles are assigned on this computer. Your role is known once the data are unlocked.',
  thisAccountHasNoRole: 'This account has no role',
  notInYourRole: 'Not in your role',
  yourRolesDoNotIncludeThis: (isOver1: boolean, names: Text) =>
    `${isOver1 ? 'Your roles' : 'Your role'}, ${names}, ${isOver1 ? 'do' : 'does'} not include this screen. Ask an admin of Populus if you need it.`,
  start: 'Start',
  thisScreenCouldNotBeDrawn: 'This screen could not be displayed',
  somethingInsidePopulusFailedYourData:
    'Something inside Populus failed. Your data are unchanged and the other screens still work.'
})
