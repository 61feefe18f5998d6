import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'

/** Texts of engine/base. */
export const engineBaseMessages = catalog({
  noCodeSystem: 'no code system',
  theArchiveNoLongerHoldsThis: 'The archive no longer holds this entry. Open it again.',
  theEntryIsEncryptedUnpackThe: 'The entry is encrypted. Unpack the archive first.',
  anArchiveInAnArchiveUnpack: 'An archive in an archive. Unpack it first.',
  theArchiveHoldsAnotherEntryOf: 'The archive holds another entry of this name, which is read.',
  theZipArchiveIsDamagedOr: 'The zip archive is damaged or is not a zip archive. Export or copy it again.',
  theZipArchiveHoldsMoreThan: (maxEntries: Text) =>
    `The zip archive holds more than ${maxEntries} entries. Unpack it and choose the folder.`,
  entriesOfTheZipArchiveOverlap:
    'Entries of the zip archive overlap, as in archives that are made to fill a computer. It was not read.',
  notJSONGoingByItsFirst: 'Not JSON, going by its first characters.',
  jsonButNoFHIRResourceIn: 'JSON, but no FHIR resource in its beginning.',
  itIsLargerThanMeasureContent: 'It is larger than measure content is.',
  itCouldNotBeReadToIts:
    'It could not be read to its end. It may have been moved, changed or deleted meanwhile. Choose it again.',
  itIsDamagedOrCutOff: 'It is damaged or cut off. Download it again.',
  cancelled: 'Canceled.'
})
