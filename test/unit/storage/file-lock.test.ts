import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { withFileLock } from '../../../src-main/storage/files/file-lock.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** The id of a process that has ended. */
function deadProcess(): number {
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  return pid
}

describe('file lock', () => {
  it('lets one task run at a time', async () => {
    const path = join(temporaryFolder(), 'a.lock')
    let running = 0
    let most = 0
    const task = async (): Promise<void> => {
      running += 1
      most = Math.max(most, running)
      await turn()
      running -= 1
    }
    await Promise.all(Array.from({ length: 8 }, () => withFileLock(path, task)))
    expect(most).toBe(1)
  })

  it('returns the result and removes the lock, also after a failure', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'a.lock')
    expect(await withFileLock(path, async () => 7)).toBe(7)
    await expect(withFileLock(path, async () => Promise.reject(new Error('task')))).rejects.toThrow('task')
    expect(readdirSync(folder)).toEqual([])
  })

  it('takes over the lock of a process that is gone', async () => {
    const path = join(temporaryFolder(), 'a.lock')
    writeFileSync(path, `${deadProcess()} abc`)
    expect(await withFileLock(path, async () => readFileSync(path, 'utf8'))).toMatch(new RegExp(`^${process.pid} `))
    expect(existsSync(path)).toBe(false)
  })

  it('takes over an old lock whose owner died before it wrote its name', async () => {
    const path = join(temporaryFolder(), 'a.lock')
    writeFileSync(path, '')
    const longAgo = new Date(Date.now() - 60_000)
    utimesSync(path, longAgo, longAgo)
    expect(await withFileLock(path, async () => 'in')).toBe('in')
  })

  it('leaves the lock of another owner alone when its own was taken away', async () => {
    const path = join(temporaryFolder(), 'a.lock')
    const other = `${process.ppid} other`
    await withFileLock(path, async () => writeFileSync(path, other))
    expect(readFileSync(path, 'utf8')).toBe(other)
  })
})
