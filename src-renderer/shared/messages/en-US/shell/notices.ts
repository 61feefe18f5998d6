import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'

/** Texts of shell/notices. */
export const shellNoticesMessages = catalog({
  theSQLStatements: 'the SQL statements',
  theViewDefinition: 'the view definition',
  theTextOfAMeasure: 'the text of a measure',
  aCohort: 'a cohort',
  aTestCaseOfAMeasure: 'a test case of a measure',
  theAddressOfAServer: 'the address of a server',
  yourWork: 'your work',
  thereAreTwoUnsavedVersionsOf: (work: Text) => `There are two unsaved versions of ${work}.`,
  theOtherOneWasStoredBy:
    'The other one was stored by another window, or before the data were unlocked. Neither is lost until you choose.',
  keepTheOneOnThisPage: 'Keep the one on this page',
  useTheOtherOne: 'Use the other one',
  populusWasClosedOrHasStopped: 'Populus was closed or has stopped.',
  nothingThatIsSavedIsLost:
    'Nothing that is saved is lost. Start it again and open the address it prints; exports continue where they stopped.',
  whatIsOnThisPageStays: 'What is on this page remains readable until you close it.',
  tryingToConnectAgain: 'Trying to connect again…',
  populusWasStartedAgainAndDoes: 'Populus was started again and does not know this page.',
  nothingThatIsSavedIsLostPaste:
    'Nothing that is saved is lost. Paste the new address into this window to continue here, or open it in another one.',
  completeDataWereSavedBeforeThese: (keptAt: Text, isOlder: boolean) =>
    `Complete data were saved ${keptAt}${isOlder ? ', before these' : ''}.`,
  usedAnyway: (acceptLabels: Text) => `Used anyway: ${acceptLabels}.`,
  figuresThatNeedWhatIsMissing: 'Figures that need what is missing cannot be relied on.',
  otherDataAreBeingLoaded: 'Other data are being loaded.',
  openTheCompleteData: 'Open the complete data',
  useItAnyway: 'Use it anyway…',
  fetchTheMissingFiles: 'Fetch the missing files',
  exportAgain: 'Export again',
  aSnapshotCannotBeRead: 'A snapshot cannot be read.',
  aConnectionCannotBeRead: 'A connection cannot be read.',
  anExportCannotBeRead: 'An export cannot be read.',
  message: 'Message',
  moreMessages: (count: number) => `${count} more`,
  dismiss: 'Dismiss',
  forThePassphrase: (waiting: Text) => `${waiting} for the passphrase.`,
  whatIsWaitingContinuesByItself: 'What is waiting continues automatically after unlocking.'
})
