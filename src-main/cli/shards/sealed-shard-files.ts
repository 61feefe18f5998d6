import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { OpenedBytes } from '#engine/shards/disk/array-cache.ts'
import type { ShardFiles } from '#engine/shards/load/shard-files.ts'
import { errorCode } from '#shared/error-code.ts'
import { makePrivateFolder } from '../../storage/files/private-folder.ts'
import { removeAtExit } from '../../storage/files/remove-at-exit.ts'
import { openSealed } from '../../storage/sealed/open-sealed.ts'
import { openSealedNow, type SealedNow } from '../../storage/sealed/sealed-now.ts'
import { createSealedWriter, type SealedWriter } from '../../storage/sealed/sealed-writer.ts'
import { diskFiles, type StoreFiles } from '../../storage/sealed/store-files.ts'

/** Nobody comes back for these files after a crash, so nothing waits for the disk. */
const unsynchronized: StoreFiles = {
  ...diskFiles,
  async create(path) {
    return { ...(await diskFiles.create(path)), sync: () => Promise.resolve() }
  }
}

/** A list that is being written. */
interface OpenList {
  readonly path: string
  readonly writer: SealedWriter
  /** Ends when everything that was appended so far has been taken. */
  written: Promise<void>
}

/**
 * Files of shards in a folder, sealed under a key that exists in this process only. So what a crash leaves behind cannot be read by
 * anybody; it is removed by the next program that opens shards in the folder.
 * @param parent absolute path of a folder for such files
 */
export async function openShardFiles(parent: string): Promise<ShardFiles> {
  await makePrivateFolder(parent)
  await removeAbandoned(parent)
  const folder = join(parent, `${process.pid}-${randomBytes(8).toString('hex')}`)
  await makePrivateFolder(folder)
  const keepAtExit = removeAtExit(folder)
  const key = randomBytes(32)
  const opening = new Map<string, Promise<OpenList>>()
  const finished = new Map<string, string>()
  const opened = new Map<string, SealedNow>()
  let files = 0

  /** A name of its own for every file, by which it is bound to its place. */
  const newPath = (): string => join(folder, `${files++}`)
  const contextOf = (path: string) => ({ key, purpose: path })

  async function newList(): Promise<OpenList> {
    const path = newPath()
    return { path, writer: await createSealedWriter(unsynchronized, path, contextOf(path)), written: Promise.resolve() }
  }
  async function finishList(name: string): Promise<string | undefined> {
    const own = opening.get(name)
    if (own === undefined) return finished.get(name)
    opening.delete(name)
    const { path, writer, written } = await own
    await written
    await writer.finish()
    finished.set(name, path)
    return path
  }

  return {
    async append(name, item) {
      if (finished.has(name)) throw new Error('the list was read already')
      let own = opening.get(name)
      if (own === undefined) opening.set(name, (own = newList()))
      const list = await own
      const head = new Uint8Array(4)
      new DataView(head.buffer).setUint32(0, item.length)
      // Frames of two items must not be made at the same time.
      list.written = list.written.then(async () => {
        await list.writer.write(head)
        await list.writer.write(item)
      })
      await list.written
    },
    async *items(name) {
      const path = await finishList(name)
      if (path === undefined) return
      const file = await openSealed(await diskFiles.open(path), contextOf(path))
      try {
        yield* itemsOf(file.read())
      } finally {
        await file.close()
      }
    },
    async drop(name) {
      const path = await finishList(name)
      finished.delete(name)
      if (path !== undefined) await diskFiles.remove(path)
    },
    async write(name, parts): Promise<OpenedBytes> {
      opened.get(name)?.close()
      const path = newPath()
      const writer = await createSealedWriter(unsynchronized, path, contextOf(path))
      for (const part of parts) await writer.write(part)
      await writer.finish()
      const file = openSealedNow(path, contextOf(path))
      opened.set(name, file)
      return file
    },
    async close() {
      for (const file of opened.values()) file.close()
      opened.clear()
      for (const list of opening.values()) await (await list).writer.abort()
      opening.clear()
      key.fill(0)
      keepAtExit()
      await diskFiles.removeFolder(folder)
    }
  }
}

/** Cuts a stream into the items that were appended to it. */
async function* itemsOf(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const head = new Uint8Array(4)
  let filled = 0
  let item: Uint8Array<ArrayBuffer> | undefined
  for await (const text of stream) {
    for (let at = 0; at < text.length;) {
      const into: Uint8Array = item ?? head
      const part = text.subarray(at, at + into.length - filled)
      into.set(part, filled)
      filled += part.length
      at += part.length
      if (filled < into.length) continue
      filled = 0
      if (item === undefined) item = new Uint8Array(new DataView(head.buffer).getUint32(0))
      else {
        yield item
        item = undefined
      }
    }
  }
}

/** Removes folders of programs that are gone. */
async function removeAbandoned(parent: string): Promise<void> {
  for (const name of await diskFiles.list(parent)) {
    const pid = Number(/^(\d+)-[0-9a-f]{16}$/.exec(name)?.[1] ?? process.pid)
    if (pid !== process.pid && !isRunning(pid)) await diskFiles.removeFolder(join(parent, name))
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return errorCode(error) !== 'ESRCH'
  }
}
