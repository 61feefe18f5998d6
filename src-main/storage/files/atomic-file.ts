import { randomBytes } from 'node:crypto'
import { constants, copyFile, link, open, readdir, readFile, rename, stat, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { errorCode } from '#shared/error-code.ts'
import { renamePatiently, type PatientFileSystem } from './patient-rename.ts'

/** The file system calls of an atomic write, so that tests can make each of them fail. */
export interface AtomicFileSystem extends PatientFileSystem {
  open(path: string, flags: string, mode?: number): Promise<AtomicFileHandle>
  unlink(path: string): Promise<void>
  /** Whether a folder can be opened and synchronized; not so on Windows. */
  readonly syncsFolders: boolean
}

/** The part of a file handle that an atomic write uses. */
export interface AtomicFileHandle {
  writeFile(data: string | Uint8Array): Promise<void>
  sync(): Promise<void>
  close(): Promise<void>
}

const diskFileSystem: AtomicFileSystem = {
  open,
  rename,
  unlink,
  pause: (milliseconds) => delay(milliseconds),
  syncsFolders: process.platform !== 'win32'
}

const leftoverAgeMs = 60_000

const queues = new Map<string, Promise<void>>()

/**
 * Replaces a file so that a reader, and a computer that loses power, sees either the old or the new content, whole.
 * Temporary file in the same folder, fsync, rename, fsync of the folder. Writes to one path happen in call order.
 *
 * @param data at most a few MB; it is written in one go
 * @throws the file system's error; the old content is then still in place
 */
export async function writeFileAtomically(
  path: string,
  data: string | Uint8Array,
  files: AtomicFileSystem = diskFileSystem
): Promise<void> {
  return inCallOrder(path, () => replace(path, data, files))
}

/**
 * Replaces a file by what is made of its content. No write of this process comes in between.
 * @param change gives the new content; `undefined` leaves the file as it is
 * @returns whether it was replaced
 * @throws the file system's error, also where there is no such file
 */
export async function updateFileAtomically(
  path: string,
  change: (content: Buffer) => Uint8Array | undefined
): Promise<boolean> {
  return inCallOrder(path, async () => {
    const next = change(await readFile(path))
    if (next !== undefined) await replace(path, next, diskFileSystem)
    return next !== undefined
  })
}

function inCallOrder<T>(path: string, work: () => Promise<T>): Promise<T> {
  const before = queues.get(path) ?? Promise.resolve()
  const write = before.then(work)
  const settled = write.then(
    () => undefined,
    () => undefined
  )
  queues.set(path, settled)
  void settled.then(() => {
    if (queues.get(path) === settled) queues.delete(path)
  })
  return write
}

/**
 * Creates a file that must not exist yet. The first of several processes wins; the file appears whole.
 * @returns false when there is a file of this name
 * @throws the file system's error
 */
export async function createFileAtomically(path: string, data: string | Uint8Array): Promise<boolean> {
  const folder = dirname(path)
  const temporary = join(folder, `${temporaryPrefix(path)}${randomBytes(9).toString('base64url')}.tmp`)
  try {
    await writeSynced(temporary, data, diskFileSystem)
    try {
      await link(temporary, path)
    } catch (error) {
      if (errorCode(error) === 'EEXIST') return false
      // A file system without hard links: a new file is still never put over another one.
      await copyFile(temporary, path, constants.COPYFILE_EXCL)
    }
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    throw error
  } finally {
    await discard(temporary, diskFileSystem)
  }
  await syncFolder(folder, diskFileSystem)
  return true
}

/** Removes what atomic writes of this path left behind when the program was killed. */
export async function sweepLeftovers(path: string, now: number): Promise<void> {
  const prefix = temporaryPrefix(path)
  await removeOld(dirname(path), (name) => name.startsWith(prefix) && name.endsWith('.tmp'), now)
}

/** The same for every file in a data folder and in the folders of it. */
export async function sweepDataFolder(data: string, now: number): Promise<void> {
  const folders = (await readdir(data, { withFileTypes: true })).filter((entry) => entry.isDirectory())
  for (const folder of [data, ...folders.map(({ name }) => join(data, name))])
    await removeOld(folder, (name) => temporaryName.test(name), now)
}

/** Removes files whose writer ended long ago. */
async function removeOld(folder: string, isLeftover: (name: string) => boolean, now: number): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!isLeftover(name)) continue
    const leftover = join(folder, name)
    try {
      const age = now - (await stat(leftover)).mtimeMs
      if (age > leftoverAgeMs) await unlink(leftover)
    } catch (error) {
      // Another process just finished with it.
      if (errorCode(error) !== 'ENOENT') throw error
    }
  }
}

/** A name that {@link temporaryPrefix} begins, with 12 random signs. */
const temporaryName = /^\..+\.[\w-]{12}\.tmp$/

function temporaryPrefix(path: string): string {
  return `.${basename(path)}.`
}

async function replace(path: string, data: string | Uint8Array, files: AtomicFileSystem): Promise<void> {
  const folder = dirname(path)
  const temporary = join(folder, `${temporaryPrefix(path)}${randomBytes(9).toString('base64url')}.tmp`)
  try {
    await writeSynced(temporary, data, files)
    await renamePatiently(temporary, path, files)
  } catch (error) {
    await discard(temporary, files)
    throw error
  }
  await syncFolder(folder, files)
}

async function writeSynced(path: string, data: string | Uint8Array, files: AtomicFileSystem): Promise<void> {
  const handle = await files.open(path, 'wx', 0o600)
  try {
    await handle.writeFile(data)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function syncFolder(folder: string, files: AtomicFileSystem): Promise<void> {
  if (!files.syncsFolders) return
  const handle = await files.open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** The first error is the one to report; a temporary file that cannot be removed now goes with the next sweep. */
async function discard(temporary: string, files: AtomicFileSystem): Promise<void> {
  await files.unlink(temporary).catch(() => undefined)
}
