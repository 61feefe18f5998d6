import { access, constants, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import type { MisplacedFile } from '#shared/contract/host.ts'
import { errorCode } from '#shared/error-code.ts'
import { ConnectionFile } from '../services/connections/connection-file.ts'
import { ExportRecord } from '../services/exports/export-record.ts'
import { closedToUser, damagedFile, fileInPlace, folderInPlace, isClosed } from '../storage/files/misplaced.ts'
import { readText } from '../storage/files/read-text.ts'
import { isSnapshotId } from '../storage/snapshots/snapshot-layout.ts'

type Part = MisplacedFile['part']

/** Files without which a snapshot or an export cannot be listed whole. */
const neededFiles: Readonly<Record<Exclude<Part, 'connections'>, readonly string[]>> = {
  snapshots: ['key', 'outside.json', 'inside.sealed'],
  exports: ['job.json', 'journal.ndjson']
}

/**
 * Looks for folders that stand in the place of files, files in the place of folders, what this user may not read, and files of
 * connections and exports that are damaged, among single snapshots, connections and exports. Their lists leave such an item out, so a
 * screen has to name it.
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
    misplacedItems(data, 'exports', isExport, kindOf)
  ])
  return [...snapshots, ...connections, ...exports, ...(await damagedFiles(data, kindOf))]
}

const isExport = (name: string): boolean => !name.includes('.')

/** Files of connections and exports that can be read and do not hold what they should: damaged ones, and those of a later version. */
async function damagedFiles(data: string, kindOf: KindOf): Promise<MisplacedFile[]> {
  const connections = (await namesIn(join(data, 'connections'))).filter(isConnection)
  const exports: string[] = []
  for (const id of (await namesIn(join(data, 'exports'))).filter(isExport)) {
    if ((await kindOf(join(data, 'exports', id))) === 'folder') exports.push(`${id}/job.json`)
  }
  const damagedOf = async (part: Part, names: readonly string[], schema: v.GenericSchema): Promise<MisplacedFile[]> => {
    const found: MisplacedFile[] = []
    for (const name of names) {
      const path = join(data, part, name)
      if ((await kindOf(path)) !== 'file') continue
      const text = await readText(path)
      if (text === undefined || v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text).success) continue
      found.push({ part, message: damagedFile(`${part}/${name}`).message })
    }
    return found
  }
  return [
    ...(await damagedOf('connections', connections, ConnectionFile)),
    ...(await damagedOf('exports', exports, ExportRecord))
  ]
}

const isConnection = (name: string): boolean => name.endsWith('.json') && name !== 'vendors.json'

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
