import { workersMessages as m } from '#messages/workers.ts'
import { listBlobArchive } from '#engine/base/source/blob-archive.ts'
import { plainBytes } from '#engine/base/ndjson/gunzip.ts'
import { AppError, toWireError } from '#shared/app-error.ts'
import { classifyContentName, skippedReasons } from '#shared/source-name.ts'
import type { IngestSource } from '../ingest/ingest-protocol.ts'
import { openSource } from '../ingest/open-source.ts'
import type { LoadSource } from '../ingest/load-source.ts'

/** One file of measure content that can be read. */
interface ContentSource {
  readonly name: string
  readonly source: IngestSource
}

/** Most bytes of one file of content. */
const maxFileBytes = 512 * 1024 * 1024

/** The files of a pack, with archives opened, and what was left out with the reason. */
export async function listContentFiles(sources: readonly LoadSource[]): Promise<{
  readonly files: readonly ContentSource[]
  readonly skipped: readonly { readonly name: string; readonly reason: string }[]
}> {
  const files: ContentSource[] = []
  const skipped: { name: string; reason: string }[] = []
  for (const source of sources) {
    const { name } = source
    if (source.kind === 'import') {
      files.push({ name, source: { kind: 'import', importId: source.importId, file: source.file } })
      continue
    }
    const { blob } = source
    const kind = classifyContentName(name)
    if (kind === 'hidden' || kind === 'other') skipped.push({ name, reason: skippedReasons[kind] })
    else if (kind === 'data') files.push({ name, source: { kind: 'blob', blob, entry: undefined } })
    else {
      try {
        const listing = await listBlobArchive(blob, classifyContentName)
        for (const { path } of listing.entries) {
          files.push({ name: `${name}/${path}`, source: { kind: 'blob', blob, entry: path } })
        }
        for (const { path, reason } of listing.skipped) skipped.push({ name: `${name}/${path}`, reason })
      } catch (error) {
        skipped.push({ name, reason: toWireError(error).message })
      }
    }
  }
  return { files, skipped }
}

/**
 * The bytes of a file, unpacked.
 * @throws AppError `unreadable-file`
 */
export async function readContentBytes(
  source: IngestSource,
  ask: (request: { importId: string; file: number }) => Promise<string>
): Promise<Uint8Array> {
  const plain = plainBytes(openSource(source, ask))
  const parts: Uint8Array<ArrayBuffer>[] = []
  let length = 0
  for await (const chunk of plain.chunks) {
    length += chunk.length
    if (length > maxFileBytes) throw new AppError('invalid-input', m.itIsLargerThanMeasureContent)
    parts.push(chunk as Uint8Array<ArrayBuffer>)
  }
  if (plain.failure() !== undefined) throw plain.failure()
  if (plain.damaged()) throw new AppError('unreadable-file', m.itIsDamagedOrCutOff)
  return new Uint8Array(await new Blob(parts).arrayBuffer())
}
