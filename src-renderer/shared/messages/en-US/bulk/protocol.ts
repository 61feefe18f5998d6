import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'
import { counted, plural } from '../../plural.ts'

/** Texts of bulk/protocol. */
export const bulkProtocolMessages = catalog({
  theServerSendsFilesInA: 'The server sends files in a compression that was not asked for.',
  theServerWrapsAFileThat: 'The server wraps a file that is too long to be unwrapped.',
  aCompressedFileArrivedDamaged: 'A compressed file arrived damaged.',
  theServerAsksForFewerRequests: 'The server asks for fewer requests (HTTP 429).',
  aGatewayAnswersInPlaceOf: 'A gateway answers in place of the server (HTTP 502).',
  theServerIsNotAvailableAt: 'The server is not available at the moment (HTTP 503).',
  aGatewayWaitedForTheServer: 'A gateway waited for the server in vain (HTTP 504).',
  theLastLineIsCut: 'The last line is cut.',
  thereAreFewerLinesThanThe: 'There are fewer lines than the server counted.',
  aFileOfEndsInThe: (name: Text) => `A file of ${name} ends in the middle of a line, each time it was fetched.`,
  aFileOfHoldsResourcesBytes: (name: Text, got: number, bytes: Text) =>
    `A file of ${name} holds ${counted(got, 'resource', 'resources')} (${bytes} bytes), less than the server announced.`,
  aFileOfHoldsResourcesWhere: (name: Text, got: number, count: Text) =>
    `A file of ${name} holds ${counted(got, 'resource', 'resources')} where the server counted ${count}.`,
  linesOfAFileOfAre: (rejected: number, name: Text) =>
    `${counted(rejected, 'line', 'lines')} of a file of ${name} ${plural(rejected, 'is no usable resource', 'are no usable resources')}.`,
  anExportOfAGroupNeeds: 'An export of a group needs the id of the group.',
  singlePatientsCanBeAskedFor: 'Single patients can be asked for only with POST, at the level of patients or a group.',
  theServerSaysThatTheExport: 'The server says that the export is ready but does not list its files.',
  couldNotBeReachedForToo: (host: Text, reason: Text) =>
    `${host} could not be reached for too long. What arrived so far stays on this computer, and the export can be resumed: ${reason}`,
  theServerCouldNotBeginTheExport: 'The server could not begin the export',
  httpStatus: (status: Text) => `HTTP ${status}`,
  theExportWasStoppedItGoes: 'The export was stopped. It goes on where it was when it is started again.'
})
