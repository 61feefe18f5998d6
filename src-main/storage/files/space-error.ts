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

/** Turns what the system says of a full disk or a folder that may not be changed into a sentence; other errors stay. */
export function asDiskError(error: unknown): unknown {
  if (error instanceof AppError || !forbiddenCodes.has(errorCode(error))) return asSpaceError(error)
  return new AppError('not-allowed', m.populusMayNotChangeItsData, { retryable: true, cause: error, reason: 'disk' })
}
