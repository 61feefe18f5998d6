import type { PatientRange } from '#engine/measures/chunk/measure-chunk.ts'
import type { FilePlaces } from '#engine/measures/chunk/record-places.ts'
import { readShardPart } from '#engine/shards/part-bytes.ts'
import type { OpenedFiles } from '../data/open-population.ts'
import { readRecords } from './read-records.ts'
import { listSink } from './record-sinks.ts'
import type { RecordPacket } from './part-protocol.ts'

/** Records on the disk, by segment of the patients. */
export interface RecordSpool {
  /** Those of no patient, and those of a segment. */
  packets(segment: number): AsyncIterable<RecordPacket>
  /** Removes them. */
  close(): Promise<void>
}

const COMMON = 'common'
const listOf = (segment: number): string => `segment-${segment}`

/**
 * Reads the files once and puts the records of each segment of the patients by themselves, encrypted: patients of a segment are all over the
 * files, which would have to be read again for each.
 * @throws AppError `unreadable-file` when the files have changed since, `out-of-space`
 */
export async function spoolRecords(
  files: Pick<OpenedFiles, 'open' | 'spool'>,
  places: readonly FilePlaces[],
  segments: readonly PatientRange[],
  onBytes: (bytes: number) => void
): Promise<RecordSpool> {
  const spool = await files.spool()
  try {
    const sinks = segments.map((range, segment) => listSink(spool, listOf(segment), [range]))
    await readRecords(files, places, [listSink(spool, COMMON, undefined), ...sinks], onBytes)
  } catch (error) {
    await spool.close()
    throw error
  }
  return {
    async *packets(segment) {
      for (const list of [COMMON, listOf(segment)])
        for await (const item of spool.items(list)) yield readShardPart(item) as RecordPacket
    },
    close: () => spool.close()
  }
}
