import type { OpenBytes } from '#engine/base/ndjson/gunzip.ts'
import type { ShardFiles } from '#engine/shards/load/shard-files.ts'
import { openShardFiles } from '../shards/local-shard-files.ts'
import { openShardFolder } from '../../storage/shards/shard-folder.ts'
import { streamOf } from './stream-of.ts'

/** Records that were received, encrypted on the disk under a key of this process, to be read several times. */
export interface ReceivedRecords {
  append(part: number, lines: Uint8Array): Promise<void>
  /** Opens all lines of a part, from the first one on. */
  open(part: number): OpenBytes
  /** Makes room on the disk for some of them. */
  spool(): Promise<ShardFiles>
  close(): Promise<void>
}

/** @param folder absolute path of a folder for temporary files */
export async function openReceivedRecords(folder: string): Promise<ReceivedRecords> {
  const files = await openShardFolder(folder)
  return {
    append: (part, lines) => files.append(`part-${part}`, lines),
    open: (part) => () => Promise.resolve(streamOf(files.read(`part-${part}`))),
    spool: () => openShardFiles(folder),
    close: () => files.close()
  }
}
