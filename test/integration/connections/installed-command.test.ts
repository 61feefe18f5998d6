import { resolve } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { commandArguments } from '../../../src-main/host/electron/command-arguments.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { electronModule, fake, FakeTray } from '../../unit/electron/fake-electron.ts'
import { FakeStore } from '../../unit/electron/fake-store.ts'
import { FakeWindow } from '../../unit/electron/fake-window.ts'
import { connected } from './connected.ts'

vi.mock('electron', () => electronModule)
vi.mock('electron-store', () => ({ default: FakeStore }))
// The stand-in for Chromium's network reaches no server.
vi.mock('../../../src-main/host/electron/net.electron.ts', async () => {
  const { createNodeNet } = await import('../../../src-main/host/node/net.ts')
  return { createElectronNet: () => createNodeNet() }
})

const { argv } = process
beforeEach(() => {
  fake.reset()
  vi.resetModules()
  // The program says what is wrong on standard error, and shows nothing on a desktop.
  vi.stubEnv('POPULUS_PASSPHRASE', '')
})
afterEach(() => {
  process.argv = argv
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
  process.stdout.removeAllListeners('error')
})

/** Runs the program as installed. @returns its exit code and what it printed */
async function installed(data: string, ...words: readonly string[]) {
  vi.stubEnv('POPULUS_DATA', data)
  let [out, err] = ['', '']
  const taking = (take: (text: string) => void) =>
    ((text: string, done?: () => void) => {
      take(text)
      done?.()
      return true
    }) as typeof process.stdout.write
  vi.spyOn(process.stdout, 'write').mockImplementation(taking((text) => (out += text)))
  vi.spyOn(process.stderr, 'write').mockImplementation(taking((text) => (err += text)))
  process.argv = ['/opt/Populus/populus-desktop', '--ozone-platform=headless', '--headless', ...words]
  fake.app.isPackaged = true
  await import('../../../src-main/index.ts')
  fake.app.becomeReady()
  const code = await vi.waitFor(
    () => {
      const exit = fake.app.calls.find(({ name }) => name === 'exit')
      expect(exit).toBeDefined()
      return exit!.args[0]
    },
    { timeout: 60_000, interval: 20 }
  )
  return { code, out, err }
}

it('refreshes data that the keychain protects, without a window', async () => {
  const { folder, stop } = await connected()
  await stop()
  const { code, out, err } = await installed(folder, 'refresh', 'all', '--json')
  expect(code, err).toBe(0)
  expect(JSON.parse(out)).toMatchObject({ connections: [{ state: 'committed', resources: 37 }] })
  const names = fake.app.calls.map(({ name }) => name)
  expect(names.indexOf('disableHardwareAcceleration')).toBeGreaterThan(-1)
  expect(names).not.toContain('requestSingleInstanceLock')
  expect([FakeWindow.all, FakeTray.all, fake.dialogs]).toEqual([[], [], []])
})

it('ends with 3 and a sentence when the keychain gives nothing', async () => {
  const { folder, stop } = await connected()
  await stop()
  fake.safeStorage.backend = 'basic_text'
  try {
    const { code, err } = await installed(folder, 'refresh', 'all')
    expect(err).toMatch(/could not read the key of these data from this computer’s keychain\. Sign in to the desktop/)
    expect(code).toBe(3)
  } finally {
    fake.safeStorage.backend = 'gnome_libsecret'
  }
})

it('is cancelled by whatever asks the program to quit', async () => {
  vi.stubEnv('POPULUS_DATA', temporaryFolder())
  process.argv = ['/opt/Populus/populus-desktop', '--headless', '--version']
  await import('../../../src-main/index.ts')
  fake.app.quit()
  expect(fake.app.calls.at(-1)).toEqual({ name: 'exit', args: [130] })
})

it('reads a command behind its switch only', () => {
  expect(commandArguments(['/Populus', resolve('/data')])).toBeUndefined()
  expect(commandArguments(['/Populus', '--headless', 'load', '/data', '--json'])).toEqual(['load', '/data', '--json'])
})
