import { randomBytes } from 'node:crypto'
import { readFile, rename, stat, unlink, writeFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { AppError } from '#shared/app-error.ts'
import { errorCode } from '#shared/error-code.ts'
import { isAlive } from './process-alive.ts'

const mostWaitMs = 10_000
const pollMs = 5
/** The file exists; on Windows the other codes say that it is just being removed. */
const heldCodes: ReadonlySet<unknown> = new Set(
  process.platform === 'win32' ? ['EEXIST', 'EPERM', 'EACCES', 'EBUSY'] : ['EEXIST']
)

/**
 * Runs a short task while no other process that uses the same lock file runs one.
 * The lock file holds the process id; a lock whose process is gone is taken over.
 *
 * @throws AppError `internal` when the lock was not free for ten seconds
 */
export async function withFileLock<T>(path: string, task: () => Promise<T>): Promise<T> {
  const mine = `${process.pid} ${randomBytes(12).toString('base64url')}`
  await acquire(path, mine)
  try {
    return await task()
  } finally {
    if ((await readLock(path)) === mine) await unlink(path)
  }
}

async function acquire(path: string, mine: string): Promise<void> {
  for (const end = Date.now() + mostWaitMs; ;) {
    if (await create(path, mine)) return
    const holder = await readLock(path)
    if (holder !== undefined && (await isAbandoned(path, holder))) await takeAway(path, holder)
    else if (Date.now() > end) {
      throw new AppError('internal', 'Another Populus keeps a file locked. Close it and try again.', {
        retryable: true
      })
    } else await delay(pollMs)
  }
}

async function create(path: string, mine: string): Promise<boolean> {
  try {
    await writeFile(path, mine, { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if (heldCodes.has(errorCode(error))) return false
    throw error
  }
}

/** A lock without an owner's name is being made this moment, unless it is older than anybody needs to write a line. */
async function isAbandoned(path: string, holder: string): Promise<boolean> {
  if (holder !== '') return !isAlive(Number.parseInt(holder, 10))
  const age = Date.now() - ((await stat(path).catch(() => undefined))?.mtimeMs ?? Date.now())
  return age > mostWaitMs
}

/** Renames the lock away first: of several that want to, one succeeds. A lock that changed hands meanwhile is put back. */
async function takeAway(path: string, abandoned: string): Promise<void> {
  const aside = `${path}.${randomBytes(6).toString('hex')}`
  try {
    await rename(path, aside)
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || heldCodes.has(errorCode(error))) return
    throw error
  }
  const taken = await readLock(aside)
  if (taken !== undefined && taken !== abandoned) await create(path, taken)
  await unlink(aside)
}

async function readLock(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || heldCodes.has(errorCode(error))) return undefined
    throw error
  }
}
