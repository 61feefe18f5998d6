import { listBlobArchive } from '#engine/source/blob-archive.ts'
import { classifyName } from '#shared/source-name.ts'
import { toWireError } from '#shared/app-error.ts'
import type { IngestSource } from './ingest-protocol.ts'
import type { LoadSource } from './protocol.ts'

/** One file of a load, with archives opened. */
export interface PlannedFile {
  readonly name: string
  /** 0 when unknown. */
  readonly bytes: number
  readonly source: IngestSource
}

/** The files of a load, and what was left out with the reason. */
export interface PlannedLoad {
  readonly files: readonly PlannedFile[]
  readonly skipped: readonly { readonly name: string; readonly reason: string }[]
}

/** Opens the archives among the sources. An archive that cannot be opened is left out with its reason. */
export async function planLoad(sources: readonly LoadSource[]): Promise<PlannedLoad> {
  const files: PlannedFile[] = []
  const skipped: { name: string; reason: string }[] = []
  for (const source of sources) {
    const { name } = source
    if (source.kind === 'import') {
      files.push({
        name,
        bytes: source.bytes,
        source: { kind: 'import', importId: source.importId, file: source.file }
      })
    } else if (classifyName(name) !== 'archive') {
      files.push({ name, bytes: source.blob.size, source: { kind: 'blob', blob: source.blob, entry: undefined } })
    } else {
      try {
        const listing = await listBlobArchive(source.blob)
        for (const { path, bytes } of listing.entries)
          files.push({ name: `${name}/${path}`, bytes, source: { kind: 'blob', blob: source.blob, entry: path } })
        for (const { path, reason } of listing.skipped) skipped.push({ name: `${name}/${path}`, reason })
      } catch (error) {
        skipped.push({ name, reason: toWireError(error).message })
      }
    }
  }
  return { files, skipped }
}
