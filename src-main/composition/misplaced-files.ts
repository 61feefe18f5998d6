import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { MisplacedFile } from '#shared/contract/host.ts'
import { errorCode } from '#shared/error-code.ts'
import { fileInPlace, folderInPlace } from '../storage/files/misplaced.ts'
import { isSnapshotId } from '../storage/snapshots/snapshot-layout.ts'

type Part = MisplacedFile['part']

/** Files without which a snapshot or an export cannot be listed whole. */
const neededFiles: Readonly<Record<Exclude<Part, 'connections'>, readonly string[]>> = {
  snapshots: ['key', 'outside.json', 'inside.sealed'],
  exports: ['job.json', 'journal.ndjson']
}

/**
 * Looks for folders that stand in the place of files, and files in the place of folders, among single snapshots,
 * connections and exports. Their lists leave such an item out, so a screen has to name it.
 * @param data absolute path of the data folder
 */
export async function findMisplacedFiles(data: string): Promise<MisplacedFile[]> {
  const [snapshots, connections, exports] = await Promise.all([
    misplacedItems(data, 'snapshots', isSnapshotId),
    misplacedConnections(data),
    // The id of an export has no dot; other names are leftovers and files of the system.
    misplacedItems(data, 'exports', (name) => !name.includes('.'))
  ])
  return [...snapshots, ...connections, ...exports]
}

/** Items that are a folder each. */
async function misplacedItems(
  data: string,
  part: keyof typeof neededFiles,
  isItem: (name: string) => boolean
): Promise<MisplacedFile[]> {
  const found: MisplacedFile[] = []
  for (const id of (await namesIn(join(data, part))).filter(isItem)) {
    const kind = await kindOf(join(data, part, id))
    if (kind === 'file') found.push({ part, message: fileInPlace(`${part}/${id}`).message })
    if (kind !== 'folder') continue
    for (const name of neededFiles[part])
      if ((await kindOf(join(data, part, id, name))) === 'folder')
        found.push({ part, message: folderInPlace(`${part}/${id}/${name}`).message })
  }
  return found
}

async function misplacedConnections(data: string): Promise<MisplacedFile[]> {
  const found: MisplacedFile[] = []
  for (const name of await namesIn(join(data, 'connections')))
    if (/\.(?:json|secrets)$/.test(name) && (await kindOf(join(data, 'connections', name))) === 'folder')
      found.push({ part: 'connections', message: folderInPlace(`connections/${name}`).message })
  return found
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort()
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return []
    throw error
  }
}

async function kindOf(path: string): Promise<'file' | 'folder' | undefined> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file'
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
}
