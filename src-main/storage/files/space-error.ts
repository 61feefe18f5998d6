import { storageMessages as m } from '#messages/storage.ts'
import { AppError } from '#shared/app-error.ts'
import { errorCode } from '#shared/error-code.ts'

/** The system's codes for a full disk and for a used-up quota. */
const fullCodes: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT'])

/** Whether an error, or what caused it, says that there is no room on the disk. */
export function isFullDisk(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (fullCodes.has(errorCode(cause)) || (cause instanceof AppError && cause.code === 'out-of-space')) return true
  }
  return false
}

/** Turns the system's "no space left" into a sentence; any other error stays as it is. */
export function asSpaceError(error: unknown): unknown {
  if (error instanceof AppError || !isFullDisk(error)) return error
  return new AppError('out-of-space', m.thereIsNoRoomOnThe, { retryable: true, cause: error })
}

const forbiddenCodes: ReadonlySet<unknown> = new Set(['EROFS', 'EACCES', 'EPERM'])

/** Codes for a drive that was taken away, or a server of files that does not answer. */
const goneCodes: ReadonlySet<unknown> = new Set(['EIO', 'ENODEV', 'ENXIO', 'ESTALE', 'EHOSTDOWN'])
const openCodes: ReadonlySet<unknown> = new Set(['EMFILE', 'ENFILE'])

/** Whether the system opens no more files, whatever the file. */
export function isOutOfFiles(error: unknown): boolean {
  return openCodes.has(errorCode(error))
}

/**
 * Turns what the system says of a full disk, of a folder that may not be changed or is not there any more, and of too many open
 * files into a sentence; other errors stay.
 */
export function asDiskError(error: unknown): unknown {
  const sentence = error instanceof AppError ? undefined : sentenceOf(error)
  if (sentence === undefined) return asSpaceError(error)
  return new AppError('not-allowed', sentence, { retryable: true, cause: error, reason: 'disk' })
}

function sentenceOf(error: unknown): string | undefined {
  const code = errorCode(error)
  if (forbiddenCodes.has(code)) return m.populusMayNotChangeItsData
  if (isOutOfFiles(error)) return m.tooManyFilesAreOpen
  return goneCodes.has(code) || (code === 'ENOENT' && isOfFile(error)) ? m.theDataFolderIsOutOfReach : undefined
}

/** Whether a file is what is missing, and not a program that was to be started. */
function isOfFile(error: unknown): boolean {
  return error instanceof Error && 'path' in error && 'syscall' in error && !String(error.syscall).startsWith('spawn')
}
