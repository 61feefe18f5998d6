import { randomBytes } from 'node:crypto'
import { basename, join } from 'node:path'
import { defined } from '#shared/language/defined.ts'
import { makePrivateFolder } from '../files/private-folder.ts'
import { isRunning } from '../files/is-running.ts'
import { removeAtExit } from '../files/remove-at-exit.ts'
import { openSealed } from '../sealed/open-sealed.ts'
import { openSealedNow, type SealedNow } from '../sealed/sealed-now.ts'
import { createSealedWriter, type SealedFacts, type SealedWriter } from '../sealed/sealed-writer.ts'
import { diskFiles, type StoreFiles } from '../sealed/store-files.ts'

/** Nobody comes back for these files after a crash, so nothing waits for the disk. */
const unsynchronized: StoreFiles = {
  ...diskFiles,
  async create(path) {
    return { ...(await diskFiles.create(path)), sync: () => Promise.resolve() }
  }
}

/** A file that is being written. */
interface OpenFile {
  readonly path: string
  readonly writer: SealedWriter
  /** Ends when everything that was appended so far has been taken. */
  written: Promise<void>
}

/** A finished file: where it is, what opens it, and what it is. */
export interface SealedShardFile extends SealedFacts {
  /** Absolute path. */
  readonly path: string
  /** 32 bytes. */
  readonly key: Uint8Array
  readonly purpose: string
}

/** By which another thread of this process opens files with {@link openShardFile}: each by its name. */
export interface ShardFolderAddress {
  readonly files: ReadonlyMap<string, SealedShardFile>
}

/** Opens a finished file. */
export function openShardFile({ files }: ShardFolderAddress, name: string): SealedNow {
  const file = files.get(name)
  if (file === undefined) throw new Error('there is no such file of shards')
  return openSealedNow(file.path, file)
}

/** Name of a list among files. */
export const listName = (list: string): string => `list.${list}`

/** The items of a finished list, as {@link ShardFolder.read} gives them; nothing where it is not among the files. */
export async function* readShardList({ files }: ShardFolderAddress, list: string): AsyncGenerator<Uint8Array, void> {
  const found = files.get(listName(list))
  if (found !== undefined) yield* readFile(found)
}

async function* readFile({ path, key, purpose }: SealedShardFile): AsyncGenerator<Uint8Array, void> {
  const file = await openSealed(await diskFiles.open(path), { key, purpose })
  try {
    yield* file.read()
  } finally {
    await file.close()
  }
}

/** Lists and files of one population, sealed under a key that exists in this process only. */
export interface ShardFolder {
  /** Appends bytes to a list. */
  append(list: string, bytes: Uint8Array): Promise<void>
  /** Everything that was appended to a list, in this order; nothing where there is no such list. Nothing can be appended afterwards. */
  read(list: string): AsyncIterable<Uint8Array>
  /** Removes a list. */
  drop(list: string): Promise<void>
  /** Writes the next bytes of a file. */
  write(file: string, bytes: Uint8Array): Promise<void>
  /** Opens a file of which everything was written. A file that had the name before is closed. */
  finish(file: string): Promise<SealedNow>
  /** A finished file. */
  opened(file: string): SealedNow | undefined
  /**
   * Makes a finished file of another population one of this one, under a second name on the disk.
   * @param name of the file, or of a list as {@link listName} makes it
   * @throws AppError `unreadable-file` where it is not what was written; or the file system's error
   */
  take(name: string, file: SealedShardFile): Promise<void>
  /**
   * The finished files and the lists that were read, for other threads of this process and for snapshots that keep them. The address must
   * not outlive the folder.
   */
  address(): ShardFolderAddress
  /** Closes and removes everything. */
  close(): Promise<void>
}

/**
 * Makes a folder for a population. What a crash leaves behind cannot be read by anybody; it is removed by the next program that makes
 * such a folder next to it.
 * @param parent absolute path of a folder for such folders
 */
export async function openShardFolder(parent: string): Promise<ShardFolder> {
  await makePrivateFolder(parent)
  await removeAbandonedShards(parent)
  const folder = join(parent, `${process.pid}-${randomBytes(8).toString('hex')}`)
  await makePrivateFolder(folder)
  const keepAtExit = removeAtExit(folder)
  const key = randomBytes(32)
  const opening = new Map<string, Promise<OpenFile>>()
  const lists = new Map<string, SealedShardFile>()
  const opened = new Map<string, SealedNow>()
  const finished = new Map<string, SealedShardFile>()
  let files = 0
  let isClosed = false

  // The same wherever the files are linked to.
  const contextOf = (path: string) => ({ key, purpose: `shards/${basename(folder)}/${basename(path)}` })

  async function create(): Promise<OpenFile> {
    // A name of its own for every file, by which it is bound to its place.
    const path = join(folder, `${files++}`)
    const writer = await createSealedWriter(unsynchronized, path, contextOf(path), 'fast')
    return { path, writer, written: Promise.resolve() }
  }

  async function appendTo(name: string, bytes: Uint8Array): Promise<void> {
    if (isClosed) throw new Error('the folder was closed')
    const created = opening.get(name) ?? create()
    opening.set(name, created)
    const file = await created
    // Frames of two writes must not be made at the same time.
    file.written = file.written.then(() => file.writer.write(bytes))
    await file.written
  }

  async function finishFile(name: string): Promise<SealedShardFile | undefined> {
    const created = opening.get(name)
    if (created === undefined) return undefined
    opening.delete(name)
    const { path, writer, written } = await created
    await written
    return { path, ...(await writer.finish()), ...contextOf(path) }
  }

  async function finishList(list: string): Promise<SealedShardFile | undefined> {
    const made = await finishFile(listName(list))
    if (made !== undefined) lists.set(list, made)
    return made ?? lists.get(list)
  }

  function openFinished(name: string, file: SealedShardFile): SealedNow {
    const made = openSealedNow(file.path, file)
    opened.get(name)?.close()
    opened.set(name, made)
    finished.set(name, file)
    return made
  }

  return {
    async append(list, bytes) {
      if (lists.has(list)) throw new Error('the list was read already')
      await appendTo(listName(list), bytes)
    },
    async *read(list) {
      const finishedList = await finishList(list)
      if (finishedList !== undefined) yield* readFile(finishedList)
    },
    async drop(list) {
      const dropped = await finishList(list)
      lists.delete(list)
      if (dropped !== undefined) await diskFiles.remove(dropped.path)
    },
    write: (file, bytes) => appendTo(`file ${file}`, bytes),
    async finish(file) {
      await appendTo(`file ${file}`, new Uint8Array(0))
      return openFinished(file, defined(await finishFile(`file ${file}`)))
    },
    async take(name, file) {
      if (isClosed) throw new Error('the folder was closed')
      const path = join(folder, `${files++}`)
      await diskFiles.link(file.path, path)
      const taken = { ...file, path }
      if (name.startsWith(listName(''))) lists.set(name.slice(listName('').length), taken)
      else openFinished(name, taken)
    },
    opened: (file) => opened.get(file),
    address: () => ({
      files: new Map(
        [...finished, ...Array.from(lists, ([list, file]) => [listName(list), file] as const)].map(([name, file]) => [
          name,
          { ...file, key: new Uint8Array(file.key) }
        ])
      )
    }),
    async close() {
      if (isClosed) return
      isClosed = true
      for (const file of opened.values()) file.close()
      opened.clear()
      for (const file of opening.values()) {
        const { writer, written } = await file
        // Whoever wrote it hears of a failure; here the file only has to be closed.
        await Promise.allSettled([written])
        await writer.abort()
      }
      opening.clear()
      key.fill(0)
      keepAtExit()
      await diskFiles.removeFolder(folder)
    }
  }
}

/** Removes the folders of programs that have ended. @param parent absolute path; it need not exist */
export async function removeAbandonedShards(parent: string): Promise<void> {
  for (const name of await diskFiles.list(parent)) {
    const pid = Number(/^(\d+)-[0-9a-f]{16}$/.exec(name)?.[1] ?? process.pid)
    if (pid !== process.pid && !isRunning(pid)) await diskFiles.removeFolder(join(parent, name))
  }
}
