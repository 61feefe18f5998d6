import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { launch } from '../../../src-main/host/node/launch.ts'
import { writeLaunchFile } from '../../../src-main/storage/sealed/launch-file.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const address = 'http://127.0.0.1:1/#launch=secret-token'

describe('the page that leads a browser in', () => {
  it('has an address without the token, and is for this user alone', async () => {
    const folder = join(temporaryFolder(), 'launch')
    const file = await writeLaunchFile(folder, address)
    expect(file.url).toMatch(/^file:\/\/.*\/open-[0-9a-f]{16}\.html$/)
    expect(file.url).not.toContain('secret-token')
    const path = fileURLToPath(file.url)
    expect(readFileSync(path, 'utf8')).toContain(`url=${address}"`)
    if (process.platform !== 'win32') {
      expect(statSync(path).mode & 0o777).toBe(0o600)
      expect(statSync(folder).mode & 0o777).toBe(0o700)
    }
    file.remove()
    file.remove()
    expect(existsSync(path)).toBe(false)
  })

  it('takes the place of one that an earlier run left behind', async () => {
    const folder = join(temporaryFolder(), 'launch')
    const old = await writeLaunchFile(folder, address)
    writeFileSync(join(folder, 'other.html'), 'old')
    const file = await writeLaunchFile(folder, address)
    expect(existsSync(fileURLToPath(old.url))).toBe(false)
    expect(readdirSync(folder)).toEqual([fileURLToPath(file.url).split('/').pop()])
  })
})

describe('ways into the browser host', () => {
  it('prints the address, and a fresh one for each window', async () => {
    const lifetimes: number[] = []
    const lines: string[] = []
    const server = {
      launchUrl(lifetimeMs: number): string {
        lifetimes.push(lifetimeMs)
        return `http://127.0.0.1:1/#launch=${lifetimes.length}`
      }
    }
    const opened = await launch({
      server,
      folder: temporaryFolder(),
      open: false,
      json: true,
      input: undefined,
      print: (line) => lines.push(line),
      complain: (line) => lines.push(line)
    })
    expect(lines).toEqual(['{"url":"http://127.0.0.1:1/#launch=1"}'])
    expect(opened.address()).toBe('http://127.0.0.1:1/#launch=2')
    expect(Math.max(...lifetimes)).toBeLessThanOrEqual(15 * 60_000)
    opened.close()
  })
})
