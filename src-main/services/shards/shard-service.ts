import { servicesMessages as m } from '#messages/services.ts'
import { AppError } from '#shared/app-error.ts'
import {
  openShardFile,
  openShardFolder,
  readShardList,
  removeAbandonedShards,
  type SealedShardFile,
  type ShardFolder
} from '../../storage/shards/shard-folder.ts'
import { diskFiles } from '../../storage/sealed/store-files.ts'
import type { SealedNow } from '../../storage/sealed/sealed-now.ts'
import { checkSavedShards } from '../../storage/snapshots/saved-shards.ts'

/** The parts on disk of one population, by paths as the contract has them. */
export interface ShardPaths {
  /** @throws AppError `not-found` for a path that nothing is at */
  read(path: readonly string[]): Promise<ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer>>
  /** @throws AppError `not-found` for a path that nothing can be written to, `out-of-space` */
  write(path: readonly string[], bytes: AsyncIterable<Uint8Array>): Promise<void>
}

/** Sealed files by their names. */
export type SealedShards = ReadonlyMap<string, SealedShardFile>

/** Populations that do not fit into memory, with their parts on the disk. */
export interface ShardService {
  open(): Promise<ShardPaths>
  /**
   * Makes room for a population that is made from the parts of another one: these are read below `base`, as lists below `base-list`, and
   * become parts of this one by `take`.
   * @throws the file system's error, AppError `unreadable-file`
   */
  openRefresh(base: SealedShards): Promise<ShardPaths>
  /** Opens the parts of a snapshot, which are only read. @throws the file system's error, AppError `unreadable-file` */
  openSaved(files: SealedShards): ShardPaths
  /** The finished files of a population. @throws AppError `not-found` when it was closed, or there is none */
  sealed(paths: ShardPaths | undefined): SealedShards
  /** Reads all parts of a population. Ends early when it is closed. @throws AppError `unreadable-file` where one is damaged */
  check(paths: ShardPaths | undefined): Promise<void>
  /** Closes a population and removes its parts, but for those of a snapshot. */
  close(paths: ShardPaths): Promise<void>
  /** Closes the parts of snapshots, and what is made from them, because the keys of snapshots go away. Parts of other data stay open. */
  closeSaved(): Promise<void>
  closeAll(): Promise<void>
}

/** A population that is open. */
interface OpenedShards {
  /** It is read by keys of a snapshot. */
  readonly isSaved: boolean
  sealed(): SealedShards
  close(): Promise<void>
}

/** Reads are answered from memory, so that nobody can ask for more than the largest column. */
const MAX_READ_BYTES = 1024 * 1024 * 1024

/**
 * Removes what programs that have ended left behind.
 * @param folder absolute path of the folder for all populations
 */
export async function createShardService(folder: string): Promise<ShardService> {
  await removeAbandonedShards(folder)
  const opened = new Map<ShardPaths, OpenedShards>()
  /** Counts up with each time that the parts of snapshots were closed. */
  let closings = 0

  async function close(paths: ShardPaths): Promise<void> {
    const shards = opened.get(paths)
    opened.delete(paths)
    await shards?.close()
  }

  return {
    async open() {
      const shards = await openShardFolder(folder)
      const paths = pathsOf(shards)
      opened.set(paths, { isSaved: false, sealed: () => shards.address().files, close: () => shards.close() })
      return paths
    },
    async openRefresh(files) {
      const before = closings
      const shards = await openShardFolder(folder)
      let base: OpenedFiles
      try {
        if (closings !== before) throw nothingThere()
        base = openFiles(files)
      } catch (error) {
        await shards.close()
        throw error
      }
      const changedPaths = pathsOf(shards)
      function requireOpen(): void {
        if (!opened.has(paths)) throw nothingThere()
      }
      /** Ends with an error when the population is closed. */
      async function* listIn(name: string): AsyncGenerator<Uint8Array, void> {
        for await (const items of readShardList({ files }, name)) {
          requireOpen()
          yield items
        }
      }
      const paths: ShardPaths = {
        async read([what, name = '', ...range]) {
          requireOpen()
          if (what === 'base') return bytesOf(base.read.get(name), range)
          return what === 'base-list' ? streamOf(listIn(name)) : changedPaths.read([what ?? '', name, ...range])
        },
        async write([what, name = '', ...rest], bytes) {
          if (what !== 'take') return changedPaths.write([what ?? '', name, ...rest], bytes)
          const file = files.get(name)
          if (file === undefined) throw nothingThere()
          // What was changed must not become part of something new.
          await checkSavedShards(diskFiles, new Map([[name, file]]), () => opened.has(paths))
          await shards.take(name, file)
        }
      }
      const closeBoth = async (): Promise<void> => {
        base.close()
        await shards.close()
      }
      opened.set(paths, { isSaved: true, sealed: () => shards.address().files, close: closeBoth })
      return paths
    },
    openSaved(files) {
      const saved = openFiles(files)
      const paths: ShardPaths = {
        read: async ([what, name = '', ...range]) => bytesOf(what === 'file' ? saved.read.get(name) : undefined, range),
        write: () => Promise.reject(nothingThere())
      }
      opened.set(paths, { isSaved: true, sealed: () => files, close: async () => saved.close() })
      return paths
    },
    sealed(paths) {
      const shards = paths && opened.get(paths)
      if (shards === undefined) throw nothingThere()
      return shards.sealed()
    },
    async check(paths) {
      if (paths === undefined) return
      const shards = opened.get(paths)
      if (shards !== undefined) await checkSavedShards(diskFiles, shards.sealed(), () => opened.has(paths))
    },
    close,
    async closeSaved() {
      closings += 1
      for (const [paths, { isSaved }] of [...opened]) if (isSaved) await close(paths)
    },
    async closeAll() {
      for (const paths of [...opened.keys()]) await close(paths)
    }
  }
}

/** Files that are open for reading. */
interface OpenedFiles {
  readonly read: ReadonlyMap<string, SealedNow>
  close(): void
}

function openFiles(files: SealedShards): OpenedFiles {
  const read = new Map<string, SealedNow>()
  const close = (): void => {
    for (const file of read.values()) file.close()
    // A page that reads on hears that the data are no longer open.
    read.clear()
  }
  try {
    for (const name of files.keys()) read.set(name, openShardFile({ files }, name))
  } catch (error) {
    close()
    throw error
  }
  return { read, close }
}

function pathsOf(shards: ShardFolder): ShardPaths {
  return {
    async read([what, name = '', ...range]) {
      if (what === 'list') return streamOf(shards.read(name))
      return bytesOf(what === 'file' ? shards.opened(name) : undefined, range)
    },
    async write([what, name = ''], bytes) {
      if (name === '') throw nothingThere()
      switch (what) {
        case 'list':
          return shards.append(name, await collected(bytes))
        case 'file':
          for await (const part of bytes) await shards.write(name, part)
          return
        case 'drop':
          return shards.drop(name)
        case 'finish':
          await shards.finish(name)
          return
        default:
          throw nothingThere()
      }
    }
  }
}

/** Some bytes of a file. @param offset with `length` as a path has them */
function bytesOf(file: SealedNow | undefined, [offset, length]: readonly string[]): Uint8Array<ArrayBuffer> {
  const [first, bytes] = [Number(offset), Number(length)]
  if (file === undefined || !isSize(first) || !isSize(bytes) || bytes > MAX_READ_BYTES) throw nothingThere()
  return file.read(first, bytes)
}

const isSize = (value: number): boolean => Number.isSafeInteger(value) && value >= 0

function nothingThere(): AppError {
  return new AppError('not-found', m.theseDataAreNoLongerOpen)
}

async function collected(bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const part of bytes) parts.push(part)
  return Buffer.concat(parts)
}

function streamOf(bytes: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = bytes[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await iterator.next()
        if (next.done === true) controller.close()
        else controller.enqueue(next.value)
      },
      async cancel() {
        await iterator.return?.()
      }
    },
    { highWaterMark: 0 }
  )
}
