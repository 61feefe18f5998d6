const MB = 1024 * 1024
/** A program without any data, while it reads and arranges some. */
const BASE = 250 * MB
/** A thread that reads, or evaluates measures, without its data. */
const THREAD = 100 * MB
/** Bytes of JSON for a byte of columns. */
const TEXT_PER_COLUMNS = 7
/** Memory while columns are made, for a byte of them. */
const PEAK_PER_COLUMNS = 2.5
/** What is known of all people while a population is divided (their keys, and the ranks of all ids), for a byte of columns. */
const KNOWN_PER_COLUMNS = 0.15
/** Bytes of text for a byte of gzip, as FHIR data have them. */
const TEXT_PER_GZIP = 12
/**
 * What of the memory beyond the program holds columns, and what is derived from them. Arrays of all sizes come and go in it, which leaves gaps: a
 * fifth of what they take.
 */
const CACHE_SHARE = 3 / 4
/** More would make pieces that are large already a little larger. */
const MAX_BATCH = 64 * MB
/** More would mostly be overhead, and each has a file. */
const MAX_SHARDS = 1024

/** The least memory that a population can be given, in bytes. */
export const MIN_MEMORY = 256 * MB

/** What a load may use. */
export interface LoadSize {
  /** One where everything fits into memory. */
  readonly shards: number
  /**
   * Bytes of columns, and of what is derived from them, in memory at a time, where there are several shards. Nothing of it is used while shards are
   * built.
   */
  readonly cacheBytes: number
  /** Bytes of columns that are read before they are divided among several shards. */
  readonly batchBytes: number
  /** Bytes of what was divided that stay in memory until their shards are built. */
  readonly pieceBytes: number
  /** Readers at most. */
  readonly readers: number
}

/** A file that is going to be loaded. */
export interface SizedFile {
  readonly name: string
  readonly bytes: number
  /** Its bytes are those of the text, whatever its name is. */
  readonly seekable?: boolean | undefined
}

/**
 * Plans a load by the size of its files.
 * @param budget bytes
 * @param leavesRoom whether measures are evaluated next to the population, see {@link sizeOfRecords}
 */
export function sizeOfLoad(files: readonly SizedFile[], budget: number, leavesRoom = false): LoadSize {
  const text = files.reduce((sum, file) => sum + file.bytes * (isCompressed(file) ? TEXT_PER_GZIP : 1), 0)
  const peak = (text / TEXT_PER_COLUMNS) * PEAK_PER_COLUMNS
  const readers = Math.max(1, Math.floor((budget - BASE) / 3 / THREAD))
  if (peak + BASE + THREAD <= budget) return { shards: 1, cacheBytes: 0, batchBytes: 0, pieceBytes: 0, readers }
  const shards = Math.ceil(peak / ((budget - BASE) / 4))
  return {
    shards: Math.min(MAX_SHARDS, Math.max(2, shards)),
    cacheBytes: sizeOfCache(budget, leavesRoom),
    batchBytes: Math.min(MAX_BATCH, (budget - BASE) / 16),
    pieceBytes: sizeOfPieces(budget, text / TEXT_PER_COLUMNS),
    readers
  }
}

/**
 * Bytes of what was divided that may stay in memory: as much as one shard takes that is being built, where a quarter of the memory is still left next to
 * both and to what is known of all people.
 * @param columns bytes of all of them
 */
function sizeOfPieces(budget: number, columns: number): number {
  const room = budget - BASE
  return Math.max(0, Math.min(room / 4, room / 2 - columns * KNOWN_PER_COLUMNS))
}

/**
 * Bytes of columns, and of what is derived from them, that are in memory at a time.
 * @param budget bytes
 * @param leavesRoom as for {@link sizeOfLoad}
 */
export function sizeOfCache(budget: number, leavesRoom: boolean): number {
  return (budget - BASE) * (leavesRoom ? 2 / 5 : CACHE_SHARE)
}

/**
 * Bytes of what measures take of records that may be in memory at a time: evaluating them takes three times as much, and a population
 * that was loaded within the same budget takes two fifths of it by then, as loading takes 2.5 times as much. Threads take no more than half of it.
 * @param budget bytes, at least {@link MIN_MEMORY}
 * @param threads that evaluate; one is the program itself
 */
export function sizeOfRecords(budget: number, threads: number): number {
  const room = budget - BASE
  return Math.max(room / 2, room - (threads - 1) * THREAD) / 6
}

function isCompressed({ name, seekable }: SizedFile): boolean {
  return seekable !== true && /\.gz$/i.test(name)
}
