import { cliExportMessages as m } from '#messages/cli/export.ts'
import { createHash } from 'node:crypto'
import { copyFile, link, mkdir, open, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#shared/app-error.ts'
import { errorCode } from '#shared/error-code.ts'
import type { ExportSink, PartWriter } from '../../bulk/sink/export-sink.ts'
import type { PreviousExport } from '../../bulk/sink/merge.ts'
import { makeFolders } from '../../storage/files/make-folders.ts'
import { renamePatiently } from '../../storage/files/patient-rename.ts'

/** Files of an export in the clear, and where its journal lies. */
export interface ExportFolder {
  /** Journal and log; loaders pass over it. */
  readonly work: string
  readonly sink: ExportSink
}

const workName = '.export'
/** Journal of the incomplete export that the present one completes; it is there until that has ended. */
const earlierName = '.export-earlier'
const bytesPerWrite = 1024 * 1024
/** What other programs read; it appears as a whole. */
const shownName = 'fhir'

/**
 * Prepares a folder for an export in the clear: parts under `.export/parts`, and after the commit `fhir/` with all files.
 * @throws AppError `invalid-input` when the folder holds something else
 */
export async function prepareExportFolder(folder: string): Promise<ExportFolder> {
  await makeFolders(folder)
  const names = await readdir(folder)
  if (names.length > 0 && !names.includes(workName) && !names.includes(earlierName)) {
    throw new AppError('invalid-input', m.theFolderForTheExportIs)
  }
  const work = join(folder, workName)
  const parts = join(work, 'parts')
  const ready = join(work, 'ready')
  const shown = join(folder, shownName)
  await makeFolders(parts)
  const pathOf = (part: string): string => join(parts, `${part}.part`)

  return {
    work,
    sink: {
      read: (part, length) => readFileParts(pathOf(part), length),
      open: (part, offset) => openPart(pathOf(part), offset),
      async commit(list) {
        const names = list.map(({ name }) => name).sort()
        const before = await namesIn(shown)
        if (before !== undefined && before.sort().join() === names.join()) return
        await rm(ready, { recursive: true, force: true })
        await mkdir(ready, { mode: 0o700 })
        for (const { part, name } of list) await linkOrCopy(pathOf(part), join(ready, name))
        await syncFolder(ready)
        await rm(shown, { recursive: true, force: true })
        await renamePatiently(ready, shown)
        await syncFolder(folder)
      },
      async tidy() {
        for (const name of await readdir(parts)) await rm(join(parts, name), { force: true })
      }
    }
  }
}

/** Paths of the journals in a folder: that of the present export, and that of the incomplete one which it completes. */
export function journalsIn(folder: string): { readonly present: string; readonly earlier: string } {
  return {
    present: join(folder, workName, 'journal.ndjson'),
    earlier: join(folder, earlierName, 'journal.ndjson')
  }
}

/** Makes room for an export that completes the present one, whose files stay where they are. */
export async function setExportAside(folder: string): Promise<void> {
  await forgetEarlierExport(folder)
  await renamePatiently(join(folder, workName), join(folder, earlierName))
  await syncFolder(folder)
  await makeFolders(join(folder, workName))
}

/** Forgets the incomplete export that was completed. */
export async function forgetEarlierExport(folder: string): Promise<void> {
  await rm(join(folder, earlierName), { recursive: true, force: true })
}

/**
 * The files of an earlier export in the clear.
 * @throws AppError `not-found` when there is none
 */
export async function readExportFolder(folder: string): Promise<PreviousExport> {
  const names = await namesIn(join(folder, shownName))
  if (names === undefined) throw new AppError('not-found', m.thereIsNoFinishedExportIn)
  return {
    names: names.sort(),
    isSparse: true,
    read: (name) => readFileParts(join(folder, shownName, name), undefined)
  }
}

/**
 * Names of the files in a folder; undefined where there is no such folder.
 * @throws AppError `unreadable-file` when it is there and cannot be listed
 */
async function namesIn(folder: string): Promise<string[] | undefined> {
  try {
    return await readdir(folder)
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT') return undefined
    const why = errorCode(cause) === 'ENOTDIR' ? m.itIsAFile : String(errorCode(cause))
    throw new AppError('unreadable-file', m.theFinishedExportInTheExport(shownName, why), { cause })
  }
}

/** What is before `offset` is read again, so that the hash covers the whole part. */
async function openPart(path: string, offset: number): Promise<PartWriter> {
  const hash = createHash('sha256')
  for await (const chunk of readFileParts(path, offset)) hash.update(chunk)
  const handle = await open(path, offset === 0 ? 'w' : 'r+', 0o600)
  if (offset > 0) await handle.truncate(offset)
  let position = offset
  /** What is written is copied in here: the bytes are the caller's again as soon as a write resolves. */
  const pending = Buffer.allocUnsafe(bytesPerWrite)
  let pendingBytes = 0

  async function flush(): Promise<void> {
    const length = pendingBytes
    pendingBytes = 0
    for (let done = 0; done < length;) {
      const { bytesWritten } = await handle.write(pending, done, length - done, position).catch((error: unknown) => {
        throw spaceError(error)
      })
      done += bytesWritten
      position += bytesWritten
    }
  }

  return {
    async write(bytes) {
      hash.update(bytes)
      for (let done = 0; done < bytes.length;) {
        const piece = bytes.subarray(done, done + bytesPerWrite - pendingBytes)
        pending.set(piece, pendingBytes)
        pendingBytes += piece.length
        done += piece.length
        if (pendingBytes === bytesPerWrite) await flush()
      }
    },
    async sync() {
      await flush()
      await handle.sync()
    },
    async close() {
      try {
        await flush()
        await handle.sync()
      } finally {
        await handle.close()
      }
      return { storedBytes: position, sha256: hash.digest('hex') }
    }
  }
}

/** What is there of a file; nothing when there is none. */
async function* readFileParts(path: string, length: number | undefined): AsyncGenerator<Uint8Array> {
  if (length === 0) return
  const handle = await open(path, 'r').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  })
  if (handle === undefined) return
  yield* handle.createReadStream({
    highWaterMark: 1 << 20,
    ...(length === undefined ? {} : { end: length - 1 })
  }) as AsyncIterable<Buffer>
}

/** Some file systems have no links; then the bytes are copied. */
async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') throw error
    await copyFile(from, to)
  }
}

async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function spaceError(error: unknown): unknown {
  if (errorCode(error) !== 'ENOSPC' && errorCode(error) !== 'EDQUOT') return error
  return new AppError('out-of-space', m.theDiskIsFullFreeSome, {
    retryable: true,
    cause: error
  })
}
