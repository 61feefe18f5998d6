import { copyFile, link, open, readdir, readFile, rm, stat, statfs, unlink } from 'node:fs/promises'
import { constants } from 'node:fs'
import { dirname } from 'node:path'
import { errorCode } from '#shared/error-code.ts'
import { asMisplaced, asUnreadable } from '../files/misplaced.ts'
import { renamePatiently } from '../files/patient-rename.ts'
import type { SealedBytes } from './open-sealed.ts'
import { makeFolders } from '../files/make-folders.ts'

/** A file that is being written. */
export interface FileWriter {
  /** Appends all of the bytes. */
  write(bytes: Uint8Array): Promise<void>
  sync(): Promise<void>
  close(): Promise<void>
}

/** The file system under a snapshot store, so that tests can make every single call fail, or end the process in it. */
export interface StoreFiles {
  makeFolder(path: string): Promise<void>
  /** A new file; it must not exist. */
  create(path: string): Promise<FileWriter>
  /** For lines that are added to a file. */
  append(path: string): Promise<FileWriter>
  /** @returns `undefined` when there is no such file */
  read(path: string): Promise<Buffer | undefined>
  open(path: string): Promise<SealedBytes>
  /** Names in a folder, sorted; none when the folder does not exist. */
  list(path: string): Promise<string[]>
  rename(from: string, to: string): Promise<void>
  /** A second name for a file on the same volume; a copy where the file system has no links. `to` must not exist. */
  link(from: string, to: string): Promise<void>
  /** Waits until what was written to a closed file is on the disk. */
  sync(path: string): Promise<void>
  /** Overwrites a file with zeros where it lies, waits for the disk, and removes it. Does nothing when it is not there. */
  destroy(path: string): Promise<void>
  /** Removes a file. Does nothing when it is not there. */
  remove(path: string): Promise<void>
  /** Removes a folder with everything in it. */
  removeFolder(path: string): Promise<void>
  /** Makes sure that names in this folder are on the disk; Windows cannot and need not. */
  syncFolder(path: string): Promise<void>
  /** Bytes free for this user on the volume of a folder. */
  freeBytes(path: string): Promise<number>
}

/** The real file system. Everything is for this user alone. */
export const diskFiles: StoreFiles = {
  async makeFolder(path) {
    await makeFolders(path).catch((error: unknown) => {
      throw asMisplaced(error, path)
    })
  },
  create: (path) => writer(path, 'wx'),
  append: (path) =>
    writer(path, 'a').catch((error: unknown) => {
      throw asMisplaced(error, path)
    }),
  async read(path) {
    try {
      return await readFile(path)
    } catch (error) {
      if (isMissing(error)) return undefined
      throw asUnreadable(error, path)
    }
  },
  async open(path) {
    const { size } = await stat(path)
    const file = await open(path, 'r')
    return {
      size,
      async read(offset, length) {
        // What is not read is cut off below.
        const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(length, size - offset)))
        let filled = 0
        while (filled < bytes.length) {
          const { bytesRead } = await file
            .read(bytes, filled, bytes.length - filled, offset + filled)
            .catch((error: unknown) => {
              throw asMisplaced(error, path)
            })
          if (bytesRead === 0) break
          filled += bytesRead
        }
        return bytes.subarray(0, filled)
      },
      close: () => file.close()
    }
  },
  async list(path) {
    try {
      return (await readdir(path)).sort()
    } catch (error) {
      if (isMissing(error)) return []
      throw asUnreadable(error, path)
    }
  },
  rename: (from, to) => renamePatiently(from, to),
  async link(from, to) {
    try {
      await link(from, to)
    } catch (error) {
      if (isMissing(error)) throw error
      await copyFile(from, to, constants.COPYFILE_EXCL)
    }
  },
  async sync(path) {
    // Windows asks for a file that could be written.
    const file = await open(path, 'r+')
    try {
      await file.sync()
    } finally {
      await file.close()
    }
  },
  async destroy(path) {
    try {
      const file = await open(path, 'r+')
      try {
        const { size } = await file.stat()
        await file.write(Buffer.alloc(size), 0, size, 0)
        await file.sync()
      } finally {
        await file.close()
      }
      await unlink(path)
      await diskFiles.syncFolder(dirname(path))
    } catch (error) {
      if (!isMissing(error)) throw error
    }
  },
  async remove(path) {
    try {
      await unlink(path)
    } catch (error) {
      if (!isMissing(error)) throw error
    }
  },
  removeFolder: (path) => rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }),
  async syncFolder(path) {
    if (process.platform === 'win32') return
    const folder = await open(path, 'r')
    try {
      await folder.sync()
    } finally {
      await folder.close()
    }
  },
  async freeBytes(path) {
    const { bavail, bsize } = await statfs(path)
    return bavail * bsize
  }
}

async function writer(path: string, flags: 'wx' | 'a'): Promise<FileWriter> {
  const file = await open(path, flags, 0o600)
  return {
    async write(bytes) {
      for (let index = 0; index < bytes.length;) index += (await file.write(bytes, index)).bytesWritten
    },
    sync: () => file.sync(),
    close: () => file.close()
  }
}

function isMissing(error: unknown): boolean {
  return errorCode(error) === 'ENOENT'
}
