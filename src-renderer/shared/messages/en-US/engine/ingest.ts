import { catalog } from '../../catalog.ts'

/** Texts of engine/ingest. */
export const engineIngestMessages = catalog({
  notJSON: 'Not JSON',
  theLineCannotBeReadAs: 'The line cannot be read as JSON, so there is no resource in it.',
  lookAtTheLineInThe: 'Look at the line in the file. Often a line was cut or two were joined: export the file again.',
  notUTF8: 'Not UTF-8',
  theLineHoldsBytesThatAre: 'The line contains bytes that are not UTF-8 text, as FHIR requires.',
  askTheSourceForUTF8: 'Ask the source for UTF-8. Files that went through an old editor often lose it.',
  notAFHIRResource: 'Not a FHIR resource',
  theLineIsJSONButIt: 'The line is JSON, but it has no resourceType.',
  checkThatTheFileBelongsTo: 'Check that the file belongs to the export.',
  unknownResourceType: 'Unknown resource type',
  theResourceTypeIsNotOneOf: 'The resourceType is not one of FHIR R4, R4B or R5.',
  checkTheSpellingAtTheSource: 'Check the spelling at the source. A newer FHIR release can also be the cause.',
  noId: 'No id',
  theResourceHasNoIdSo: 'The resource has no id, so nothing can refer to it.',
  askTheSourceToExportResources: 'Ask the source to export resources with their ids.',
  lineTooLong: 'Line too long',
  theLineIsLongerThanThe: 'The line is longer than the largest resource that is read.',
  leaveLargeAttachmentsOutOfThe: 'Leave large attachments out of the export.',
  fileEndsEarly: 'File ends early',
  theFileOrArchiveStopsBefore: 'The file or archive stops before its end. What came before is stored.',
  downloadOrCopyTheFileAgain: 'Download or copy the file again and compare its size with the source.',
  damagedPartOfAFile: 'Damaged part of a file',
  theBytesOfTheCompressedFile:
    'Some bytes of the compressed file cannot be decompressed; the finding says which. What comes before and after them is stored. How many lines they held is not known, and lines shortly before them can be wrong.',
  fileCannotBeRead: 'File cannot be read',
  theFileCouldNotBeOpened: 'The file could not be opened, or its content is not what its name says.',
  checkThatTheFileStillExists: 'Check that the file still exists, that you may read it, and that it is not damaged.',
  sameIdOtherContent: 'Same id, other content',
  aResourceWithThisTypeAnd:
    'A resource with this type and id came with other content, and nothing tells which is newer. The first one is stored.',
  checkWhetherTwoExportsWerePut: 'Check whether two exports were put into one folder. Load the newer one alone.',
  supersededByANewerVersion: 'Superseded by a newer version',
  aVersionOfTheResourceThat:
    'The resource is stored in a version that was updated later. The line is ignored, not rejected.',
  nothingIsMissingTheNewest: 'Nothing is missing. Export current versions alone to have shorter files.',
  refersToSomethingNotLoaded: 'Refers to something not loaded',
  theResourceIsStoredButWhat: 'The resource is stored, but what it refers to is not among the loaded data.',
  exportTheMissingTypeTooFor: 'Export the missing type too, for example Practitioner or Organization.',
  dateCannotBeRead: 'Date cannot be read',
  theResourceIsStoredWithoutThis: 'The resource is stored without this date or time.',
  theValueIsNotAFHIR: 'The value is not a FHIR date. Tell the source which element it is.',
  numberCannotBeRead: 'Number cannot be read',
  theResourceIsStoredWithoutThisNumber: 'The resource is stored without this number.',
  theValueIsNotAJSON: 'The value is not a JSON number. Tell the source which element it is.',
  wrongKindOfValue: 'Wrong kind of value',
  anElementHoldsAnotherKindOf: 'An element has a different kind of value than FHIR defines, so it is left out.',
  tellTheSourceWhichElementIt: 'Tell the source which element it is.',
  fileUnpacksToTooMuch: 'File unpacks to too much',
  theCompressedFileUnpacksToFar:
    'The compressed file expands to far more than health data do, as files made to fill a computer do. What came before is loaded.',
  askTheSourceForAnotherCopy:
    'Ask the source for another copy, or leave the file out: the data cannot be saved with it.'
})
