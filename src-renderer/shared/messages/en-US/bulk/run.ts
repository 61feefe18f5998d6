import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'
import { counted, plural } from '../../plural.ts'

/** Texts of bulk/run. */
export const bulkRunMessages = catalog({
  theServerDidNotAnswerProperly: 'The server did not answer properly for a long time. You can resume the export later.',
  theExportIsNotOnThe: 'The export is not on the server any more.',
  theExportFailedOnTheServer: 'The export failed on the server',
  aPageOfTheListOf: 'A page of the list of files could not be read.',
  couldNotBeReadByPaging: (type: Text, value: Text) => `${type} could not be read by paging: ${value}`,
  theNextPageIsAtAnother: 'the next page is at another address, which was not asked.',
  itsPagesLeadInACircle: 'its pages lead in a circle.',
  theAnswerIsNoSearchResult: 'the answer is no search result.',
  theNextPageOfTheList: 'The next page of the list of people is at another address. It was not asked.',
  theListOfPeopleIsNo: 'The list of people is no search result. Try again later.',
  theListOfPeopleCouldNot: 'The list of people could not be read',
  membersOfTheGroupCannotBe: (unclear: number) =>
    `${counted(unclear, 'member', 'members')} of the group could not be asked for, so data may be missing: the group names no patient of this server for ${plural(unclear, 'it', 'them')}, or a period that cannot be read.`,
  theExportWasStopped: 'The export was stopped.',
  http416: 'HTTP 416',
  thisExportHasEndedAlready: 'This export has ended already.',
  typeFileNumbers: (type: Text, numbers: Text) => `${type}, file ${numbers}`,
  theServerSaysThatTheLink: 'the server says that the link has expired, also in a new list of files',
  theServerAnswersButNotFor: 'the server answers, but not for this file',
  theExportIsNotOnTheServer: 'The export is not on the server any more. Start it again.',
  theExportOnTheServerIs: 'The export on the server is another one now.',
  itLiesAtAnotherAddressThan: ' It is at another address than the server, so it was requested without the token.',
  aFileOfCouldNotBe: (type: Text, value: Text, hint: Text) => `A file of ${type} could not be fetched: ${value}${hint}`,
  aFileHasNoAddress: (type: Text) =>
    `A file of ${type} could not be fetched: the server lists it without an address that can be used.`,
  theListOfRemovedHasNoAddress:
    'The server lists removed resources in a file without an address that can be used. Removed records may still be among the data.',
  theListOfErrorsHasNoAddress:
    'The server reports errors in a file without an address that can be used. It is not known what is missing.',
  nothingWasRequestedLeaveThemOut: (missing: Text, missing2: number) =>
    `${missing}. Nothing was requested. Leave ${plural(missing2, 'it', 'them')} out, and start again.`,
  theServerSentAnotherPartOf: 'The server sent another part of the file than the one that was asked for.',
  theFileEndedEarly: 'The file ended early.',
  aServerWithoutBulkExportIs: 'A server without bulk export is asked type by type. Say which types are needed.',
  aServerThatIsReadBy:
    'A server that is read page by page does not report removed records. Export everything from time to time, so that removed records leave the data.',
  thisExportWasCancelledStartA: 'This export was canceled. Start a new one in a new folder.',
  resourcesWithAPartOfTheir:
    'Resources with a part of their elements cannot replace whole ones. Refresh without choosing elements.',
  thisFolderAlreadyContainsAnUnfinished:
    'This folder already contains an unfinished export. Choose a new folder, or repeat the same request.',
  soTheyWereNotRequested: (absentTypes: Text, absentTypes2: number) =>
    `${absentTypes}, so ${plural(absentTypes2, 'it was', 'they were')} not requested.`,
  theServerDoesNotPermitTo: (missing: Text) =>
    `The server does not permit to read ${missing}; these are probably missing.`,
  anEarlierRequestForThisExport:
    'An earlier request for this export got no answer. The server may be making an export that nobody fetches.',
  theServerDoesNotTakeSo: (unwanted: Text) => `The server does not take ${unwanted}, so it was asked again without it.`,
  theServerStartedAnExportBut: 'The server started an export but does not say where to ask for it.',
  theServerDoesNotAllowThis: 'The server does not allow this export',
  theServerHasNoSuchExport: 'The server has no such export or group',
  theServerIsBusyWithAnother: 'The server is busy with another export of this client. Try again later.',
  theServerCouldNotStartThe: 'The server could not start the export',
  theServerRefusedTheRequest: 'The server refused the request',
  aFileOfCouldNotBeFetched: (type: Text) => `A file of ${type} could not be fetched.`,
  entriesOfTheListOfRemoved: (unclear: number) =>
    `${counted(unclear, 'entry', 'entries')} of the list of removed resources ${plural(unclear, 'is', 'are')} not understood.`
})
