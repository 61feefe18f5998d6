import type { OpenedBytes } from '../disk/array-cache.ts'
import type { ShardFilesAddress } from '../disk/disk-places.ts'

/** The files of a population that another one is made from. They are only read. */
export interface BaseFiles {
  /** Opens a file. */
  open(name: string): OpenedBytes
  /** All bytes of a file. */
  whole(name: string): Uint8Array<ArrayBuffer>
  /** As {@link ShardFiles.items}. */
  items(list: string): AsyncIterable<Uint8Array<ArrayBuffer>>
  /** Makes a file one of the new population, as it is and under its name. */
  takeFile(name: string): Promise<void>
  /** The same with a list; nothing happens where there is none. */
  takeList(name: string): Promise<void>
}

/** Where pieces and shards are while a population is loaded, and shards afterwards. Nothing in it outlives the program. */
export interface ShardFiles {
  /** Appends an item to a list. The item belongs to the caller again when it has been appended. */
  append(list: string, item: Uint8Array): Promise<void>
  /** The items of a list in the order in which they were appended; none where there is no such list. Each belongs to the caller. */
  items(list: string): AsyncIterable<Uint8Array<ArrayBuffer>>
  /** Forgets a list. */
  drop(list: string): Promise<void>
  /** Writes a file and opens it. A file of that name is replaced. */
  write(name: string, parts: Iterable<Uint8Array>): Promise<OpenedBytes>
  /** The files of the population that this one is made from. */
  readonly base?: BaseFiles
  /** Where other threads find the files that have been written so far. */
  address(): ShardFilesAddress
  /** Closes and removes everything. */
  close(): Promise<void>
}
