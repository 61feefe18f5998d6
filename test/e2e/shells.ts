import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { _electron, chromium, type Browser, type Page } from '@playwright/test'

const root = join(import.meta.dirname, '../..')

export type Shell = 'electron' | 'loopback'

/** How a host is started. */
interface HostOptions {
  readonly shell: Shell
  /** Files or folders that it is started with. */
  readonly openPaths: readonly string[]
  readonly settings: object
  /** Puts files into the data folder before the host starts. @param data absolute path */
  readonly prepare?: ((data: string) => void) | undefined
  /** What the organization decides, by names of policies. Holds for the browser host alone. */
  readonly policies?: Readonly<Record<string, unknown>> | undefined
  /** Language of the texts; American English by default. Holds for the browser host alone. */
  readonly locale?: string | undefined
}

/** The page of a host that was started for it. */
export interface OpenedPage {
  readonly page: Page
  /** Console errors, page errors and CSP violations so far. */
  readonly problems: string[]
  /** Ends the page and its host, and removes what the host kept. */
  close(): Promise<void>
}

/** Gives the one browser of a worker process; the first call starts it. */
export type BrowserStarter = () => Promise<Browser>

const chromiumArgs = [
  '--no-sandbox',
  '--disable-gpu',
  // Most pages live for seconds here: optimizing their JavaScript costs more than it saves. `gc` is for accessibility.ts.
  '--js-flags=--no-opt --expose-gc',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync'
]

export function createBrowserStarter(): { readonly start: BrowserStarter; readonly close: () => Promise<void> } {
  let browser: Promise<Browser> | undefined
  return {
    start: () =>
      (browser ??= chromium.launch({
        executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
        args: chromiumArgs
      })),
    close: async () => (await browser)?.close()
  }
}

/** @returns the page of a freshly started host; undefined when this machine has no Electron runtime to start */
export async function openShell(
  startBrowser: BrowserStarter,
  { shell, openPaths, settings, prepare, policies, locale }: HostOptions
): Promise<OpenedPage | undefined> {
  if (shell === 'loopback') return openLoopback(startBrowser, openPaths, { settings, prepare, policies, locale })
  const binary = electronBinary()
  return binary === undefined ? undefined : openElectron(binary, openPaths, prepare)
}

async function openLoopback(
  startBrowser: BrowserStarter,
  paths: readonly string[],
  { settings, prepare, policies, locale = 'en-US' }: Pick<HostOptions, 'settings' | 'prepare' | 'policies' | 'locale'>
): Promise<OpenedPage> {
  const data = mkdtempSync(join(tmpdir(), 'populus-e2e-'))
  prepare?.(data)
  writeFileSync(join(data, 'settings.json'), JSON.stringify(settings))
  const decided = mkdtempSync(join(tmpdir(), 'populus-e2e-policies-'))
  mkdirSync(join(decided, 'managed'))
  writeFileSync(join(decided, 'managed', 'test.json'), JSON.stringify(policies ?? {}))
  const host = spawn(process.execPath, [join(root, 'out/main/loopback.js'), '--json', ...paths], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // Node need not compile the host each time.
    env: {
      ...process.env,
      // Runs that the window starts are those of a computer without Spark.
      SPARK_HOME: undefined,
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? join(tmpdir(), 'node-compile-cache'),
      POPULUS_DATA: data,
      POPULUS_POLICIES: decided,
      POPULUS_LOCALE: locale
    }
  })
  const ended = new Promise<void>((done) => host.once('exit', () => done()))
  // The host may still write while it ends.
  const stop = async (): Promise<void> => {
    host.kill('SIGTERM')
    await ended
    for (const folder of [data, decided]) rmSync(folder, { recursive: true, force: true })
  }
  try {
    const [line, browser] = await Promise.all([firstLine(host.stdout), startBrowser()])
    const { url } = JSON.parse(line) as { url: string }
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })
    const page = await context.newPage()
    const problems = problemsOf(page)
    await page.goto(url)
    const close = async (): Promise<void> => {
      try {
        await context.close()
      } finally {
        await stop()
      }
    }
    return { page, problems, close }
  } catch (error) {
    await stop()
    throw error
  }
}

async function openElectron(
  binary: string,
  paths: readonly string[],
  prepare?: (data: string) => void
): Promise<OpenedPage> {
  const data = mkdtempSync(join(tmpdir(), 'populus-e2e-'))
  prepare?.(data)
  const app = await _electron.launch({
    executablePath: binary,
    args: ['--no-sandbox', join(root, 'out/main/index.js'), ...paths],
    env: { ...(process.env as Record<string, string>), POPULUS_DATA: data }
  })
  const page = await app.firstWindow()
  const close = (): Promise<void> => app.close().finally(() => rmSync(data, { recursive: true, force: true }))
  return { page, problems: problemsOf(page), close }
}

/** Collects what the page complains of. */
function problemsOf(page: Page): string[] {
  const problems: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  page.on('pageerror', (error) => problems.push(error.message))
  return problems
}

/** Path of the Electron runtime, or undefined. Importing `electron` itself would try to download one. */
function electronBinary(): string | undefined {
  const chosen = process.env['ELECTRON_EXEC_PATH']
  if (chosen !== undefined) return chosen
  const dist = join(dirname(createRequire(import.meta.url).resolve('electron/package.json')), 'dist')
  const name =
    { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' }[process.platform as string] ?? 'electron'
  return existsSync(join(dist, name)) ? join(dist, name) : undefined
}

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
