import { createHash, randomBytes } from 'node:crypto'
import { link, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { errorCode } from '#shared/error-code.ts'
import { isOwnerGone } from './lock-owner.ts'

/** The file exists; on Windows the other codes say that it is just being removed. */
const heldCodes: ReadonlySet<unknown> = new Set(
  process.platform === 'win32' ? ['EEXIST', 'EPERM', 'EACCES', 'EBUSY'] : ['EEXIST']
)
/** File systems without hard links answer with one of these. */
const noLinkCodes: ReadonlySet<unknown> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'])
/** A lock file without text for this long was left by a process that died before it wrote its name. */
const namelessMs = 2_000
const pollMs = 50
/** A takeover may itself be interrupted; a chain of this many interrupted ones does not happen. */
const maxTakeoverDepth = 4

/**
 * Tries once to take a lock. A lock whose owner is gone is taken over at once, by exactly one process: whoever gets the
 * lock on replacing that very owner may put its own name in place of the old one.
 * @param mine text that names the owner, as `describeOwner` makes it
 * @returns whether this process has the lock now
 */
export async function tryLock(path: string, mine: string, depth = 0): Promise<boolean> {
  const holder = await namedHolder(path)
  if (holder === undefined) return createLock(path, mine)
  if (holder === mine) return true
  if (depth >= maxTakeoverDepth || !(await isAbandoned(path, holder))) return false
  const takeover = `${path}.${createHash('sha256').update(holder).digest('hex').slice(0, 16)}`
  if (!(await tryLock(takeover, mine, depth + 1))) return false
  try {
    if ((await readLock(path)) !== holder) return false
    const temporary = temporaryPath(path)
    await writeFile(temporary, mine, { flag: 'wx', mode: 0o600 })
    await rename(temporary, path)
    return true
  } finally {
    await unlink(takeover)
  }
}

/** Gives a lock back, unless another process has it meanwhile. */
export async function unlock(path: string, mine: string): Promise<void> {
  if ((await readLock(path)) === mine) await unlink(path)
}

/** @returns the text of a lock file; `undefined` when there is none */
export async function readLock(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || heldCodes.has(errorCode(error))) return undefined
    throw error
  }
}

/** The lock file appears with its text at once, where the file system has hard links. */
async function createLock(path: string, mine: string): Promise<boolean> {
  const temporary = temporaryPath(path)
  await writeFile(temporary, mine, { flag: 'wx', mode: 0o600 })
  try {
    await link(temporary, path)
    return true
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    if (!noLinkCodes.has(errorCode(error))) throw error
    return await createInSteps(path, mine)
  } finally {
    await unlink(temporary)
  }
}

async function createInSteps(path: string, mine: string): Promise<boolean> {
  try {
    await writeFile(path, mine, { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if (heldCodes.has(errorCode(error))) return false
    throw error
  }
}

/** Waits for a process that is about to write its name. */
async function namedHolder(path: string): Promise<string | undefined> {
  let holder = await readLock(path)
  while (holder === '' && !(await isAbandoned(path, holder))) {
    await delay(pollMs)
    holder = await readLock(path)
  }
  return holder
}

async function isAbandoned(path: string, holder: string): Promise<boolean> {
  // Where it went away meanwhile the next try creates it.
  const touchedMs = (await stat(path).catch(() => undefined))?.mtimeMs
  if (touchedMs === undefined) return false
  if (holder === '') return Date.now() - touchedMs > namelessMs
  return isOwnerGone(holder, path, touchedMs)
}

/** Has the form of the leftovers that `sweepLeftovers` removes. */
function temporaryPath(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomBytes(9).toString('base64url')}.tmp`)
}
