import { createHash, randomBytes } from 'node:crypto'
import { readlinkSync, rmSync } from 'node:fs'
import { lstat, readdir, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { errorCode } from '#shared/error-code.ts'
import { isRunning } from './is-running.ts'

/** Name of a draft: hidden, with the mark of its computer and the number of its process. */
const draftName = /^\..+\.([0-9a-f]{12})-(\d+)-[\w-]{8}\.part$/
/** Characters of the name that a draft is for; file systems have room for 255 bytes. */
const NAME_CHARACTERS = 60
/** A draft that changed since then may be that of another computer of the same name, in a shared folder. */
const ABANDONED_MS = 3_600_000

/** A new name for the draft of a file or folder, next to it. @param target absolute path */
export function draftFor(target: string): string {
  const name = basename(target).slice(0, NAME_CHARACTERS)
  return join(dirname(target), `.${name}.${computerMark()}-${process.pid}-${randomBytes(6).toString('base64url')}.part`)
}

/** Removes a draft while the process ends, which waits for nothing. @returns whether it is gone */
export function removeDraft(path: string): boolean {
  try {
    rmSync(path, { recursive: true, force: true })
    return true
  } catch {
    // Whoever asks tells of it; why the program ends is told already.
    return false
  }
}

/**
 * Removes the drafts in a folder whose processes were killed on this computer and that have not changed for an hour. What
 * cannot be removed stays.
 * @param folder absolute path
 * @param now milliseconds since 1970
 */
export async function removeAbandonedDrafts(folder: string, now: number): Promise<void> {
  const mark = computerMark()
  const names = await readdir(folder).catch((error: unknown) => unlessForbidden(error, []))
  for (const name of names) {
    const [, of, pid] = draftName.exec(name) ?? []
    if (of !== mark || isRunning(Number(pid))) continue
    const path = join(folder, name)
    const changed = await lstat(path).catch((error: unknown) => unlessForbidden(error, undefined))
    if (changed === undefined || now - changed.mtimeMs < ABANDONED_MS) continue
    await rm(path, { recursive: true, force: true }).catch((error: unknown) => unlessForbidden(error, undefined))
  }
}

/** Another account's drafts, and a folder that cannot be listed, are none of the command's business. */
function unlessForbidden<T>(error: unknown, otherwise: T): T {
  const code = errorCode(error)
  if (code === 'ENOENT' || code === 'EACCES' || code === 'EPERM' || code === 'EBUSY' || code === 'EROFS')
    return otherwise
  throw error
}

/** Tells computers apart, and containers on one of them, whose processes have numbers of their own. */
function computerMark(): string {
  return createHash('sha256').update(`${hostname()}\n${processNamespace()}`).digest('hex').slice(0, 12)
}

/** Empty where the system has none, or does not tell. */
function processNamespace(): string {
  if (process.platform !== 'linux') return ''
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return ''
  }
}
