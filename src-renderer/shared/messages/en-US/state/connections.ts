import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'
import { plural } from '../../plural.ts'

/** Texts of state/connections. */
export const stateConnectionsMessages = catalog({
  waitingToBegin: 'waiting to begin',
  signingIn: 'signing in',
  askingForTheExport: 'asking for the export',
  theServerPreparesIt: 'the server prepares it',
  readingTheListOfFiles: 'reading the list of files',
  checkingCounts: 'checking counts',
  savingTheSnapshot: 'saving the snapshot',
  exportFromIsDone: (name: Text) => `Export from ${name} is done`,
  exportFromIsDoneInPart: (name: Text) => `Export from ${name} is done in part: not everything arrived`,
  exportFromFailed: (name: Text) => `Export from ${name} failed`,
  exportFromWasCancelled: (name: Text) => `Export from ${name} was canceled`,
  exportFromBroughtMuchLessThan: (name: Text) =>
    `Export from ${name} brought much less than before. Export again to confirm it`,
  notKnownPopulusDoesNotAnswer: 'not known, Populus does not answer',
  waitsForAnotherExport: 'waits for another export',
  theExportDidNotBegin: 'The export did not begin.',
  theRunWasNotRemoved: 'The run was not removed.',
  theServerWasNotAsked: 'The server was not asked.',
  theLogWasNotSaved: 'The log was not saved.',
  exportFromConnectionName: (connectionName: Text) => `Export from ${connectionName}`,
  filesStoredOfFilesFiles: (filesStored: Text, files: number) =>
    `${filesStored} of ${files} ${plural(files, 'file', 'files')}`,
  theExportDidNotComeTo: 'The export did not come to its end.',
  anExport: 'an export',
  aSchedule: 'a schedule',
  partsWait: (parts: Text, exports: number) => `${parts} ${plural(exports, 'waits', 'wait')}`,
  downloading: 'downloading',
  done: 'done',
  incomplete: 'incomplete',
  failed: 'failed',
  cancelled: 'canceled'
})
