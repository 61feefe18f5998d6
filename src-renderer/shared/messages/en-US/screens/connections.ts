import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'

/** Texts of screens/connections. */
export const screensConnectionsMessages = catalog({
  theSettingsWereConfirmed: 'The settings were confirmed',
  settingsChangedOutsidePopulus: 'Settings changed outside Populus.',
  thisConnectionDoesNotSignIn:
    'This connection does not sign in until you confirm them. If nobody you know changed them, correct them under Settings and tell your administrator.',
  thisConnectionDoesNotSignInUntil:
    'This connection does not sign in until somebody who may change connections confirms them. Tell your administrator if nobody you know changed them.',
  was: 'was',
  notSet: 'not set',
  isNow: ', is now',
  theSettingsAreBeingConfirmed: 'The settings are being confirmed.',
  confirmTheSettings: 'Confirm the settings',
  readByPaging: 'Read by paging',
  bulkExport: (level: Text) => `${level}, bulk export`,
  everyTypeThatIsPermitted: 'every type that is permitted',
  readOnly: 'read only',
  history: 'History',
  schedule: 'Schedule',
  sourceHealth: 'Source health',
  compatibility: 'Compatibility',
  keys: 'Keys',
  continueTheSetUp: 'Continue the setup',
  exportEverything: 'Export everything',
  refreshNow: 'Refresh now',
  aRunWasMissed: (moment: Text) => `The run planned for ${moment} did not take place.`,
  noExportBeganInTime: (next: Text) =>
    `Populus was not running, the computer slept, or what the schedule waits for was not there, and it is too late to catch up. The data are as of the last export. Next run: ${next}.`,
  viewsOfName: (name: Text) => `Views of ${name}`,
  locked: 'Locked.',
  thePassphraseIsNeededBeforeThis: 'The passphrase is needed before this connection can sign in.',
  somethingIsMissing: 'Something is missing.',
  sampleServerInsidePopulus: 'Sample server inside Populus',
  byPaging: ', by paging',
  managedByYourOrganization: ', managed by your organization',
  waitsForThePassphrase: 'Waits for the passphrase',
  nextNext: (next: Text) => `Next ${next}`,
  whereDoTheDataComeFrom: 'Where do the data come from, and is the next load safe?',
  setUpGuide: 'Setup guide',
  loadAFolder: 'Load a folder',
  addASource: 'Add a source'
})
