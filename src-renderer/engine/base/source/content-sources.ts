import { BlobReader } from '@zip.js/zip.js'
import { engineBaseMessages as m } from '#messages/engine/base.ts'
import { AppError, toWireError } from '#shared/app-error.ts'
import { classifyContentName, skippedByName } from '#shared/source-name.ts'
import { plainBytes, type OpenBytes } from '../ndjson/gunzip.ts'
import { openArchive } from './archive.ts'

/** One file of measure content that can be read. */
export interface ContentSource {
  readonly name: string
  readonly open: OpenBytes
}

/** Files of measure content, with archives opened, and what was left out with the reason. */
export interface ContentSources {
  readonly files: readonly ContentSource[]
  readonly skipped: readonly { readonly name: string; readonly reason: string }[]
}

/** Most bytes of one file of content. */
const maxFileBytes = 512 * 1024 * 1024

/** The files of measure content in a file: itself, or the entries of an archive. */
export async function listContentBlob(name: string, blob: Blob): Promise<ContentSources> {
  const kind = classifyContentName(name)
  if (kind === 'hidden' || kind === 'other') return { files: [], skipped: [skippedByName(name, kind)] }
  if (kind === 'data') return { files: [{ name, open: async () => blob.stream() }], skipped: [] }
  try {
    // Of these bytes alone: an archive is never taken for another one that ends alike.
    const archive = await openArchive(new BlobReader(blob))
    const listing = archive.list(classifyContentName)
    return {
      files: listing.entries.map(({ path }) => ({
        name: `${name}/${path}`,
        open: async () => archive.open(path)
      })),
      skipped: listing.skipped.map(({ path, reason }) => ({ name: `${name}/${path}`, reason }))
    }
  } catch (error) {
    return { files: [], skipped: [{ name, reason: toWireError(error).message }] }
  }
}

/**
 * The bytes of a file of measure content, unpacked.
 * @throws AppError `unreadable-file` when it is gone, cut off or damaged, `invalid-input` when it is larger than 512 MB
 */
export async function readContentBytes(open: OpenBytes): Promise<Uint8Array> {
  const plain = plainBytes(open)
  const parts: Uint8Array<ArrayBuffer>[] = []
  let length = 0
  for await (const chunk of plain.chunks) {
    length += chunk.length
    if (length > maxFileBytes) throw new AppError('invalid-input', m.itIsLargerThanMeasureContent)
    parts.push(chunk as Uint8Array<ArrayBuffer>)
  }
  const failure = plain.failure()
  if (failure !== undefined)
    throw failure instanceof AppError
      ? failure
      : new AppError('unreadable-file', m.itCouldNotBeReadToIts, { cause: failure })
  if (plain.damaged()) throw new AppError('unreadable-file', m.itIsDamagedOrCutOff)
  return new Uint8Array(await new Blob(parts).arrayBuffer())
}
