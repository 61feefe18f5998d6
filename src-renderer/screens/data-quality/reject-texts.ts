import type { RejectReason } from '#engine/store/model/store.ts'

/** A reason in plain words, and what to do about it. */
export interface RejectText {
  readonly title: string
  readonly meaning: string
  readonly remedy: string
}

/** Every reason for which a line or a value is not taken as it is. */
export const rejectTexts: Readonly<Record<RejectReason, RejectText>> = {
  'not-json': {
    title: 'Not JSON',
    meaning: 'The line cannot be read as JSON, so there is no resource in it.',
    remedy: 'Look at the line in the file. Often a line was cut or two were joined: export the file again.'
  },
  'not-utf8': {
    title: 'Not UTF-8',
    meaning: 'The line holds bytes that are not UTF-8 text, as FHIR requires.',
    remedy: 'Ask the source for UTF-8. Files that went through an old editor often lose it.'
  },
  'not-a-resource': {
    title: 'Not a FHIR resource',
    meaning: 'The line is JSON, but it has no resourceType.',
    remedy: 'Check that the file belongs to the export.'
  },
  'unknown-resource-type': {
    title: 'Unknown resource type',
    meaning: 'The resourceType is not one of FHIR R4, R4B or R5.',
    remedy: 'Check the spelling at the source. A newer FHIR release can also be the cause.'
  },
  'missing-id': {
    title: 'No id',
    meaning: 'The resource has no id, so nothing can refer to it.',
    remedy: 'Ask the source to export resources with their ids.'
  },
  'line-too-long': {
    title: 'Line too long',
    meaning: 'The line is longer than the largest resource that is read.',
    remedy: 'Leave large attachments out of the export.'
  },
  'truncated-file': {
    title: 'File ends early',
    meaning: 'The file or archive stops before its end. What came before is stored.',
    remedy: 'Download or copy the file again and compare its size with the source.'
  },
  'damaged-part': {
    title: 'Damaged part of a file',
    meaning:
      'The bytes of the compressed file named under Element cannot be decompressed. What comes before and after them is stored. How many lines they held is not known, and lines shortly before them can be wrong.',
    remedy: 'Download or copy the file again and compare its size with the source.'
  },
  'unreadable-file': {
    title: 'File cannot be read',
    meaning: 'The file could not be opened, or its content is not what its name says.',
    remedy: 'Check that the file still exists, that you may read it, and that it is not damaged.'
  },
  'duplicate-different': {
    title: 'Same id, other content',
    meaning: 'A resource with this type and id came before with other content. The first one is stored.',
    remedy: 'Check whether two exports were put into one folder. Load the newer one alone.'
  },
  'dangling-reference': {
    title: 'Refers to something not loaded',
    meaning: 'The resource is stored, but what it refers to is not among the loaded data.',
    remedy: 'Export the missing type too, for example Practitioner or Organization.'
  },
  'bad-date': {
    title: 'Date cannot be read',
    meaning: 'The resource is stored without this date or time.',
    remedy: 'The value is not a FHIR date. Tell the source which element it is.'
  },
  'bad-number': {
    title: 'Number cannot be read',
    meaning: 'The resource is stored without this number.',
    remedy: 'The value is not a JSON number. Tell the source which element it is.'
  },
  'wrong-type': {
    title: 'Wrong kind of value',
    meaning: 'An element holds another kind of value than FHIR defines, so that it is left out.',
    remedy: 'Tell the source which element it is.'
  },
  'unpacks-too-far': {
    title: 'File unpacks to too much',
    meaning:
      'The compressed file unpacks to far more than health data do, as files do that are made to fill a computer. What came before is loaded.',
    remedy: 'Ask the source for another copy, or leave the file out: the data cannot be saved with it.'
  }
}
