import { cliCommandsMessages as m } from '#messages/cli/commands.ts'
import { createHash } from 'node:crypto'
import { lstat, open, rm, stat, type FileHandle } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { AppError } from '#shared/app-error.ts'
import { errorCode } from '#shared/error-code.ts'
import { systemClock } from '../../ports/system.ts'
import type { CommandIo } from '../terminal/command.ts'
import { draftFor, removeAbandonedDrafts } from '../../storage/files/drafts.ts'
import { placeFile, type PlacedFile } from '../../storage/files/placed-file.ts'
import { diskError } from '../terminal/exit-codes.ts'
import { terminalText } from '../terminal/terminal-text.ts'
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

/** What a file gets, in order. */
export type OutputContent = Iterable<string | Uint8Array> | AsyncIterable<Uint8Array>

/** A file that a command writes results into. It appears as a whole, readable by this user alone, or not at all. */
export interface OutputFile {
  /** Writes everything under another name. @throws AppError, after which nothing of it is there */
  stage(parts: OutputContent): Promise<StagedFile>
  /** Writes everything, and puts the file in its place. @returns its bytes @throws AppError */
  write(parts: OutputContent): Promise<number>
}

/** A file that is written and not in its place yet. */
export interface StagedFile {
  readonly bytes: number
  /**
   * Puts it in its place.
   * @param isReversible what had the name stays at hand, until it is settled
   * @throws AppError, after which nothing of it is there
   */
  commit(isReversible: boolean): Promise<PlacedFile>
  /** Removes it. */
  discard(): Promise<void>
}

/**
 * Writes files of which none may be there without the others: a full disk, and a name that is taken meanwhile, leave all of them as
 * they were.
 * @param files with what makes their parts, one after another
 * @throws AppError
 */
export async function writeTogether(
  files: readonly (readonly [output: OutputFile, parts: () => OutputContent | Promise<OutputContent>])[]
): Promise<void> {
  const staged: StagedFile[] = []
  const placed: PlacedFile[] = []
  try {
    for (const [output, parts] of files) staged.push(await output.stage(await parts()))
    for (const file of staged) placed.push(await file.commit(true))
  } catch (error) {
    for (const file of placed.reverse()) await file.withdraw()
    for (const file of staged) await file.discard()
    throw error
  }
  for (const file of placed) await file.settle()
}

/**
 * Checks the file for results before there are any, so that a name that cannot be written is reported at once. Nothing
 * stays on the disk until results are written, wherever the command ends before that. What killed commands left in its folder
 * is removed.
 * @param force replaces a file of the name; undefined where the command has no such option; a symbolic link is never followed
 * @param io of the command: the record of what left has the hash of the file
 * @param holdsHealthData what it will hold
 * @param name which option names it, for messages
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
  return outputOf((parts) => {
    io.err(m.theFileWillHoldHealthData)
    return output.stage(parts)
  })
}

function outputOf(stage: OutputFile['stage']): OutputFile {
  return {
    stage,
    async write(parts) {
      const staged = await stage(parts)
      await (await staged.commit(false)).settle()
      return staged.bytes
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
      throw diskError(error, name.option)
    })
  await (await create()).close()
  await rm(draft, { force: true })
  const discard = async (): Promise<void> => {
    await rm(draft, { force: true })
    io.settled?.(draft)
  }
  return outputOf(async (parts) => {
    io.drafted?.(draft)
    try {
      const file = await writeAll(await create(), parts)
      return {
        bytes: file.bytes,
        discard,
        async commit(isReversible) {
          try {
            // Somebody may have taken the name meanwhile.
            await refuseTaken(target, force, name)
            const placed = await place(draft, target, isReversible, io)
            return {
              ...placed,
              async settle() {
                await placed.settle()
                noteWritten(io, file)
              }
            }
          } catch (error) {
            await discard()
            throw diskError(error, name.option)
          }
        }
      }
    } catch (error) {
      await discard()
      throw diskError(error, name.option)
    }
  })
}

/** Gives a draft its name; where what had the name is to be at hand, a copy of it goes with the drafts of the command. */
async function place(draft: string, target: string, isReversible: boolean, io: OutputIo): Promise<PlacedFile> {
  const earlier = isReversible ? draftFor(target) : undefined
  const forget = (): void => {
    if (earlier !== undefined) io.settled?.(earlier)
  }
  if (earlier !== undefined) io.drafted?.(earlier)
  const placed = await placeFile(draft, target, earlier).catch((error: unknown) => {
    forget()
    throw error
  })
  io.settled?.(draft)
  return {
    async settle() {
      await placed.settle()
      forget()
    },
    async withdraw() {
      try {
        await placed.withdraw()
      } catch (error) {
        io.err(m.aFileIsLeftWithoutOthers(terminalText(target), errorCode(error) ?? ''))
      }
      forget()
    }
  }
}

async function writeAll(handle: FileHandle, parts: OutputContent): Promise<WrittenFile> {
  const hash = createHash('sha256')
  let bytes = 0
  try {
    for await (const part of parts) {
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
    throw diskError(error, option)
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
    throw diskError(error, option)
  })
  if (!found.isDirectory()) throw new AppError('invalid-input', m.theFolderOfOutIsA(option), { reason: 'disk' })
}
