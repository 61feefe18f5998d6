import { access, constants, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { MisplacedFile } from '#shared/contract/host.ts'
import { errorCode } from '#shared/error-code.ts'
import { closedToUser, fileInPlace, folderInPlace, isClosed } from '../storage/files/misplaced.ts'
import { isSnapshotId } from '../storage/snapshots/snapshot-layout.ts'

type Part = MisplacedFile['part']

/** Files without which a snapshot or an export cannot be listed whole. */
const neededFiles: Readonly<Record<Exclude<Part, 'connections'>, readonly string[]>> = {
  snapshots: ['key', 'outside.json', 'inside.sealed'],
  exports: ['job.json', 'journal.ndjson']
}

/**
 * Looks for folders that stand in the place of files, files in the place of folders, and what this user may not read,
 * among single snapshots, connections and exports. Their lists leave such an item out, so a screen has to name it.
 * @param data absolute path of the data folder
 * @param mayRead rejects with `EACCES` or `EPERM` where the user may not read a path
 */
export async function findMisplacedFiles(
  data: string,
  mayRead: (path: string) => Promise<void> = (path) => access(path, constants.R_OK)
): Promise<MisplacedFile[]> {
  const kindOf = kindsWhereRead(mayRead)
  const [snapshots, connections, exports] = await Promise.all([
    misplacedItems(data, 'snapshots', isSnapshotId, kindOf),
    misplacedConnections(data, kindOf),
    // The id of an export has no dot; other names are leftovers and files of the system.
    misplacedItems(data, 'exports', (name) => !name.includes('.'), kindOf)
  ])
  return [...snapshots, ...connections, ...exports]
}

/** Items that are a folder each. */
async function misplacedItems(
  data: string,
  part: keyof typeof neededFiles,
  isItem: (name: string) => boolean,
  kindOf: KindOf
): Promise<MisplacedFile[]> {
  const found: MisplacedFile[] = []
  for (const id of (await namesIn(join(data, part))).filter(isItem)) {
    const kind = await kindOf(join(data, part, id))
    if (kind === 'file') found.push({ part, message: fileInPlace(`${part}/${id}`).message })
    if (kind === 'closed') found.push({ part, message: closedToUser(`${part}/${id}`).message })
    if (kind !== 'folder') continue
    for (const name of neededFiles[part]) found.push(...(await misplacedFile(data, part, `${id}/${name}`, kindOf)))
  }
  return found
}

async function misplacedConnections(data: string, kindOf: KindOf): Promise<MisplacedFile[]> {
  const found: MisplacedFile[] = []
  for (const name of await namesIn(join(data, 'connections')))
    if (/\.(?:json|secrets)$/.test(name)) found.push(...(await misplacedFile(data, 'connections', name, kindOf)))
  return found
}

/** A file that is a folder or closed to the user; nothing where it can be read or is missing. */
async function misplacedFile(data: string, part: Part, name: string, kindOf: KindOf): Promise<MisplacedFile[]> {
  const kind = await kindOf(join(data, part, name))
  if (kind === 'folder') return [{ part, message: folderInPlace(`${part}/${name}`).message }]
  if (kind === 'closed') return [{ part, message: closedToUser(`${part}/${name}`).message }]
  return []
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort()
  } catch (error) {
    // A list that is closed as a whole says so itself.
    if (errorCode(error) === 'ENOENT' || isClosed(error)) return []
    throw error
  }
}

/** What stands at a path; `closed` where the user may not read it, `undefined` where nothing does. */
type KindOf = (path: string) => Promise<'file' | 'folder' | 'closed' | undefined>

function kindsWhereRead(mayRead: (path: string) => Promise<void>): KindOf {
  return async (path) => {
    try {
      const isFolder = (await stat(path)).isDirectory()
      await mayRead(path)
      return isFolder ? 'folder' : 'file'
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return undefined
      if (isClosed(error)) return 'closed'
      throw error
    }
  }
}
