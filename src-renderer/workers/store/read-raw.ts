import { workersStoreMessages as m } from '#messages/workers/store.ts'
import { openBlobEntry } from '#engine/base/source/blob-archive.ts'
import { readRange } from '#engine/base/source/read-range.ts'
import { findRecord } from '#engine/shards/find-record.ts'
import type { ResourceRef } from '#engine/population/panels/results/shapes.ts'
import { AppError } from '#shared/app-error.ts'
import { fetchBytes } from '../base/fetch-bytes.ts'
import { requireRecords } from '../base/require-records.ts'
import { readRunRecord } from '../base/run-record.ts'
import type { LoadedStore } from './loaded-store.ts'
import type { PageApi } from './protocol/store-protocol.ts'

/**
 * The JSON text of one stored resource, read again from its source by byte offset; of a cluster population from where its run wrote it.
 * @param ask gives a fresh one-time URL @param signal ends the reading, which fails with its reason
 * @throws AppError `not-found`, `not-allowed` for a masked one, `not-supported` where the records are elsewhere
 */
export async function readRaw(
  population: Pick<LoadedStore, 'shards' | 'sources' | 'recordsElsewhere' | 'runRecords'>,
  { resourceType, index }: ResourceRef,
  ask: (request: Parameters<PageApi['open']>[0]) => Promise<string>,
  signal?: AbortSignal
): Promise<string> {
  const { shards, sources, runRecords } = population
  if (runRecords === undefined) requireRecords(population)
  const found = findRecord(shards, resourceType, index)
  const resources = found?.shard.store.resources.get(resourceType)
  const row = found?.row ?? -1
  if (resources?.file[row] === -1) throw new AppError('not-allowed', m.thisRecordHasASecurityLabel)
  if (runRecords !== undefined && found !== undefined)
    return readRunRecord(runRecords, found.shard, resourceType, row, signal)
  const source = sources[resources?.file[row] ?? -1]
  if (resources === undefined || source === undefined) throw new AppError('not-found', m.thisResourceIsNotInThe)
  const offset = resources.offset[row]!
  const length = resources.length[row]!
  if (source.kind === 'import') {
    const { importId, file } = source
    const url = await ask({ importId, file, offset, length })
    return new Response(await fetchBytes(url, signal)).text()
  }
  const { blob, entry } = source
  const open = async (): Promise<ReadableStream<Uint8Array>> =>
    entry === undefined ? blob.stream() : openBlobEntry(blob, entry)
  return new TextDecoder().decode(await readRange(open, offset, length))
}
