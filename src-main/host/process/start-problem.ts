import { commonMessages as common } from '#messages/common.ts'
import { hostProcessMessages as m } from '#messages/host/process.ts'
import { isAbsolute, relative } from 'node:path'
import { AppError } from '#shared/app-error.ts'
import { errorCode } from '#shared/error-code.ts'
import { errorFacts } from '../../log/error-facts.ts'
import { isFullDisk } from '../../storage/files/space-error.ts'

/**
 * Why the program could not start, in sentences for whoever started it. Of the files only those of the data folder are
 * named, and these by their place in it.
 * @param data absolute path of the data folder
 */
export function startProblem(error: unknown, data: string): string {
  if (isFullDisk(error)) return m.populusCouldNotStartThereIs
  // The data folder itself is not named: where it is can tell who somebody is.
  const cause = error instanceof AppError && pathOf(error.cause) === data ? error.cause : undefined
  if (error instanceof AppError && cause === undefined) return error.message
  const code = errorCode(cause ?? error)
  const name = fileIn(data, error)
  const file = name === undefined ? m.aFileOfItsDataFolder : m.inItsDataFolder(name)
  switch (code) {
    case 'EISDIR':
    case 'ENOTDIR':
    case 'EEXIST':
      return m.populusCouldNotStartAFolder(file)
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return m.populusCouldNotStartItMay(file)
    default:
      return m.populusCouldNotStartBecauseOf(file, code ?? errorFacts(error)['error'] ?? common.unknown)
  }
}

function fileIn(data: string, error: unknown): string | undefined {
  const path = pathOf(error)
  if (path === undefined) return undefined
  const name = relative(data, path)
  return name === '' || name.startsWith('..') || isAbsolute(name) ? undefined : name
}

function pathOf(error: unknown): string | undefined {
  const path: unknown = error instanceof Error ? Reflect.get(error, 'path') : undefined
  return typeof path === 'string' ? path : undefined
}
