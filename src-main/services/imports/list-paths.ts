import { servicesMessages as m } from '#messages/services.ts'
import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { AppError } from '#shared/app-error.ts'
import { errorCode } from '#shared/error-code.ts'
import type { ListedFileState } from './read-file.ts'
import { classifyName, skippedByName, type NameClass, type SkippedFile } from '#shared/source-name.ts'

/** A file on disk that may hold FHIR data. */
export interface FoundFile extends ListedFileState {
  /** Path relative to what was chosen, with `/`. */
  readonly name: string
  readonly path: string
  readonly archive: boolean
  /** It was named itself, not found in a folder. */
  readonly chosen: boolean
}

/** What a walk found, in a stable order, and what it left out. */
export interface FoundFiles {
  readonly files: readonly FoundFile[]
  readonly skipped: readonly SkippedFile[]
}

/**
 * Walks files and folders, folders recursively and in the order of names. A folder that was seen before, by a symbolic
 * link, is not walked again.
 * @param classify tells what is read by its name
 * @throws AppError `not-found` when a chosen path does not exist, `unreadable-file` when it cannot be read
 */
export async function listPaths(
  paths: readonly string[],
  classify: (path: string) => NameClass = classifyName
): Promise<FoundFiles> {
  const files: FoundFile[] = []
  const skipped: SkippedFile[] = []
  const seen = new Set<string>()

  async function visit(path: string, name: string, chosen: boolean): Promise<void> {
    const info = await stat(path).catch((error: unknown) => {
      if (chosen) throw unreachable(error)
      skipped.push({ name, reason: m.itCannotBeReadItIs, mayHoldData: true })
      return undefined
    })
    if (info === undefined) return
    if (info.isDirectory()) {
      await walk(path, name, chosen)
      return
    }
    const kind = classify(name)
    if (!info.isFile()) skipped.push({ name, reason: m.notARegularFile })
    else if (kind === 'data' || kind === 'archive' || chosen) {
      // A file that the user names is read whatever its name is.
      const { size: bytes, mtimeMs: modifiedMs } = info
      files.push({ name, path, bytes, modifiedMs, archive: kind === 'archive', chosen })
    } else skipped.push(skippedByName(name, kind))
  }

  async function walk(folder: string, name: string, chosen: boolean): Promise<void> {
    if (!chosen && classifyName(name) === 'hidden') {
      skipped.push(skippedByName(name, 'hidden'))
      return
    }
    const real = await realpath(folder)
    if (seen.has(real)) {
      skipped.push({ name: name === '' ? basename(folder) : name, reason: m.theFolderIsListedOnceAlready })
      return
    }
    seen.add(real)
    const entries = await readdir(folder).catch((error: unknown) => {
      if (chosen) throw unreachable(error)
      skipped.push({ name, reason: m.theFolderCannotBeReadAccess, mayHoldData: true })
      return []
    })
    for (const entry of entries.sort())
      await visit(join(folder, entry), name === '' ? entry : `${name}/${entry}`, false)
  }

  for (const path of paths) {
    const full = resolve(path)
    const isFolder = await stat(full).then(
      (info) => info.isDirectory(),
      () => false
    )
    // Names start inside a single chosen folder; with several things chosen they tell which one.
    await visit(full, isFolder && paths.length === 1 ? '' : basename(full), true)
  }
  return { files, skipped }
}

function unreachable(error: unknown): AppError {
  return errorCode(error) === 'ENOENT'
    ? new AppError('not-found', m.aChosenFileOrFolderDoes, { cause: error })
    : new AppError('unreadable-file', m.aChosenFileOrFolderCannot, {
        cause: error
      })
}
