import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { createInstanceLock } from '../../../src-main/storage/files/instance-lock.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** Makes a file as old as so many seconds. */
function age(path: string, seconds: number): void {
  const then = new Date(Date.now() - seconds * 1000)
  utimesSync(path, then, then)
}

describe('the lock of an instance', () => {
  it('is held by one at a time, and free again after it', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'instance.lock')
    const [first, second] = [createInstanceLock(path), createInstanceLock(path)]
    expect(await first.hold()).toBe(true)
    expect(await second.hold()).toBe(false)
    expect(await first.hold()).toBe(true)
    await first.release()
    expect(await second.hold()).toBe(true)
    await second.release()
    expect(readdirSync(folder)).toEqual([])
  })

  it('is taken over from a process that is gone, and from one that does not touch it any more', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'instance.lock')
    const { pid } = spawnSync(process.execPath, ['-e', ''])
    writeFileSync(path, `${pid} abc`)
    const lock = createInstanceLock(path)
    expect(await lock.hold()).toBe(true)
    await lock.release()
    writeFileSync(path, `${process.pid} abc`)
    expect(await lock.hold()).toBe(false)
    age(path, 60)
    expect(await lock.hold()).toBe(true)
    await lock.release()
    expect(readdirSync(folder)).toEqual([])
  })

  it('is taken over when the process died before it wrote its name, and waits for one that is about to', async () => {
    const path = join(temporaryFolder(), 'instance.lock')
    const lock = createInstanceLock(path)
    writeFileSync(path, '')
    age(path, 5)
    expect(await lock.hold()).toBe(true)
    await lock.release()
    writeFileSync(path, '')
    const held = lock.hold()
    await delay(100)
    writeFileSync(path, `${process.pid} another`)
    expect(await held).toBe(false)
    expect(readFileSync(path, 'utf8')).toBe(`${process.pid} another`)
  })
})
