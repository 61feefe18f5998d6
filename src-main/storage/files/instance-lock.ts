import { utimes } from 'node:fs/promises'
import { readLock, tryLock, unlock } from './lock-file.ts'
import { describeOwner } from './lock-owner.ts'
import { sweepLeftovers } from './atomic-file.ts'

/** Says of a folder that this process alone changes it. */
export interface InstanceLock {
  /** @returns whether this process has the lock now; tries to get it when it does not */
  hold(): Promise<boolean>
  release(): Promise<void>
}

const beatMs = 10_000

/**
 * @param path absolute path of the lock file. It names the process, when that started, the computer and the folder, so
 * that a process id that came back and a copied folder are told apart. The lock of a process that is gone is taken over
 * at once.
 */
export function createInstanceLock(path: string): InstanceLock {
  let mine: string | undefined
  let beat: NodeJS.Timeout | undefined

  async function acquire(): Promise<boolean> {
    mine ??= await describeOwner(path)
    if (!(await tryLock(path, mine))) return false
    await sweepLeftovers(path, Date.now())
    return true
  }

  function keepFresh(): void {
    beat ??= setInterval(() => {
      const now = new Date()
      // A lock file that cannot be touched goes stale, and the next call of `hold` says so.
      void utimes(path, now, now).catch(() => undefined)
    }, beatMs)
    beat.unref()
  }

  function stopBeat(): void {
    clearInterval(beat)
    beat = undefined
  }

  return {
    async hold() {
      const isHolder = beat === undefined ? await acquire() : (await readLock(path)) === mine
      if (isHolder) keepFresh()
      else stopBeat()
      return isHolder
    },
    async release() {
      stopBeat()
      if (mine !== undefined) await unlock(path, mine)
    }
  }
}
