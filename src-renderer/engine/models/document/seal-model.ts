import { engineModelsMessages as m } from '#messages/engine/models.ts'
import { AppError } from '#shared/app-error.ts'
import type { ModelDocument, SealedModel } from './model-document.ts'
import { isOfThisVersion } from './model-format.ts'

/** Adds the hash of a document. */
export async function sealModel(document: ModelDocument): Promise<SealedModel> {
  return { document, hash: await hashOf(document) }
}

/**
 * Reads a model that was written as JSON.
 * @throws AppError `invalid-input` for another format, or where a byte of it was changed
 */
export async function readModel(text: string): Promise<SealedModel> {
  let found: Partial<SealedModel>
  try {
    found = JSON.parse(text) as Partial<SealedModel>
  } catch (cause) {
    throw new AppError('invalid-input', m.theFileIsNoModelIt, {
      cause
    })
  }
  const { document, hash } = found
  if (document === undefined || !isOfThisVersion(document)) throw new AppError('invalid-input', m.theFileIsNoModelOf)
  if (hash !== (await hashOf(document))) throw new AppError('invalid-input', m.theModelWasChangedAfterIt)
  return { document, hash }
}

async function hashOf(document: ModelDocument): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify(document)))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
