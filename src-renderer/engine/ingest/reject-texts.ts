import { engineIngestMessages as m } from '#messages/engine/ingest.ts'
import type { RejectReason } from '../store/model/store.ts'

/** A reason in plain words, and what to do about it. */
export interface RejectText {
  readonly title: string
  readonly meaning: string
  readonly remedy: string
}

/** Every reason for which a line or a value is not taken as it is. */
export const rejectTexts: Readonly<Record<RejectReason, RejectText>> = {
  'not-json': {
    title: m.notJSON,
    meaning: m.theLineCannotBeReadAs,
    remedy: m.lookAtTheLineInThe
  },
  'not-utf8': {
    title: m.notUTF8,
    meaning: m.theLineHoldsBytesThatAre,
    remedy: m.askTheSourceForUTF8
  },
  'not-a-resource': {
    title: m.notAFHIRResource,
    meaning: m.theLineIsJSONButIt,
    remedy: m.checkThatTheFileBelongsTo
  },
  'unknown-resource-type': {
    title: m.unknownResourceType,
    meaning: m.theResourceTypeIsNotOneOf,
    remedy: m.checkTheSpellingAtTheSource
  },
  'missing-id': {
    title: m.noId,
    meaning: m.theResourceHasNoIdSo,
    remedy: m.askTheSourceToExportResources
  },
  'line-too-long': {
    title: m.lineTooLong,
    meaning: m.theLineIsLongerThanThe,
    remedy: m.leaveLargeAttachmentsOutOfThe
  },
  'truncated-file': {
    title: m.fileEndsEarly,
    meaning: m.theFileOrArchiveStopsBefore,
    remedy: m.downloadOrCopyTheFileAgain
  },
  'damaged-part': {
    title: m.damagedPartOfAFile,
    meaning: m.theBytesOfTheCompressedFile,
    remedy: m.downloadOrCopyTheFileAgain
  },
  'unreadable-file': {
    title: m.fileCannotBeRead,
    meaning: m.theFileCouldNotBeOpened,
    remedy: m.checkThatTheFileStillExists
  },
  'duplicate-different': {
    title: m.sameIdOtherContent,
    meaning: m.aResourceWithThisTypeAnd,
    remedy: m.checkWhetherTwoExportsWerePut
  },
  superseded: {
    title: m.supersededByANewerVersion,
    meaning: m.aVersionOfTheResourceThat,
    remedy: m.nothingIsMissingTheNewest
  },
  'dangling-reference': {
    title: m.refersToSomethingNotLoaded,
    meaning: m.theResourceIsStoredButWhat,
    remedy: m.exportTheMissingTypeTooFor
  },
  'bad-date': {
    title: m.dateCannotBeRead,
    meaning: m.theResourceIsStoredWithoutThis,
    remedy: m.theValueIsNotAFHIR
  },
  'bad-number': {
    title: m.numberCannotBeRead,
    meaning: m.theResourceIsStoredWithoutThisNumber,
    remedy: m.theValueIsNotAJSON
  },
  'wrong-type': {
    title: m.wrongKindOfValue,
    meaning: m.anElementHoldsAnotherKindOf,
    remedy: m.tellTheSourceWhichElementIt
  },
  'unpacks-too-far': {
    title: m.fileUnpacksToTooMuch,
    meaning: m.theCompressedFileUnpacksToFar,
    remedy: m.askTheSourceForAnotherCopy
  }
}
