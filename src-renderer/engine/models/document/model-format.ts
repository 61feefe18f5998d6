import { MODEL_FORMAT, type ModelDocument } from './model-document.ts'

/** Whether this version of Populus can use a document. */
export function isOfThisVersion(document: Pick<ModelDocument, 'format'> | undefined): boolean {
  return document?.format === MODEL_FORMAT
}
