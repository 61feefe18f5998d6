import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { _electron, chromium, test as base, type Page } from '@playwright/test'

const root = join(import.meta.dirname, '../..')

export type Shell = 'electron' | 'loopback'

/** Path of the Electron runtime, or undefined. Importing `electron` itself would try to download one. */
function electronBinary(): string | undefined {
  const chosen = process.env['ELECTRON_EXEC_PATH']
  if (chosen !== undefined) return chosen
  const dist = join(dirname(createRequire(import.meta.url).resolve('electron/package.json')), 'dist')
  const name =
    { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' }[process.platform as string] ?? 'electron'
  return existsSync(join(dist, name)) ? join(dist, name) : undefined
}

const chromiumArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync'
]

/** The first line that a program prints. */
export async function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  let text = ''
  for await (const chunk of stream) {
    text += String(chunk)
    const end = text.indexOf('\n')
    if (end >= 0) return text.slice(0, end)
  }
  throw new Error('the host ended before it printed its address')
}

async function withLoopback(
  paths: readonly string[],
  settings: object,
  use: (page: Page) => Promise<void>
): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'populus-e2e-'))
  writeFileSync(join(data, 'settings.json'), JSON.stringify(settings))
  const host = spawn(process.execPath, [join(root, 'out/main/loopback.js'), '--json', ...paths], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, POPULUS_DATA: data }
  })
  try {
    const { url } = JSON.parse(await firstLine(host.stdout)) as { url: string }
    const browser = await chromium.launch({
      executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
      args: chromiumArgs
    })
    try {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
      const page = await context.newPage()
      await page.goto(url)
      await use(page)
    } finally {
      await browser.close()
    }
  } finally {
    host.kill('SIGTERM')
    rmSync(data, { recursive: true, force: true })
  }
}

async function withElectron(
  binary: string,
  paths: readonly string[],
  use: (page: Page) => Promise<void>
): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'populus-e2e-'))
  const app = await _electron.launch({
    executablePath: binary,
    args: ['--no-sandbox', join(root, 'out/main/index.js'), ...paths],
    env: { ...(process.env as Record<string, string>), POPULUS_DATA: data }
  })
  try {
    await use(await app.firstWindow())
  } finally {
    await app.close()
    rmSync(data, { recursive: true, force: true })
  }
}

interface Fixtures {
  readonly shell: Shell
  /** Files or folders that the host is started with. */
  readonly openPaths: readonly string[]
  /** The built-in measures are evaluated after each load, as they are for users; tests of other things do without. */
  readonly runMeasures: boolean
  /** People in the sample population; fewer than the 1,000 that a user gets, for tests that walk with any population. */
  readonly samplePatients: number
  /** The page of a freshly started host. Console errors, page errors and CSP violations fail the test. */
  readonly app: Page
}

export const test = base.extend<Fixtures>({
  shell: ['loopback', { option: true }],
  openPaths: [[], { option: true }],
  runMeasures: [false, { option: true }],
  samplePatients: [400, { option: true }],
  app: async ({ shell, openPaths, runMeasures, samplePatients }, use) => {
    const problems: string[] = []
    const watched = async (page: Page): Promise<void> => {
      page.on('console', (message) => {
        if (message.type() === 'error') problems.push(message.text())
      })
      page.on('pageerror', (error) => problems.push(error.message))
      await use(page)
    }
    if (shell === 'loopback') await withLoopback(openPaths, { runMeasures, samplePatients }, watched)
    else {
      const binary = electronBinary()
      test.skip(binary === undefined, 'no Electron runtime on this machine: the Electron shell was NOT tested')
      if (binary !== undefined) await withElectron(binary, openPaths, watched)
    }
    base.expect(problems, 'console errors, page errors and CSP violations').toEqual([])
  }
})

export { expect } from '@playwright/test'
