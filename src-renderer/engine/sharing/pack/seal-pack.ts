import { engineSharingMessages as m } from '#messages/engine/sharing.ts'
import * as v from 'valibot'
import { AppError } from '#shared/app-error.ts'
import { canonicalJson, sha256 } from './canonical-json.ts'
import { packCohortId } from './pack-cohorts.ts'
import { PACK_FORMAT, packFormats, PackDocument, type SealedPack } from './pack-document.ts'

/** Adds the seal. */
export async function sealPack(pack: PackDocument): Promise<SealedPack> {
  return { pack, seal: await sha256(canonicalJson(pack)) }
}

/** A pack as the file that is sent. */
export function packText({ pack, seal }: SealedPack): string {
  return `${canonicalJson({ pack, seal })}\n`
}

const Sealed = v.strictObject({ pack: PackDocument, seal: v.string() })

/**
 * Reads the file of a pack. The seal covers every byte of it: also white space, order of keys and spelling of numbers must be
 * those that were sealed.
 * @param expected the seal that the sender told by another way; without it, somebody who changed the pack and sealed it again
 *   is not noticed
 * @throws AppError `invalid-input` for a file that is no pack, that was changed, or that has another seal
 */
export async function readPack(text: string, expected?: string): Promise<SealedPack> {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (cause) {
    throw new AppError('invalid-input', m.theFileIsNoPackIt, {
      cause
    })
  }
  const format = (parsed as { pack?: { format?: unknown } } | null)?.pack?.format
  if (typeof format === 'number' && !packFormats.some((each) => each === format))
    throw new AppError('invalid-input', m.thePackHasTheFormatAnd(format, PACK_FORMAT))
  const found = v.safeParse(Sealed, parsed)
  if (!found.success) throw new AppError('invalid-input', m.theFileIsNoPackOr)
  const sealed = found.output
  if (packText(sealed) !== text || (await sha256(canonicalJson(sealed.pack))) !== sealed.seal)
    throw new AppError('invalid-input', m.thePackWasChangedAfterIt)
  for (const { id, sha256: hash, definition } of sealed.pack.definitions)
    if ((await sha256(canonicalJson(definition))) !== hash)
      throw new AppError('invalid-input', m.theDefinitionOfThePackDoes(id))
  for (const { id, sha256: hash, definition } of sealed.pack.cohorts ?? [])
    if ((await sha256(canonicalJson(definition))) !== hash || packCohortId(hash) !== id)
      throw new AppError('invalid-input', m.theDefinitionOfThePackDoes(definition.title))
  const wanted = expected?.replace(/\s/g, '').toLowerCase()
  if (wanted !== undefined && wanted !== sealed.seal) throw new AppError('invalid-input', m.thePackHasAnotherSealThan)
  return sealed
}
