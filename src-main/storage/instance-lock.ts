import { randomBytes } from 'node:crypto'
import { rename, stat, unlink, utimes, writeFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { errorCode } from '#shared/error-code.ts'
import { isAlive } from './process-alive.ts'
import { readText } from './read-text.ts'

/** Says of a folder that this process alone changes it. */
export interface InstanceLock {
  /** @returns whether this process has the lock now; tries to get it when it does not */
  hold(): Promise<boolean>
  release(): Promise<void>
}

const beatMs = 10_000
/** A process number may come back for another program, so a lock has to be kept fresh. */
const staleMs = 45_000
/** Who makes a lock writes its name at once; without one for so long, it was left by a process that died in between. */
const namelessMs = 2_000
const pollMs = 50

/**
 * @param path absolute path of the lock file. It holds the process id; the lock of a process that is gone, that did not
 * touch it for 45 seconds, or that never came to write its name, is taken over.
 */
export function createInstanceLock(path: string): InstanceLock {
  const mine = `${process.pid} ${randomBytes(12).toString('base64url')}`
  let beat: NodeJS.Timeout | undefined

  async function isMine(): Promise<boolean> {
    return (await readText(path)) === mine
  }

  async function create(): Promise<boolean> {
    try {
      await writeFile(path, mine, { flag: 'wx', mode: 0o600 })
      return true
    } catch (error) {
      if (errorCode(error) === 'EEXIST' || errorCode(error) === 'EPERM') return false
      throw error
    }
  }

  async function acquire(): Promise<boolean> {
    if (await create()) return true
    let holder = await readText(path)
    while (holder === '' && !(await isAbandoned(path, holder))) {
      await delay(pollMs)
      holder = await readText(path)
    }
    if (holder === undefined) return create()
    if (!(await isAbandoned(path, holder))) return false
    // Of several that take the lock away, one succeeds in renaming it.
    const aside = `${path}.${randomBytes(6).toString('hex')}`
    try {
      await rename(path, aside)
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return create()
      throw error
    }
    await unlink(aside)
    return create()
  }

  return {
    async hold() {
      const held = beat !== undefined ? await isMine() : await acquire()
      if (held && beat === undefined) {
        beat = setInterval(() => {
          const now = new Date()
          // A lock file that cannot be touched goes stale, and the next call of `hold` says so.
          void utimes(path, now, now).catch(() => undefined)
        }, beatMs)
        beat.unref()
      } else if (!held) {
        clearInterval(beat)
        beat = undefined
      }
      return held
    },
    async release() {
      clearInterval(beat)
      beat = undefined
      if (await isMine()) await unlink(path)
    }
  }
}

async function isAbandoned(path: string, holder: string): Promise<boolean> {
  const touched = (await stat(path).catch(() => undefined))?.mtimeMs
  // It went away meanwhile: there is nothing left to wait for.
  if (touched === undefined) return true
  const age = Date.now() - touched
  if (holder === '') return age > namelessMs
  return age > staleMs || !isAlive(Number.parseInt(holder, 10))
}
