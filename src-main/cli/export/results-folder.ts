import { cliCommandsMessages as m } from '#messages/cli/commands.ts'
import { mkdir, rmdir, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { AppError } from '#shared/app-error.ts'
import { errorCode } from '#shared/error-code.ts'
import { draftFor } from '../../storage/files/drafts.ts'
import { diskError } from '../terminal/exit-codes.ts'

/** How command lines name the folder. */
const place = '--out'

/**
 * Checks that a folder is there or can be made, before there are results for it. Nothing stays on the disk.
 * @throws AppError `not-allowed`, `out-of-space`, or `invalid-input` where a file stands in the way
 */
export async function requireFolder(folder: string): Promise<void> {
  const { ancestor } = await missingFolders(folder)
  const draft = draftFor(join(ancestor, 'populus'))
  await mkdir(draft, { mode: 0o700 }).catch((error: unknown) => {
    throw diskError(errorCode(error) === 'ENOENT' ? forbidden(error) : error, place)
  })
  await rmdir(draft)
}

/**
 * Makes a folder with the folders above it, one after the other: some systems of files answer in a way that the recursive
 * call of Node does not end on.
 * @returns those that were missing, the outermost first
 * @throws AppError `not-allowed`, `out-of-space`, or `invalid-input` where a file stands in the way; none of them is there then
 */
export async function makeFolder(folder: string): Promise<readonly string[]> {
  const { missing } = await missingFolders(folder)
  const made: string[] = []
  for (const item of missing) {
    await mkdir(item, { mode: 0o700 }).then(
      () => made.push(item),
      async (error: unknown) => {
        if (errorCode(error) === 'EEXIST') return
        await removeEmptied(made)
        throw diskError(errorCode(error) === 'ENOENT' ? forbidden(error) : error, place)
      }
    )
  }
  return made
}

/**
 * Fills a folder, which is made where it is missing. Where that fails, the folders that were made for it and have nothing in them are
 * removed.
 * @throws AppError as {@link makeFolder}, and what `fill` throws
 */
export async function withFolder<T>(folder: string, fill: () => Promise<T>): Promise<T> {
  const made = await makeFolder(folder)
  try {
    return await fill()
  } catch (error) {
    await removeEmptied(made)
    throw error
  }
}

/** What has something in it stays. @param made the outermost first */
async function removeEmptied(made: readonly string[]): Promise<void> {
  for (const folder of made.toReversed()) {
    const isRemoved = await rmdir(folder).then(
      () => true,
      () => false
    )
    if (!isRemoved) return
  }
}

/** The folders that are missing on the way to one, the outermost first, and the one that is there above them. */
async function missingFolders(
  folder: string
): Promise<{ readonly ancestor: string; readonly missing: readonly string[] }> {
  const missing: string[] = []
  let ancestor = resolve(folder)
  for (;;) {
    const found = await stat(ancestor).catch((error: unknown) => {
      if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined
      throw diskError(error, place)
    })
    if (found?.isDirectory() === false)
      throw new AppError('invalid-input', m.aFolderWasExpectedWhereThere, {
        reason: 'disk'
      })
    if (found !== undefined) return { ancestor, missing: missing.reverse() }
    missing.push(ancestor)
    ancestor = dirname(ancestor)
  }
}

/** A folder that is there and in which none can be made, as in /proc. */
function forbidden(cause: unknown): AppError {
  return new AppError('not-allowed', m.noFolderCanBeMadeThere, { cause, reason: 'disk' })
}
