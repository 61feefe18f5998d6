import { workersStoreMessages as m } from '#messages/workers/store.ts'
import type { PopulationShard } from '#engine/shards/shard.ts'
import { idAt } from '#engine/store/model/id-column.ts'
import { defined } from '#shared/language/defined.ts'
import { AppError } from '#shared/app-error.ts'

/** Reads records where a run of `populus cluster` left them. */
export interface RunRecordReader {
  /**
   * A stretch of a file of a part.
   * @param file as the store of the part numbers it @param signal ends the reading, which fails with its reason
   * @throws AppError `unreadable-file` for what the run did not write, and what says why storage does not answer
   */
  read(part: number, file: number, offset: number, length: number, signal?: AbortSignal): Promise<Uint8Array>
}

/**
 * The JSON text of a record of a cluster population, as it was received.
 * @param row in the index of the resources of the type @param signal as {@link RunRecordReader.read}
 * @throws AppError `unreadable-file` for any other record, and what reading throws
 */
export async function readRunRecord(
  records: RunRecordReader,
  { index, store }: PopulationShard,
  type: string,
  row: number,
  signal?: AbortSignal
): Promise<string> {
  const { file, offset, length, ids } = defined(store.resources.get(type))
  const text = new TextDecoder().decode(await records.read(index, file[row]!, offset[row]!, length[row]!, signal))
  let record: unknown
  try {
    record = JSON.parse(text)
  } catch {
    record = undefined
  }
  const found = record as { readonly resourceType?: unknown; readonly id?: unknown } | null | undefined
  if (found?.resourceType !== type || found.id !== idAt(ids, row))
    throw new AppError('unreadable-file', m.theRecordsAreNotThoseOfTheRun)
  return text
}
