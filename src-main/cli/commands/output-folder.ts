import { cliCommandsMessages as m } from '#messages/cli/commands.ts'
import { lstat, mkdir, readdir, rm, rmdir, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { AppError } from '#shared/app-error.ts'
import { errorCode } from '#shared/error-code.ts'
import { systemClock } from '../../ports/system.ts'
import { openNextOutput, type OutputIo } from './output-file.ts'
import { draftFor, removeAbandonedDrafts } from '../../storage/files/drafts.ts'
import { renamePatiently } from '../../storage/files/patient-rename.ts'
import { diskError } from '../terminal/exit-codes.ts'
import { makeFolder } from '../export/results-folder.ts'

/** A folder that a command fills. It appears as a whole, readable by this user alone, or not at all. */
export interface OutputFolder {
  /**
   * Writes into it while it has another name, and gives it its own.
   * @param fill gets a function that writes one file, by its path in the folder
   * @throws AppError for a full disk and the like; else what `fill` throws
   */
  fill<T>(
    fill: (write: (path: string, parts: Iterable<string | Uint8Array>) => Promise<void>) => Promise<T>
  ): Promise<T>
}

/**
 * Checks a folder for results before there are any, so that one that cannot be made is reported at once. What killed commands
 * left next to it is removed.
 * @param io of the command: the record of what left has the hashes of the files
 * @throws AppError `invalid-input` where the folder holds something, or is none; `not-allowed`, `out-of-space`
 */
export async function openOutputFolder(path: string, io: OutputIo): Promise<OutputFolder> {
  const target = resolve(path)
  await refuseFilled(target)
  await refuseMissing(dirname(target))
  const draft = draftFor(target)
  await makeDraft(draft)
  await rmdir(draft)
  await removeAbandonedDrafts(dirname(target), systemClock.now())
  return {
    async fill(fill) {
      io.drafted?.(draft)
      try {
        await makeDraft(draft)
        io.err(m.theFolderWillHoldHealthData)
        const result = await fill(async (file, parts) => {
          const full = join(draft, file)
          await makeFolder(dirname(full))
          await (await openNextOutput(full, false, io)).write(parts)
        })
        // Somebody may have taken the name meanwhile; an empty folder makes way.
        if (await refuseFilled(target)) await rmdir(target)
        await renamePatiently(draft, target)
        return result
      } catch (error) {
        await rm(draft, { recursive: true, force: true })
        throw diskError(error, '--out')
      } finally {
        io.settled?.(draft)
      }
    }
  }
}

async function makeDraft(draft: string): Promise<void> {
  await mkdir(draft, { mode: 0o700 }).catch((error: unknown) => {
    throw diskError(error, '--out')
  })
}

/** @returns whether there is an empty folder of the name @throws AppError where something else has it */
async function refuseFilled(target: string): Promise<boolean> {
  const found = await lstat(target).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined
    throw diskError(error, '--out')
  })
  if (found === undefined) return false
  if (!found.isDirectory()) throw new AppError('invalid-input', m.outIsNoFolder)
  const names = await readdir(target).catch((error: unknown) => {
    throw diskError(error, '--out')
  })
  if (names.length > 0) throw new AppError('invalid-input', m.theFolderOfOutIsNotEmpty)
  return true
}

async function refuseMissing(folder: string): Promise<void> {
  const found = await stat(folder).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined
    throw diskError(error, '--out')
  })
  if (found?.isDirectory() !== true)
    throw new AppError('invalid-input', m.theFolderAboveOutIsMissing, { reason: 'disk' })
}
