import type { ArrayPlace } from './array-places.ts'
import type { ShardDirectory } from './directory.ts'
import { bytesOfText, type ArrayCache, type OpenedBytes } from './array-cache.ts'

/** The files of a population for another thread: plain data, by which its host opens them. */
export type ShardFilesAddress =
  /** Files that the services have for a page: the name of their addresses, and the bytes of each file. */
  | { readonly of: 'services'; readonly id: string; readonly sizes: ReadonlyMap<string, number> }
  /** Sealed files of this process by their names. */
  | { readonly of: 'process'; readonly files: ReadonlyMap<string, SealedFileAddress> }

/** By which a thread of the process opens a sealed file, and what it is. */
export interface SealedFileAddress {
  /** Absolute path. */
  readonly path: string
  /** 32 bytes. */
  readonly key: Uint8Array
  readonly purpose: string
  readonly textBytes: number
  readonly sealedBytes: number
  /** SHA-256 of the sealed file, hexadecimal. */
  readonly sha256: string
}

/** One shard on the disk. */
export interface DiskShard {
  readonly directory: ShardDirectory
  /** Name of its file. */
  readonly file: string
  /** Number of its file in caches. */
  readonly number: number
}

/** Where shards of a population are on the disk. Plain data, which another thread can have. */
export interface DiskPlaces {
  /** Shards of the whole population. */
  readonly count: number
  /** Place of the first of these among all. */
  readonly first: number
  readonly shards: readonly DiskShard[]
  /** By type, for each shard of the population the place of the numbers that its resources have in the population. */
  readonly ranks: ReadonlyMap<string, readonly ArrayPlace[]>
  /** Number in caches of the file with them. */
  readonly ranksNumber: number
  /** Types of which every shard has the records. */
  readonly common: ReadonlySet<string>
}

/** Name of the file with the {@link DiskPlaces.ranks}. */
export const RANKS_FILE = 'ranks'

/** A population on the disk, as the thread has it that asks its shards. */
export interface DiskPopulation {
  readonly places: DiskPlaces
  /** Of all that this thread reads. */
  readonly cache: ArrayCache
  /** Bytes of columns that all threads may hold together. */
  readonly cacheBytes: number
  /** Opens a file by its name. */
  readonly open: (file: string) => OpenedBytes
  /** The files, for another thread. */
  readonly address: () => ShardFilesAddress
}

/** Some shards that follow each other. @param from place of the first @param to place after the last */
export function someShards(places: DiskPlaces, from: number, to: number): DiskPlaces {
  return { ...places, first: from, shards: places.shards.slice(from - places.first, to - places.first) }
}

/** Bytes that the codes and names of shards, which every thread has, take in it. */
export function bytesOfTexts({ shards }: DiskPlaces): number {
  const lists = new Set<readonly string[]>()
  for (const { directory } of shards) {
    const { concepts, profiles, files } = directory
    for (const list of [concepts.systems, concepts.codes, concepts.displays, profiles, files]) lists.add(list)
  }
  let bytes = 0
  for (const list of lists) for (const text of list) bytes += bytesOfText(text)
  return bytes
}
