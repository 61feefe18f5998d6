import { cliDataMessages as m } from '#messages/cli/data.ts'
import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { isSourceName } from '#engine/store/model/source-keys.ts'
import { AppError } from '#shared/app-error.ts'
import { errorCode } from '#shared/error-code.ts'

/** A source as it is named on the command line. */
export interface SourcePath {
  readonly name: string
  /** Base URL of its FHIR server, where it is given. */
  readonly base: string | undefined
  readonly paths: readonly string[]
}

/**
 * Reads arguments of the form `NAME=PATH` or `NAME@BASE=PATH`. Several with one name are one source. A path that exists as it
 * is written is a path, whatever is in it.
 * @returns undefined when no argument names a source
 * @throws AppError `invalid-input` when only some do, or for a name that cannot be one
 */
export function sourcePathsOf(args: readonly string[]): readonly SourcePath[] | undefined {
  const read = args.map(readSource)
  if (read.every((each) => each === undefined)) return undefined
  const sources = new Map<string, SourcePath>()
  for (const each of read) {
    if (each === undefined) throw new AppError('invalid-input', m.giveEveryPathTheNameOf)
    const { name, base, path } = each
    if (!isSourceName(name)) throw new AppError('invalid-input', m.theNameOfASourceHas)
    const known = sources.get(name)
    sources.set(name, { name, base: base ?? known?.base, paths: [...(known?.paths ?? []), path] })
  }
  return [...sources.values()]
}

/**
 * Looks whether paths lead anywhere, before they are read by services that do not repeat what a person typed.
 * @param paths as typed, without names of sources
 * @throws AppError `not-found`, and `unreadable-file`, with the first that does not
 */
export async function requirePaths(paths: readonly string[]): Promise<void> {
  for (const path of paths)
    await stat(resolve(path)).catch((cause: unknown) => {
      throw errorCode(cause) === 'ENOENT'
        ? new AppError('not-found', m.thereIsNoFileOrFolder(path), { cause })
        : new AppError('unreadable-file', m.theFileOrFolderCannotBeRead(path), { cause })
    })
}

/** The path that an argument names, with or without the name of its source. */
export function pathOfArgument(text: string): string {
  return readSource(text)?.path ?? text
}

function readSource(
  text: string
): { readonly name: string; readonly base: string | undefined; readonly path: string } | undefined {
  if (existsSync(resolve(text))) return undefined
  const match = /^([^=@/\\]+)(?:@(https?:\/\/[^=]+?)\/*)?=(.+)$/.exec(text)
  return match === null ? undefined : { name: match[1]!, base: match[2], path: match[3]! }
}
