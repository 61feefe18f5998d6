import { servicesMessages as m } from '#messages/services.ts'
import { AppError } from '#shared/app-error.ts'
import { openShardFolder, removeAbandonedShards, type ShardFolder } from '../../storage/shards/shard-folder.ts'

/** The parts on disk of one population, by paths as the contract has them. */
export interface ShardPaths {
  /** @throws AppError `not-found` for a path that nothing is at */
  read(path: readonly string[]): Promise<ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer>>
  /** @throws AppError `not-found` for a path that nothing can be written to, `out-of-space` */
  write(path: readonly string[], bytes: AsyncIterable<Uint8Array>): Promise<void>
}

/** Populations that do not fit into memory, with their parts on the disk. */
export interface ShardService {
  open(): Promise<ShardPaths>
  /** Closes a population and removes its parts. */
  close(paths: ShardPaths): Promise<void>
  closeAll(): Promise<void>
}

/** Reads are answered from memory, so that nobody can ask for more than the largest column. */
const MAX_READ_BYTES = 1024 * 1024 * 1024

/**
 * Removes what programs that have ended left behind.
 * @param folder absolute path of the folder for all populations
 */
export async function createShardService(folder: string): Promise<ShardService> {
  await removeAbandonedShards(folder)
  const opened = new Map<ShardPaths, ShardFolder>()

  async function close(paths: ShardPaths): Promise<void> {
    const shards = opened.get(paths)
    opened.delete(paths)
    await shards?.close()
  }

  return {
    async open() {
      const shards = await openShardFolder(folder)
      const paths = pathsOf(shards)
      opened.set(paths, shards)
      return paths
    },
    close,
    async closeAll() {
      for (const paths of [...opened.keys()]) await close(paths)
    }
  }
}

function pathsOf(shards: ShardFolder): ShardPaths {
  return {
    async read([what, name = '', offset, length]) {
      if (what === 'list') return streamOf(shards.read(name))
      const file = what === 'file' ? shards.opened(name) : undefined
      const [first, bytes] = [Number(offset), Number(length)]
      if (file === undefined || !isSize(first) || !isSize(bytes) || bytes > MAX_READ_BYTES) throw nothingThere()
      return file.read(first, bytes)
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
