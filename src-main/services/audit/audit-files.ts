import { readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { errorCode } from '#shared/error-code.ts'

/** The files of one audit log. */
export interface AuditFiles {
  readonly folder: string
  /** The segment that is written to: one record a line, only ever appended to. */
  readonly records: string
  /** The end of the log as of the last append, with the running key. */
  readonly head: string
  /** The end of the log once more, outside its folder. */
  readonly anchor: string
  readonly lock: string
  /** The audit key, wrapped by the keyring. */
  readonly key: string
  /** The audit key of a version up to 0.1, for the codes that were made with it. */
  readonly earlyKey: string
}

/** @param folder absolute path of the folder that holds the audit log; the anchor stands next to it */
export function auditFiles(folder: string): AuditFiles {
  return {
    folder,
    records: join(folder, 'audit.jsonl'),
    head: join(folder, 'audit-head.json'),
    anchor: join(dirname(folder), 'audit-anchor.json'),
    lock: join(folder, 'audit.lock'),
    key: join(folder, 'audit.key'),
    earlyKey: join(folder, 'audit.key.early')
  }
}

const closedName = /^audit-(\d{12})\.jsonl$/

/** Path of a closed segment. @param first sequence number of its first record */
export function closedSegment({ folder }: AuditFiles, first: number): string {
  return join(folder, `audit-${String(first).padStart(12, '0')}.jsonl`)
}

/** Sequence number of the first record of a closed segment, by its name; undefined for the open one. */
export function firstOfSegment(path: string): number | undefined {
  const [, first] = closedName.exec(basename(path)) ?? []
  return first === undefined ? undefined : Number(first)
}

/** Paths of the segments that are there, oldest first; the open one is last. */
export async function listSegments(files: AuditFiles): Promise<string[]> {
  const names = await listFolder(files.folder)
  const closed = names.filter((name) => closedName.test(name)).sort()
  return [...closed, ...(names.includes('audit.jsonl') ? ['audit.jsonl'] : [])].map((name) => join(files.folder, name))
}

/** Names of the files in a folder; none when there is no such folder. */
export async function listFolder(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return []
    throw error
  }
}
