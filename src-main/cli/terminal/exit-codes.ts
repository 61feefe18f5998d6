import { AppError, toWireError, type WireError } from '#shared/app-error.ts'
import { errorCode } from '#shared/error-code.ts'

/**
 * How a command ended. 130 is what a shell expects after Ctrl-C. The numbers are part of the interface: scripts and
 * monitors read them.
 */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 70 | 130

/** The table of exit codes, for `--help` and the manual. */
export const exitCodeTable = `Exit codes:
    0  done
    1  done in part: something was rejected or left out, or an export arrived in part
    2  nothing done: wrong usage, or what was named is not there or cannot be read
    3  locked: the passphrase is missing or wrong, or the keychain does not return the key
    4  in use by another Populus
    5  the network or the server failed
    6  the disk is full, or the file or folder may not be written
    7  stopped by a limit, such as --timeout
   70  a fault inside Populus
  130  cancelled (Ctrl-C, or a signal of the system)
`

/** What a command that failed tells: the wire form of the error, and how the process ends. */
export interface Failure {
  readonly error: WireError & { readonly exitCode: ExitCode }
}

/** What the system says when something on the disk cannot be had. */
const diskSentences: Readonly<Record<string, string>> = {
  EACCES: 'This user may not read or write there. Check the rights of the file or folder.',
  EPERM: 'The system does not permit that. Check the rights of the file or folder.',
  EROFS: 'The disk can only be read. Choose another folder.',
  EISDIR: 'A file was expected where there is a folder.',
  ENOTDIR: 'A folder was expected where there is a file.',
  ENOENT: 'A file or folder is not there. Check the name.',
  EEXIST: 'There is a file of this name already.',
  ENAMETOOLONG: 'The name of the file is too long.',
  ELOOP: 'The name is a symbolic link, which is not followed.',
  EBADF: 'The file descriptor is not open.',
  EMFILE: 'Too many files are open. Close other programs, or raise the limit of open files.',
  ENOSPC: 'There is no room on the disk. Free some space and try again.',
  EDQUOT: 'The quota of this user on the disk is used up. Free some space and try again.',
  EFBIG: 'The file is larger than the disk permits.',
  EIO: 'The disk or its connection failed. Check it and try again.'
}

const full: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

/** Turns what the system says of a file into a sentence; other errors stay what they are. */
export function diskError(error: unknown): unknown {
  const code = errorCode(error)
  const sentence = code === undefined ? undefined : diskSentences[code]
  if (error instanceof AppError || code === undefined || sentence === undefined) return error
  return new AppError(full.has(code) ? 'out-of-space' : 'not-allowed', sentence, { cause: error, reason: 'disk' })
}

/** An error that `parseArgs` throws for wrong options. */
function isUsageError(error: unknown): error is Error {
  return error instanceof Error && errorCode(error)?.startsWith('ERR_PARSE_ARGS') === true
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

/** Whatever was thrown, as a sentence and an exit code. @param command named in the pointer to its help */
export function commandFailure(thrown: unknown, command: string): Failure {
  const error = diskError(thrown)
  if (isUsageError(error)) {
    const message = `${error.message}\n"populus ${command} --help" tells more.`
    return { error: { code: 'invalid-input', message, retryable: false, exitCode: 2 } }
  }
  if (error instanceof AppError) return { error: { ...toWireError(error), exitCode: exitCodeOf(error) } }
  const name = error instanceof RangeError ? ' It ran out of memory, or the input is nested too deeply.' : ''
  const message = `Something inside Populus failed.${name} Your data are unchanged. Please report it, with the command and the output of "populus --version".`
  return { error: { code: 'internal', message, retryable: false, exitCode: 70 } }
}
