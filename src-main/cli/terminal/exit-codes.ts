import { cliTerminalMessages as m } from '#messages/cli/terminal.ts'
import { AppError, toWireError, type WireError } from '#shared/app-error.ts'
import { errorCode } from '#shared/error-code.ts'

/**
 * How a command ended. 130 is what a shell expects after Ctrl-C. The numbers are part of the interface: scripts and
 * monitors read them.
 */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 70 | 130

/** The table of exit codes, for `--help` and the manual. */
export const exitCodeTable = m.exitCodes0Done1Done

/** What a command that failed tells: the wire form of the error, and how the process ends. */
export interface Failure {
  readonly error: WireError & { readonly exitCode: ExitCode }
}

/** What the system says when something on the disk cannot be had. */
const diskSentences: Readonly<Record<string, string | ((place: string | undefined) => string)>> = {
  EACCES: m.thisUserMayNotReadOr,
  EPERM: m.theSystemDoesNotPermitThat,
  EROFS: m.theDiskCanOnlyBeRead,
  EISDIR: m.aFileWasExpectedWhereThere,
  ENOTDIR: m.aFolderWasExpectedWhereThere,
  ENOENT: m.aFileOrFolderIsNot,
  EEXIST: m.thereIsAFileOfThis,
  ENAMETOOLONG: m.theNameOfTheFileIs,
  ELOOP: m.theNameIsASymbolicLink,
  EBADF: m.theFileDescriptorIsNotOpen,
  EMFILE: m.tooManyFilesAreOpenClose,
  ENOSPC: m.thereIsNoRoomOnThe,
  EDQUOT: m.theQuotaOfThisUserOn,
  EFBIG: m.theFileIsLargerThanThe,
  EIO: m.theDiskOrItsConnectionFailed
}

const full: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

/**
 * Turns what the system says of a file into a sentence; other errors stay what they are.
 * @param place how the command line names what is on the disk, such as `--out`: a sentence names no path
 */
export function diskError(error: unknown, place?: string): unknown {
  const code = errorCode(error)
  const sentence = code === undefined ? undefined : diskSentences[code]
  if (error instanceof AppError || code === undefined || sentence === undefined) return error
  const text = typeof sentence === 'string' ? sentence : sentence(place)
  return new AppError(full.has(code) ? 'out-of-space' : 'not-allowed', text, { cause: error, reason: 'disk' })
}

function exitCodeOf(error: AppError): ExitCode {
  if (error.reason === 'locked') return 3
  if (error.reason === 'in-use') return 4
  if (error.reason === 'disk') return 6
  if (error.reason === 'limit') return 7
  switch (error.code) {
    case 'cancelled':
      return 130
    case 'network':
      return 5
    case 'out-of-space':
      return 6
    case 'internal':
      return 70
    default:
      return 2
  }
}

/** Whatever was thrown, as a sentence and an exit code. */
export function commandFailure(thrown: unknown): Failure {
  const error = diskError(thrown)
  if (error instanceof AppError) return { error: { ...toWireError(error), exitCode: exitCodeOf(error) } }
  const name = error instanceof RangeError ? m.itRanOutOfMemoryOr : ''
  const message = m.somethingInsidePopulusFailedYourData(name)
  return { error: { code: 'internal', message, retryable: false, exitCode: 70 } }
}
