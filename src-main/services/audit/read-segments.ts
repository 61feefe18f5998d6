import { dirname } from 'node:path'
import { errorCode } from '#shared/error-code.ts'
import { auditFiles, firstOfSegment, listSegments, type AuditFiles } from './audit-files.ts'

/** The segments of a log as of one moment. */
export interface OpenedSegments<T> {
  /** What was read of the segment that is written to; undefined where there is none. */
  readonly open: T | undefined
  /** Paths of the closed ones, oldest first. They stay as they are until retention deletes the oldest. */
  readonly closed: readonly string[]
}

/**
 * Lists the segments of a log and reads the one that is written to. That one may be closed meanwhile, by another name: then both is
 * done again, so that no record is missed and none is read twice.
 * @param folder absolute path of the folder of an audit log; need not exist
 */
export async function openSegments<T>(folder: string, read: (path: string) => Promise<T>): Promise<OpenedSegments<T>> {
  const files = auditFiles(folder)
  for (let before = await closedSegments(files); ;) {
    const open = await readIfThere(files.records, read)
    const closed = await closedSegments(files)
    if (closed.at(-1) === before.at(-1)) return { open, closed }
    before = closed
  }
}

/**
 * Reads a closed segment.
 * @returns undefined where retention deleted it since it was listed
 * @throws the file system's error, also where it is missing and older ones are there
 */
export async function readClosedSegment<T>(path: string, read: (path: string) => Promise<T>): Promise<T | undefined> {
  try {
    return await read(path)
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error
    const left = await closedSegments(auditFiles(dirname(path)))
    if (left.some((each) => each <= path)) throw error
    return undefined
  }
}

/**
 * What is read of the segments of a log as of one moment, one after another; undefined for one that retention deleted since.
 * @param folder absolute path of the folder of an audit log; need not exist
 */
export async function* eachSegment<T>(
  folder: string,
  order: 'oldest-first' | 'newest-first',
  read: (path: string) => Promise<T>
): AsyncGenerator<T | undefined> {
  const { open, closed } = await openSegments(folder, read)
  if (order === 'newest-first' && open !== undefined) yield open
  for (const path of order === 'newest-first' ? closed.toReversed() : closed) yield await readClosedSegment(path, read)
  if (order === 'oldest-first' && open !== undefined) yield open
}

/** What is read of all segments of a log, newest first: anew where retention deletes one meanwhile. */
export async function readEverySegment<T>(folder: string, read: (path: string) => Promise<T>): Promise<T[]> {
  for (;;) {
    const found: (T | undefined)[] = []
    for await (const each of eachSegment(folder, 'newest-first', read)) found.push(each)
    const there = found.filter((each) => each !== undefined)
    if (there.length === found.length) return there
  }
}

async function closedSegments(files: AuditFiles): Promise<string[]> {
  return (await listSegments(files)).filter((path) => firstOfSegment(path) !== undefined)
}

async function readIfThere<T>(path: string, read: (path: string) => Promise<T>): Promise<T | undefined> {
  try {
    return await read(path)
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error
    return undefined
  }
}
