import { cliCommandsMessages as m } from '#messages/cli/commands.ts'
import { createHash } from 'node:crypto'
import { lstat, mkdir, open, rm, stat, type FileHandle } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { AppError } from '#shared/app-error.ts'
import { errorCode } from '#shared/error-code.ts'
import { systemClock } from '../../ports/system.ts'
import type { CommandIo } from '../terminal/command.ts'
import { draftFor, removeAbandonedDrafts } from '../../storage/files/drafts.ts'
import { renamePatiently } from '../../storage/files/patient-rename.ts'
import { diskError } from '../terminal/exit-codes.ts'
import { noteWritten, type WrittenFile } from '../terminal/written-files.ts'

/** What writing results takes of a command: whoever supervises it removes the draft of one that is ended. */
export type OutputIo = Pick<CommandIo, 'err' | 'drafted' | 'settled'>

/** How a command line names a file for results, for sentences about it. */
export interface OutputName {
  readonly option: '--certificate' | '--evidence' | '--out'
  /** Name of the file, where the option names the folder that it goes into. */
  readonly file?: string
}

/** What a file for results will be. */
export interface OutputAbout {
  /** It says something about single people, in the clear: that is said right before it is written. */
  readonly holdsHealthData?: boolean
  readonly name?: OutputName
}

const byOut: OutputName = { option: '--out' }

/** A file that a command writes results into. It appears as a whole, readable by this user alone, or not at all. */
export interface OutputFile {
  /** Writes everything, and puts the file in its place. @throws AppError */
  write(parts: Iterable<string | Uint8Array>): Promise<void>
}

/**
 * Checks the file for results before there are any, so that a name that cannot be written is reported at once. Nothing
 * stays on the disk until results are written, wherever the command ends before that. What killed commands left in its folder
 * is removed.
 * @param force replaces a file of the name; undefined where the command has no such option; a symbolic link is never followed
 * @param io of the command: the record of what left has the hash of the file
 * @param about what it will hold, and how it is named
 * @throws AppError `invalid-input` for a name that is taken or is no file, `not-allowed`, `out-of-space`
 */
export async function openOutput(
  path: string,
  force: boolean | undefined,
  io: OutputIo,
  { holdsHealthData = false, name = byOut }: OutputAbout = {}
): Promise<OutputFile> {
  const output = await openNextOutput(path, force, io, name)
  await removeAbandonedDrafts(dirname(resolve(path)), systemClock.now())
  if (!holdsHealthData) return output
  return {
    async write(parts) {
      io.err(m.theFileWillHoldHealthData)
      await output.write(parts)
    }
  }
}

/** The same for one of many files in a folder that was tidied. @throws AppError as {@link openOutput} does */
export async function openNextOutput(
  path: string,
  force: boolean | undefined,
  io: OutputIo,
  name = byOut
): Promise<OutputFile> {
  const target = resolve(path)
  await refuseTaken(target, force, name)
  await refuseMissing(dirname(target), name)
  const draft = draftFor(target)
  const create = (): Promise<FileHandle> =>
    open(draft, 'wx', 0o600).catch((error: unknown) => {
      throw diskError(error)
    })
  await (await create()).close()
  await rm(draft, { force: true })
  return {
    async write(parts) {
      io.drafted?.(draft)
      try {
        const handle = await create()
        const file = await writeAll(handle, parts)
        // Somebody may have taken the name meanwhile.
        await refuseTaken(target, force, name)
        await renamePatiently(draft, target)
        noteWritten(io, file)
      } catch (error) {
        await rm(draft, { force: true })
        throw diskError(error)
      } finally {
        io.settled?.(draft)
      }
    }
  }
}

async function writeAll(handle: FileHandle, parts: Iterable<string | Uint8Array>): Promise<WrittenFile> {
  const hash = createHash('sha256')
  let bytes = 0
  try {
    for (const part of parts) {
      await handle.writeFile(part)
      hash.update(part)
      bytes += Buffer.byteLength(part)
    }
    await handle.sync()
    return { sha256: hash.digest('hex'), bytes }
  } finally {
    await handle.close()
  }
}

async function refuseTaken(target: string, force: boolean | undefined, { option, file }: OutputName): Promise<void> {
  const found = await lstat(target).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined
    throw diskError(error)
  })
  if (found === undefined) return
  if (file !== undefined && !found.isFile())
    throw new AppError('invalid-input', m.theFolderHasSuchAFile(option, file, false))
  if (found.isSymbolicLink()) throw new AppError('invalid-input', m.outIsASymbolicLinkWhich(option))
  if (found.isDirectory()) throw new AppError('invalid-input', m.outIsAFolderGiveThe(option))
  if (!found.isFile()) throw new AppError('invalid-input', m.outIsNoOrdinaryFileGive(option))
  if (force === true) return
  throw new AppError(
    'invalid-input',
    file === undefined
      ? m.theFileOfOutIsThereAlready(option, force !== undefined)
      : m.theFolderHasSuchAFile(option, file, force !== undefined)
  )
}

async function refuseMissing(folder: string, { option }: OutputName): Promise<void> {
  const found = await stat(folder).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT')
      throw new AppError('invalid-input', m.theFolderOfOutDoesNot(option), { reason: 'disk' })
    throw diskError(error)
  })
  if (!found.isDirectory()) throw new AppError('invalid-input', m.theFolderOfOutIsA(option), { reason: 'disk' })
}

/**
 * Makes a folder with the folders above it, one after the other: some systems of files answer in a way that the recursive
 * call of Node does not end on.
 * @throws AppError `not-allowed`, `out-of-space`, or `invalid-input` where a file stands in the way
 */
export async function makeFolder(folder: string): Promise<void> {
  const missing: string[] = []
  let ancestor = resolve(folder)
  for (;;) {
    const found = await stat(ancestor).catch((error: unknown) => {
      if (errorCode(error) === 'ENOENT') return undefined
      throw diskError(error)
    })
    if (found?.isDirectory() === false)
      throw new AppError('invalid-input', m.aFolderWasExpectedWhereThere, {
        reason: 'disk'
      })
    if (found !== undefined) break
    missing.push(ancestor)
    ancestor = dirname(ancestor)
  }
  for (const item of missing.reverse()) {
    await mkdir(item, { mode: 0o700 }).catch((error: unknown) => {
      if (errorCode(error) !== 'EEXIST') throw diskError(errorCode(error) === 'ENOENT' ? forbidden(error) : error)
    })
  }
}

/** A folder that is there and in which none can be made, as in /proc. */
function forbidden(cause: unknown): AppError {
  return new AppError('not-allowed', m.noFolderCanBeMadeThere, { cause, reason: 'disk' })
}
