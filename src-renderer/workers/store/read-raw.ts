import { workersStoreMessages as m } from '#messages/workers/store.ts'
import { openBlobEntry } from '#engine/base/source/blob-archive.ts'
import { readRange } from '#engine/base/source/read-range.ts'
import { idAt } from '#engine/store/model/id-column.ts'
import { findRecord } from '#engine/shards/find-record.ts'
import type { ResourceRef } from '#engine/population/panels/results/shapes.ts'
import { AppError } from '#shared/app-error.ts'
import { fetchBytes } from '../base/fetch-bytes.ts'
import { requireRecords } from '../base/require-records.ts'
import type { LoadedStore } from './loaded-store.ts'
import type { PageApi } from './protocol/store-protocol.ts'

/**
 * The JSON text of one stored resource, read again from its source by byte offset; of a cluster population from where its run wrote it.
 * @param ask gives a fresh one-time URL @throws AppError `not-found`, `not-allowed` for a masked one,
 * `not-supported` where the records are elsewhere
 */
export async function readRaw(
  {
    shards,
    sources,
    runRecords,
    ...place
  }: Pick<LoadedStore, 'shards' | 'sources' | 'recordsElsewhere' | 'runRecords'>,
  { resourceType, index }: ResourceRef,
  ask: (request: Parameters<PageApi['open']>[0]) => Promise<string>
): Promise<string> {
  if (runRecords === undefined) requireRecords(place)
  const found = findRecord(shards, resourceType, index)
  const resources = found?.shard.store.resources.get(resourceType)
  const row = found?.row ?? -1
  if (resources?.file[row] === -1) throw new AppError('not-allowed', m.thisRecordHasASecurityLabel)
  if (runRecords !== undefined && found !== undefined && resources !== undefined) {
    const { file, offset, length } = resources
    const part = shards.indexOf(found.shard)
    const bytes = await runRecords.read(part, file[row]!, offset[row]!, length[row]!)
    return requireRecordOf(new TextDecoder().decode(bytes), resourceType, idAt(resources.ids, row))
  }
  const source = sources[resources?.file[row] ?? -1]
  if (resources === undefined || source === undefined) throw new AppError('not-found', m.thisResourceIsNotInThe)
  const offset = resources.offset[row]!
  const length = resources.length[row]!
  if (source.kind === 'import') {
    const { importId, file } = source
    const url = await ask({ importId, file, offset, length })
    return new Response(await fetchBytes(url)).text()
  }
  const { blob, entry } = source
  const open = async (): Promise<ReadableStream<Uint8Array>> =>
    entry === undefined ? blob.stream() : openBlobEntry(blob, entry)
  return new TextDecoder().decode(await readRange(open, offset, length))
}

/** The text of a record that is the one of a type and id. @throws AppError `unreadable-file` for any other */
function requireRecordOf(text: string, resourceType: string, id: string | undefined): string {
  let record: unknown
  try {
    record = JSON.parse(text)
  } catch {
    record = undefined
  }
  const found = record as { readonly resourceType?: unknown; readonly id?: unknown } | null | undefined
  if (found?.resourceType !== resourceType || found.id !== id)
    throw new AppError('unreadable-file', m.theRecordsAreNotThoseOfTheRun)
  return text
}
