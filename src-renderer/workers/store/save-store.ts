import { openBlobEntry } from '#engine/base/source/blob-archive.ts'
import { plainBytes } from '#engine/base/ndjson/gunzip.ts'
import { writeCache } from '#engine/store/cache/cache-write.ts'
import type { Store } from '#engine/store/model/store.ts'
import type { ViewMark } from '#engine/store/model/view-marks.ts'
import { fromWireError, type WireError } from '#shared/app-error.ts'
import { maxUploadBytes } from '#shared/contract/uploads.ts'
import type { SnapshotPart } from '#shared/contract/snapshots.ts'
import type { IngestSource } from '../ingest/ingest-protocol.ts'
import type { PageApi } from './protocol/store-protocol.ts'
import { saveParts, type KeepableShards } from './saved-parts.ts'

/** The page's side of keeping, as a worker calls it. */
export interface SaveHost {
  take(request: Parameters<PageApi['take']>[0]): Promise<void>
  upload(request: Parameters<PageApi['upload']>[0]): Promise<string>
  saveShards(request: Parameters<PageApi['saveShards']>[0]): Promise<void>
  kept(fraction: number): Promise<void>
}

/** A population that is saved. */
export interface SavedStore {
  readonly store: Store
  readonly sources: readonly IngestSource[]
  /** The store has some of the people only; the others are in further parts on the disk. */
  readonly isDivided: boolean
  /** Such parts, where they have everybody. */
  readonly parts?: KeepableShards | undefined
}

/** Columns are about this share of the work next to the raw files. */
const SHARE_OF_COLUMNS = 0.3

/**
 * Hands the raw files and the columns of a population to the services, which seal them. Files of an import never come here:
 * the services read them themselves. Parts on the disk that lack somebody are made of the files again when they are opened.
 * @throws AppError when one of them was not taken; nothing is kept then
 */
export async function saveStore(
  keepId: string,
  { store, sources, isDivided, parts }: SavedStore,
  views: readonly ViewMark[],
  host: SaveHost
): Promise<void> {
  const { files, bytes } = store.report
  let done = 0
  for (const [raw, source] of sources.entries()) {
    if (source.kind === 'import') await host.take({ keepId, raw, importId: source.importId, file: source.file })
    else {
      const { blob, entry } = source
      const plain = plainBytes(async () => (entry === undefined ? blob.stream() : openBlobEntry(blob, entry)))
      await upload(keepId, { raw }, plain.chunks, host)
      if (plain.failure() !== undefined && files[raw]?.format !== 'unreadable') throw plain.failure()
    }
    done += files[raw]?.bytes ?? 0
    void host.kept((bytes === 0 ? 1 : done / bytes) * (1 - SHARE_OF_COLUMNS))
  }
  if (!isDivided) await saveColumns(keepId, store, views, host)
  else if (parts !== undefined) await saveParts(keepId, parts, views, host)
}

/**
 * Hands the columns alone to the services: for a snapshot that is open, they take the place of its old ones.
 * @param views marks of the views that they were made by
 */
export async function saveColumns(
  keepId: string,
  store: Store,
  views: readonly ViewMark[],
  host: SaveHost
): Promise<void> {
  await upload(keepId, 'cache', writeCache(store, views), host)
}

async function upload(
  keepId: string,
  part: SnapshotPart,
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  host: SaveHost
): Promise<void> {
  let waiting: Uint8Array<ArrayBuffer>[] = []
  let bytes = 0
  const send = async (last: boolean): Promise<void> => {
    const body = new Blob(waiting)
    waiting = []
    bytes = 0
    const url = await host.upload({ keepId, part, last })
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body
    })
    if (!response.ok) throw fromWireError((await response.json()) as WireError)
  }
  for await (const chunk of chunks) {
    for (let index = 0; index < chunk.length;) {
      const piece = chunk.subarray(index, index + maxUploadBytes - bytes) as Uint8Array<ArrayBuffer>
      index += piece.length
      bytes += piece.length
      waiting.push(piece)
      if (bytes === maxUploadBytes) await send(false)
    }
  }
  await send(true)
}
