import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Commands, type CommandParts } from '../../../src-renderer/state/commands.svelte.ts'
import { menuTemplate } from '../../../src-main/host/electron/menu-model.ts'
import { pathsFromCommandLine } from '../../../src-main/host/electron/handed-paths.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import type { FakeMenuItem, FakeTray as Tray, FakeWindow as Window } from './fake-electron.ts'

// Loaded once, before the modules under test, which are loaded anew for every test.
const standIn = await vi.hoisted(() => import('./fake-electron.ts'))
vi.mock('electron', () => standIn.electronModule)
vi.mock('electron-store', () => ({ default: standIn.FakeStore }))
const { damagedStores, fake, FakeTray, FakeWindow, storeFiles, storeOptions } = standIn

const root = resolve(import.meta.dirname, '../../..')
const argv = process.argv

beforeEach(() => {
  fake.reset()
  storeOptions.length = 0
  storeFiles.clear()
  vi.resetModules()
})
afterEach(() => {
  process.argv = argv
  vi.unstubAllEnvs()
  process.removeAllListeners('unhandledRejection')
})

interface Started {
  readonly data: string
  readonly window: Window
  readonly tray: Tray
  readonly call: (name: string, input?: unknown) => Promise<{ ok: boolean; value?: unknown; error?: unknown }>
}

/** Runs the entry as Electron would, up to the first window. */
async function start(
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

const namesOf = (calls: readonly { readonly name: string }[]): string[] => calls.map(({ name }) => name)

function allItems(items: readonly FakeMenuItem[]): FakeMenuItem[] {
  return items.flatMap((item) => [item, ...allItems(item.submenu ?? [])])
}

describe('start', () => {
  it('prepares sandbox, scheme and lock before the program is ready, each once', async () => {
    const { data } = await start()
    const calls = fake.app.calls.slice(0, 4)
    expect(namesOf(calls)).toEqual([
      'enableSandbox',
      'registerSchemesAsPrivileged',
      'setPath',
      'requestSingleInstanceLock'
    ])
    expect(calls[1]!.args[0]).toEqual([
      {
        scheme: 'app',
        privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true }
      }
    ])
    expect(calls[2]!.args).toEqual(['userData', data])
    expect(namesOf(fake.app.calls).filter((name) => name === 'registerSchemesAsPrivileged')).toHaveLength(1)
  })

  it('opens one window with everything dangerous switched off', async () => {
    const { window } = await start()
    const { webPreferences, minWidth, minHeight, show } = window.options as Record<string, Record<string, unknown>>
    const { session, preload, ...switches } = webPreferences!
    expect(switches).toEqual({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      spellcheck: false,
      devTools: true
    })
    expect(preload).toBe(join(root, 'out', 'preload', 'preload.cjs'))
    expect(session).toBe(fake.sessions.get('populus'))
    expect([minWidth, minHeight, show]).toEqual([1120, 720, false])
    expect(window.calls.find(({ name }) => name === 'loadURL')?.args).toEqual(['app://bundle/'])
  })

  it('shows the window when its first frame is ready', async () => {
    const { window } = await start()
    expect(namesOf(window.calls)).toEqual(['loadURL'])
    window.emit('ready-to-show')
    expect(namesOf(window.calls)).toEqual(['loadURL', 'show'])
  })

  it('keeps the page in memory: the session has no persistent partition and no cache', async () => {
    await start()
    // One for the page, and one for requests to servers, which knows nothing of the page.
    expect([...fake.sessions.keys()].sort()).toEqual(['fhir', 'populus'])
    for (const [name, { options }] of fake.sessions) expect(options).toEqual([name, { cache: false }])
  })

  it('guards the session, the contents and the scheme of the window', async () => {
    const { window } = await start()
    const session = fake.sessions.get('populus')!
    expect(session.permissionRequest).not.toBeNull()
    expect(session.permissionCheck).not.toBeNull()
    expect(session.device).not.toBeNull()
    expect(session.beforeRequest).not.toBeNull()
    expect([...session.handlers.keys()]).toEqual(['app'])
    expect(window.webContents.openHandler!({ url: 'https://evil.test' })).toEqual({ action: 'deny' })
    expect(window.webContents.listenerCount('will-navigate')).toBe(1)
    let stopped = false
    window.emit('page-title-updated', { preventDefault: () => (stopped = true) })
    expect(stopped).toBe(true)
  })

  it('has no developer tools when it is packaged', async () => {
    const { window } = await start({ before: () => (fake.app.isPackaged = true) })
    expect((window.options['webPreferences'] as Record<string, unknown>)['devTools']).toBe(false)
  })

  it('ends at once when it already runs, and hands over what it was given', async () => {
    vi.stubEnv('POPULUS_DATA', temporaryFolder())
    fake.app.gotLock = false
    process.argv = ['/usr/bin/electron', '/app/out/main/index.js', '/data/export']
    await import('../../../src-main/index.ts')
    expect(fake.app.calls.at(-1)!.name).toBe('quit')
    expect(fake.app.calls.at(-2)).toEqual({
      name: 'requestSingleInstanceLock',
      args: [{ paths: [resolve('/data/export')] }]
    })
    expect(fake.app.listenerCount('second-instance')).toBe(0)
  })
})

describe('a start that fails', () => {
  it('says so and ends instead of running without a window', async () => {
    const file = join(temporaryFolder(), 'Zanzibara')
    writeFileSync(file, 'a file where the data folder should be')
    vi.stubEnv('POPULUS_DATA', file)
    process.argv = ['/usr/bin/electron', '/app/out/main/index.js']
    await import('../../../src-main/index.ts')
    fake.app.becomeReady()
    await vi.waitFor(() => expect(fake.app.calls.at(-1)).toEqual({ name: 'exit', args: [1] }))
    expect(fake.dialogs).toEqual([
      { window: 'Populus could not start', options: expect.stringContaining('EEXIST') as string }
    ])
    expect(JSON.stringify(fake.dialogs)).not.toContain('Zanzibara')
  })
})

describe('what is handed over', () => {
  it('reads folders and files from the command line', () => {
    expect(
      pathsFromCommandLine(['/e', '--inspect=0', '--remote-debugging-port=0', '/m.js', 'a', '/b', '--x'], false, '/w')
    ).toEqual([resolve('/w/a'), resolve('/b')])
    expect(pathsFromCommandLine(['/Populus', '/b'], true, '/w')).toEqual([resolve('/b')])
    expect(pathsFromCommandLine(['/Populus'], true, '/w')).toEqual([])
  })

  it('opens the files of the command line', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'Patient.ndjson'), '{"resourceType":"Patient","id":"a"}\n')
    const { call } = await start({ words: [folder] })
    expect(await call('imports.pending')).toMatchObject({
      ok: true,
      value: { kind: 'files', files: [{ name: 'Patient.ndjson' }] }
    })
  })

  it('takes files from a second start and from the system, tells the page and comes to the front', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'Patient.ndjson'), '{"resourceType":"Patient","id":"a"}\n')
    const { call, window } = await start()
    expect(await call('imports.pending')).toEqual({ ok: true, value: undefined })
    window.calls.length = 0
    fake.app.emit('second-instance', {}, [], '/', { paths: [folder] })
    expect(window.webContents.sent).toEqual([['populus:event', 'imports.arrived', {}]])
    expect(namesOf(window.calls)).toEqual(['show', 'focus'])
    expect(await call('imports.pending')).toMatchObject({ ok: true, value: { files: [{ name: 'Patient.ndjson' }] } })
    let stopped = false
    fake.app.emit('open-file', { preventDefault: () => (stopped = true) }, folder)
    expect(stopped).toBe(true)
    expect(window.webContents.sent).toHaveLength(2)
  })

  it.each([undefined, null, 'x', { paths: 'x' }, { paths: [1] }, {}])(
    'ignores %j from a second start',
    async (data) => {
      const { window } = await start()
      fake.app.emit('second-instance', {}, [], '/', data)
      expect(window.webContents.sent).toEqual([])
    }
  )

  it('opens the chosen folder or files by the dialog of the system', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'Patient.ndjson'), '{"resourceType":"Patient","id":"a"}\n')
    const { call, window } = await start()
    expect(await call('imports.choose', { what: 'folder' })).toEqual({ ok: true, value: undefined })
    fake.answerDialog({ canceled: false, filePaths: [folder] })
    expect(await call('imports.choose', { what: 'files' })).toMatchObject({ ok: true, value: { kind: 'files' } })
    expect(fake.dialogs.map(({ window: on }) => on)).toEqual([window, window])
    expect(fake.dialogs.map(({ options }) => (options as { properties: string[] }).properties)).toEqual([
      ['openDirectory', 'dontAddToRecent'],
      ['openFile', 'multiSelections', 'dontAddToRecent']
    ])
    expect(await call('app.info')).toMatchObject({ ok: true, value: { host: 'electron', nativeDialogs: true } })
  })
})

describe('menu', () => {
  const parts = { transport: { subscribe: () => () => undefined } } as unknown as CommandParts
  const commands = new Commands(parts).all

  /** `Mod+Shift+O` of the command table as Electron writes it. */
  const accelerator = (keys: string): string => keys.replace('Mod', 'CmdOrCtrl').replace('Arrow', '')

  it.each(['linux', 'win32', 'darwin'] as const)(
    'runs only commands that the page has, under their titles and keys, on %s',
    (platform) => {
      const items = allItems(menuTemplate(platform, () => undefined) as FakeMenuItem[]).filter(
        ({ id }) => id !== undefined
      )
      expect(items.length).toBeGreaterThan(15)
      for (const { id, label, accelerator: shown } of items) {
        const command = commands.find((one) => one.id === id)
        expect(command, id).toBeDefined()
        expect(label).toBe(command!.title)
        if (shown !== undefined) expect(shown).toBe(accelerator(command!.keys!))
      }
    }
  )

  it('has every command of the page', () => {
    const ids = new Set(allItems(menuTemplate('linux', () => undefined) as FakeMenuItem[]).map(({ id }) => id))
    expect(commands.map(({ id }) => id).filter((id) => !ids.has(id))).toEqual([])
  })

  it.each(['linux', 'win32', 'darwin'] as const)(
    'has the roles of the system and no accelerator twice on %s',
    (platform) => {
      const items = allItems(menuTemplate(platform, () => undefined) as FakeMenuItem[])
      const roles = items.map(({ role }) => role)
      for (const role of ['undo', 'redo', 'cut', 'copy', 'paste', 'selectAll', 'minimize', 'togglefullscreen'])
        expect(roles).toContain(role)
      expect(roles.includes('quit')).toBe(platform !== 'darwin')
      expect(roles.includes('appMenu')).toBe(platform === 'darwin')
      const keys = items.flatMap(({ accelerator: shown }) => shown ?? [])
      expect(new Set(keys).size).toBe(keys.length)
      for (const risky of ['reload', 'forceReload', 'toggleDevTools']) expect(roles).not.toContain(risky)
    }
  )

  it('sends the command to the page', async () => {
    const { window } = await start()
    allItems(fake.menu()).find(({ id }) => id === 'data.open-folder')!.click!()
    expect(window.webContents.sent).toEqual([['populus:event', 'command.run', { id: 'data.open-folder' }]])
  })
})

describe('tray, progress and closing', () => {
  it('shows progress in the taskbar and in the tray, without a word about the data', async () => {
    const { call, window, tray } = await start()
    expect(tray.toolTip).toBe('Populus: ready')
    await call('progress.show', { fraction: 0.427 })
    expect(tray.toolTip).toBe('Populus: loading, 42%')
    await call('progress.show', {})
    expect(tray.toolTip).toBe('Populus: ready')
    expect(window.calls.filter(({ name }) => name === 'setProgressBar').map(({ args }) => args)).toEqual([
      [0.427],
      [-1]
    ])
    expect(existsSync(tray.icon)).toBe(true)
  })

  it('shows and quits from the tray', async () => {
    const { window, tray } = await start()
    expect(tray.menu.filter(({ id }) => id !== undefined).map(({ id, enabled }) => [id, enabled])).toEqual([
      ['status', false],
      ['show', undefined],
      ['quit', undefined]
    ])
    window.calls.length = 0
    tray.menu.find(({ id }) => id === 'show')!.click!()
    expect(namesOf(window.calls)).toEqual(['show', 'focus'])
    tray.menu.find(({ id }) => id === 'quit')!.click!()
    expect(fake.app.calls.at(-1)!.name).toBe('quit')
  })

  function close(window: Window): boolean {
    let stopped = false
    window.emit('close', { preventDefault: () => (stopped = true) })
    return stopped
  }

  it('hides the window instead of closing it only when the user set that, and not when quitting', async () => {
    const { call, window, tray } = await start()
    expect(close(window)).toBe(false)
    await call('settings.set', { closeToTray: true })
    expect(close(window)).toBe(true)
    expect(window.calls.at(-1)!.name).toBe('hide')
    tray.menu.find(({ id }) => id === 'quit')!.click!()
    expect(close(window)).toBe(false)
  })

  it('keeps position and size', async () => {
    const { data, window } = await start()
    close(window)
    expect(storeFiles.get(`${data}/window`)).toEqual({ x: 10, y: 20, width: 1300, height: 800, maximized: false })
  })

  it('opens a new window after the old one was closed', async () => {
    const { window } = await start()
    window.emit('closed')
    fake.app.emit('activate')
    expect(FakeWindow.all).toHaveLength(2)
  })
})

describe('settings', () => {
  it('live in electron-store, never encrypted, never wiped silently', async () => {
    const { data, call } = await start()
    await call('settings.set', { theme: 'dark' })
    expect(storeFiles.get(`${data}/settings`)).toMatchObject({ theme: 'dark', density: 'compact' })
    expect(fake.nativeTheme.themeSource).toBe('dark')
    for (const options of storeOptions) {
      expect(options).toMatchObject({ cwd: data, clearInvalidConfig: false })
      expect(options).not.toHaveProperty('encryptionKey')
    }
  })

  it('fall back to the defaults when the file is damaged, and the file is kept', async () => {
    const { data, call } = await start({
      before: (folder) => {
        writeFileSync(join(folder, 'settings.json'), '{"theme":')
        damagedStores.add(`${folder}/settings`)
      }
    })
    expect(await call('settings.get')).toMatchObject({ ok: true, value: { theme: 'system' } })
    const kept = readdirSync(data).filter((name) => name.startsWith('settings.json.damaged-'))
    expect(kept).toHaveLength(1)
    expect(readFileSync(join(data, kept[0]!), 'utf8')).toBe('{"theme":')
    expect(readFileSync(join(data, 'logs', 'populus.log'), 'utf8')).toContain('settings.set-aside')
  })
})

describe('recovery', () => {
  it('offers a reload when the page process ends', async () => {
    const { window } = await start()
    fake.messageAnswers.push(0)
    window.webContents.emit('render-process-gone', {}, { reason: 'oom', exitCode: 5 })
    await vi.waitFor(() => expect(window.webContents.calls).toEqual(['reload']))
    expect(fake.dialogs[0]!.options).toMatchObject({
      message: 'The page ran out of memory.',
      buttons: ['Reload', 'Quit']
    })
  })

  it('stops offering reloads when it happens again and again', async () => {
    const { window } = await start()
    for (let time = 0; time < 3; time += 1)
      window.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 })
    await vi.waitFor(() => expect(fake.app.calls.at(-1)!.name).toBe('quit'))
    expect(fake.dialogs.map(({ options }) => (options as { buttons: string[] }).buttons)).toEqual([
      ['Reload', 'Quit'],
      ['Reload', 'Quit'],
      ['Quit']
    ])
  })

  it('says nothing when the process ended as it should', async () => {
    const { window } = await start()
    window.webContents.emit('render-process-gone', {}, { reason: 'clean-exit', exitCode: 0 })
    expect(fake.dialogs).toEqual([])
  })

  it('lets the user reload a page that hangs', async () => {
    const { window } = await start()
    fake.messageAnswers.push(1)
    window.emit('unresponsive')
    await vi.waitFor(() => expect(window.webContents.calls).toEqual(['crash']))
  })
})

describe('preload', () => {
  it('exposes two functions and nothing else', async () => {
    await import('../../../src-main/preload.ts')
    expect([...fake.exposed.keys()]).toEqual(['populus'])
    const bridge = fake.exposed.get('populus') as Record<string, (...args: unknown[]) => unknown>
    expect(Object.keys(bridge).sort()).toEqual(['call', 'subscribe'])
    expect(await bridge['call']!('app.info', undefined)).toEqual({ ok: true, value: 1 })
    expect(fake.ipcRenderer.invoked).toEqual([['populus:call', 'app.info', undefined]])
  })

  it('hands values to listeners, never the event, and stops when asked', async () => {
    await import('../../../src-main/preload.ts')
    const bridge = fake.exposed.get('populus') as { subscribe(listener: (...args: unknown[]) => void): () => void }
    const heard: unknown[][] = []
    const stop = bridge.subscribe((...args) => heard.push(args))
    fake.ipcRenderer.emit('populus:event', { sender: 'secret' }, 'command.run', { id: 'go.back' })
    stop()
    fake.ipcRenderer.emit('populus:event', { sender: 'secret' }, 'command.run', { id: 'go.forward' })
    expect(heard).toEqual([['command.run', { id: 'go.back' }]])
  })
})
