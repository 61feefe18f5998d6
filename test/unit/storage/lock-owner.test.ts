import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createInstanceLock } from '../../../src-main/storage/files/instance-lock.ts'
import { describeOwner } from '../../../src-main/storage/files/lock-owner.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const onLinux = process.platform === 'linux'
const module = join(import.meta.dirname, '../../../src-main/storage/files/instance-lock.ts')

/** A process that holds a lock until it is killed. */
async function holder(path: string): Promise<ChildProcess> {
  const code = `const { createInstanceLock } = await import(${JSON.stringify(module)})
    console.log(await createInstanceLock(${JSON.stringify(path)}).hold()); setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [text] = (await once(child.stdout, 'data')) as [Buffer]
  expect(text.toString()).toBe('true\n')
  return child
}

/** A lock file as this process would write it, with something changed. */
async function ownerWith(path: string, change: Record<string, unknown>): Promise<string> {
  const [, head, origin] = /^(\d+ \S+) (.*)$/.exec(await describeOwner(path)) ?? []
  return `${head} ${JSON.stringify({ ...(JSON.parse(origin!) as object), ...change })}`
}

describe('the owner of a lock', () => {
  it('keeps it while its process runs, and loses it at once when that is killed', async () => {
    const path = join(temporaryFolder(), 'instance.lock')
    const child = await holder(path)
    const lock = createInstanceLock(path)
    expect(await lock.hold()).toBe(false)
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(await lock.hold()).toBe(true)
  })

  it('does not hold a copy of the folder, on the same computer and while it runs', async () => {
    const [folder, copy] = [join(temporaryFolder(), 'profile'), join(temporaryFolder(), 'copy')]
    mkdirSync(folder)
    const child = await holder(join(folder, 'instance.lock'))
    cpSync(folder, copy, { recursive: true })
    expect(await createInstanceLock(join(copy, 'instance.lock')).hold()).toBe(true)
    expect(await createInstanceLock(join(folder, 'instance.lock')).hold()).toBe(false)
    child.kill('SIGKILL')
    await once(child, 'exit')
  })

  it.runIf(onLinux)('is told from a later process with the same number, and from one before a restart', async () => {
    const path = join(temporaryFolder(), 'instance.lock')
    writeFileSync(path, await ownerWith(path, { started: '1' }))
    const lock = createInstanceLock(path)
    expect(await lock.hold()).toBe(true)
    await lock.release()
    writeFileSync(path, await ownerWith(path, { boot: 'another start of the computer' }))
    expect(await lock.hold()).toBe(true)
    await lock.release()
    writeFileSync(path, await ownerWith(path, {}))
    expect(await lock.hold()).toBe(false)
  })

  it('on another computer holds a shared folder, and not a copy', async () => {
    const path = join(temporaryFolder(), 'instance.lock')
    const { pid } = spawnSync(process.execPath, ['-e', ''])
    const [, , place] = /("place":")([^"]+)/.exec(await describeOwner(path)) ?? []
    const inode = place!.split(':')[1]
    const theirs = async (place: string): Promise<string> =>
      (await ownerWith(path, { host: `${hostname()}-2`, place })).replace(/^\d+/, String(pid))
    writeFileSync(path, await theirs(`99:${inode}`))
    expect(await createInstanceLock(path).hold()).toBe(false)
    writeFileSync(path, await theirs(`99:1${inode}`))
    expect(await createInstanceLock(path).hold()).toBe(true)
  })

  it('is exactly one of many that take over the same stale lock at once', async () => {
    for (let round = 0; round < 20; round += 1) {
      const folder = temporaryFolder()
      const path = join(folder, 'instance.lock')
      const { pid } = spawnSync('true')
      writeFileSync(path, `${pid} abandoned`)
      const locks = Array.from({ length: 8 }, () => createInstanceLock(path))
      const held = await Promise.all(locks.map((lock) => lock.hold()))
      // Some may find the takeover under way and come a moment too early; never do two succeed.
      expect(held.filter(Boolean)).toHaveLength(1)
      expect(readdirSync(folder)).toEqual(['instance.lock'])
      expect(readFileSync(path, 'utf8')).toMatch(new RegExp(`^${process.pid} `))
    }
  })
})
