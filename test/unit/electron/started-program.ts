import { afterEach, beforeEach, expect, vi } from 'vitest'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { electronModule, fake, FakeTray } from './fake-electron.ts'
import { FakeStore, storeFiles, storeOptions } from './fake-store.ts'
import { FakeWindow } from './fake-window.ts'

vi.mock('electron', () => electronModule)
vi.mock('electron-store', () => ({ default: FakeStore }))

const argv = process.argv
const ownListeners = process.listeners('unhandledRejection')

// The stand-ins are loaded once; the modules under test again for every test.
beforeEach(() => {
  fake.reset()
  storeOptions.length = 0
  storeFiles.clear()
  vi.resetModules()
})
afterEach(() => {
  process.argv = argv
  vi.unstubAllEnvs()
  for (const listener of process.listeners('unhandledRejection'))
    if (!ownListeners.includes(listener)) process.off('unhandledRejection', listener)
})

/** The program with its first window, and what the page may ask of it. */
export interface Started {
  readonly data: string
  readonly window: FakeWindow
  readonly tray: FakeTray
  readonly call: (name: string, input?: unknown) => Promise<{ ok: boolean; value?: unknown; error?: unknown }>
}

/** Runs the entry as Electron would, up to the first window. */
export async function start(
  options: { readonly words?: readonly string[]; readonly before?: (data: string) => void } = {}
): Promise<Started> {
  const data = temporaryFolder()
  vi.stubEnv('POPULUS_DATA', data)
  process.argv = ['/usr/bin/electron', '--no-sandbox', '/app/out/main/index.js', ...(options.words ?? [])]
  options.before?.(data)
  await import('../../../src-main/index.ts')
  fake.app.becomeReady()
  await vi.waitFor(() => expect(FakeWindow.all).toHaveLength(1), { timeout: 5_000, interval: 5 })
  const window = FakeWindow.all[0]!
  return {
    data,
    window,
    tray: FakeTray.all[0]!,
    async call(name, input) {
      const event = { sender: window.webContents, senderFrame: window.webContents.mainFrame }
      return (await fake.ipcHandlers.get('populus:call')!(event, name, input)) as Awaited<ReturnType<Started['call']>>
    }
  }
}

export const namesOf = (calls: readonly { readonly name: string }[]): string[] => calls.map(({ name }) => name)
