import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from '@playwright/test'
import { endProcess } from '../support/end-process.ts'
import { expect, test } from './fixtures.ts'
import { firstLine } from './shells.ts'

const program = join(import.meta.dirname, '../../out/main/loopback.js')

/** A host that a test may end and start again, on the same port. */
async function startHost(data: string, port: number): Promise<{ readonly url: string; readonly child: ChildProcess }> {
  const child = spawn(process.execPath, [program, '--json', '--port', String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, POPULUS_DATA: data }
  })
  return { url: (JSON.parse(await firstLine(child.stdout)) as { url: string }).url, child }
}

/**
 * A free port that no other program is given while its host is away: systems choose ports from 32768 (Linux) or 49152
 * (macOS, Windows) for whoever does not ask for one, also for the connections of the browser.
 */
async function unsharedPort(): Promise<number> {
  const port = 20_000 + Math.floor(Math.random() * 10_000)
  const server = createServer()
  const isFree = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false))
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => resolve(true))
  })
  if (!isFree) return unsharedPort()
  await new Promise((resolve) => server.close(resolve))
  return port
}

const isIn = (page: Page): Promise<void> =>
  expect(page.getByRole('heading', { level: 1 })).toHaveText('Start with data')

/** A window without a way in sees a plain notice and no data, and is let in by the address that the host printed. */
async function enter(page: Page, url: string): Promise<void> {
  await page.goto(`${new URL(url).origin}/#/patients`)
  await expect(page.getByRole('heading', { name: 'This window has no access to Populus' })).toBeVisible()
  await page.goto(url)
  await page.goto('about:blank')
  await page.goto(url)
  // The address was used, and this window is still the one that used it.
  await isIn(page)
  expect(page.url()).not.toContain('launch')
}

/** A reload stays in, another window is let in, and no other server on this computer hears of it. */
async function keepToItself(context: BrowserContext, page: Page, url: string): Promise<void> {
  const heard: string[] = []
  const other = createServer((request, response) => {
    heard.push(JSON.stringify([request.url, request.headers]))
    response.end('<title>other</title>')
  })
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  try {
    const secret = await page.evaluate(() => sessionStorage.getItem('populus-session') ?? '')
    expect(secret).toMatch(/^[\w-]{43}$/)
    expect(await context.cookies()).toEqual([])
    await page.reload()
    await isIn(page)
    // A window that was opened by hand is let in by the one that is in.
    const second = await context.newPage()
    await second.goto(new URL(url).origin)
    await isIn(second)
    await second.close()
    // A server on another port of the same address: no cookie, no storage, no way to ask for anything.
    const attacker = await context.newPage()
    await attacker.goto(`http://127.0.0.1:${(other.address() as AddressInfo).port}/`)
    expect(await attacker.evaluate(() => sessionStorage.length)).toBe(0)
    const stolen = await attacker.evaluate(
      async (origin) =>
        fetch(`${origin}/rpc`, { method: 'POST', mode: 'no-cors', body: '["app.info"]' }).then(
          ({ type }) => type,
          () => 'failed'
        ),
      new URL(url).origin
    )
    expect(['failed', 'opaque']).toContain(stolen)
    expect(heard.join('')).not.toContain(secret)
    expect(heard.join('')).not.toContain('"cookie"')
    await attacker.close()
  } finally {
    other.close()
  }
}

test('a window is let in, keeps what it is in by to itself, and goes on when its host was started again', async ({
  shell,
  browserStarter
}) => {
  test.skip(shell !== 'loopback', 'only where a browser is the window')
  const data = mkdtempSync(join(tmpdir(), `populus-life-${shell}-`))
  const port = await unsharedPort()
  let { url, child } = await startHost(data, port)
  const context = await (await browserStarter()).newContext()
  const page = await context.newPage()
  try {
    await test.step('a window without a way in is let in by the address', () => enter(page, url))
    await test.step('no other server hears of it', () => keepToItself(context, page, url))
    await test.step('a page whose host has ended says so, and goes on when it is let in again', async () => {
      await endProcess(child, 'SIGTERM')
      await expect(page.getByText('Populus was closed or has stopped.', { exact: true })).toBeVisible()
      ;({ url, child } = await startHost(data, port))
      await expect(page.getByText('Populus was started again and does not know this page.')).toBeVisible()
      await page.evaluate((hash) => void (location.hash = hash), new URL(url).hash)
      await expect(page.getByText('Populus was started again')).toBeHidden()
      await page.reload()
      await isIn(page)
    })
  } finally {
    await context.close()
    await endProcess(child, 'SIGTERM')
    rmSync(data, { recursive: true, force: true })
  }
})
