import { storageMessages as m } from '#messages/storage.ts'
import { basename, dirname, join } from 'node:path'
import { AppError } from '#shared/app-error.ts'
import { errorCode } from '#shared/error-code.ts'

/**
 * Turns what the system says of a folder that stands in the place of a file of the data folder, or the other way round, into
 * a sentence that names it; other errors stay what they are.
 */
export function asMisplaced(error: unknown, path: string): unknown {
  if (error instanceof AppError) return error
  // The folder in it and the name: not where the data folder itself is.
  const name = join(basename(dirname(path)), basename(path))
  switch (errorCode(error)) {
    case 'EISDIR':
      return folderInPlace(name, error)
    case 'ENOTDIR':
      return misplaced(m.inTheDataFolderCannotBe(name), error)
    case 'EEXIST':
      return fileInPlace(basename(path), error)
    default:
      return error
  }
}

/** The same for what could not be read, which may also be closed to this user. */
export function asUnreadable(error: unknown, path: string): unknown {
  return isClosed(error) ? closedToUser(join(basename(dirname(path)), basename(path)), error) : asMisplaced(error, path)
}

/** Whether the system does not let this user read something. */
export function isClosed(error: unknown): boolean {
  return errorCode(error) === 'EACCES' || errorCode(error) === 'EPERM'
}

/**
 * Whether something could not be read because a folder stands in the place of a file, or a file in that of its folder, or
 * because it is closed to this user.
 */
export function isOutOfReach(error: unknown): boolean {
  const cause = error instanceof AppError ? error.cause : error
  return errorCode(cause) === 'EISDIR' || errorCode(cause) === 'ENOTDIR' || isClosed(cause)
}

/** Whether a file could not be read because a folder stands in its place. */
export function isFolderInPlace(error: unknown): boolean {
  return errorCode(error) === 'EISDIR' || (error instanceof AppError && errorCode(error.cause) === 'EISDIR')
}

/** The error for a folder that stands in the place of a file. @param name path within the data folder */
export function folderInPlace(name: string, cause?: unknown): AppError {
  return misplaced(m.inTheDataFolderIsA(name), cause)
}

/** The error for a file that stands in the place of a folder. @param name path within the data folder */
export function fileInPlace(name: string, cause?: unknown): AppError {
  return misplaced(m.inTheDataFolderIsAFile(name), cause)
}

/** The error for what this user may not read. @param name path within the data folder */
export function closedToUser(name: string, cause?: unknown): AppError {
  return new AppError('unreadable-file', m.inTheDataFolderCannotBeRead(name), { cause, reason: 'disk' })
}

/** The error for a file that does not hold what it should. @param name path within the data folder */
export function damagedFile(name: string): AppError {
  return new AppError('unreadable-file', m.inTheDataFolderIsDamaged(name), { reason: 'disk' })
}

function misplaced(what: string, cause: unknown): AppError {
  return new AppError('unreadable-file', m.nothingElseWasChangedMoveIt(what), { cause, reason: 'disk' })
}
