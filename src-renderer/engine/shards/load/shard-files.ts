import type { OpenedBytes } from '../disk/array-cache.ts'
import type { ShardFilesAddress } from '../disk/disk-places.ts'

/** Where pieces and shards are while a population is loaded, and shards afterwards. Nothing in it outlives the program. */
export interface ShardFiles {
  /** Appends an item to a list. */
  append(list: string, item: Uint8Array): Promise<void>
  /** The items of a list in the order in which they were appended; none where there is no such list. */
  items(list: string): AsyncIterable<Uint8Array<ArrayBuffer>>
  /** Forgets a list. */
  drop(list: string): Promise<void>
  /** Writes a file and opens it. A file of that name is replaced. */
  write(name: string, parts: Iterable<Uint8Array>): Promise<OpenedBytes>
  /** Where other threads find the files that have been written so far. */
  address(): ShardFilesAddress
  /** Closes and removes everything. */
  close(): Promise<void>
}
