import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { defaultSettings } from '#shared/settings-schema.ts'
import type { Host } from '../../../src-main/ports/host.ts'
import { pathsFromCommandLine } from '../../../src-main/host/electron/handed-paths.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { fake } from './fake-electron.ts'
import { FakeWindow } from './fake-window.ts'
import { namesOf, start } from './started-program.ts'

const root = resolve(import.meta.dirname, '../../..')

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

  it.each(['remote-debugging-port', 'remote-debugging-pipe', 'inspect', 'inspect-brk', 'ignore-certificate-errors'])(
    'does not start with --%s when it is packaged',
    async (name) => {
      fake.app.isPackaged = true
      fake.app.switches = [name]
      await import('../../../src-main/index.ts')
      expect(fake.app.calls).toEqual([{ name: 'exit', args: [1] }])
      expect(fake.dialogs).toEqual([
        { window: 'Populus did not start', options: `It does not run with --${name}. Start it without this switch.` }
      ])
    }
  )

  it('starts with a debugger while it is developed', async () => {
    const { window } = await start({ before: () => (fake.app.switches = ['inspect', 'remote-debugging-port']) })
    expect(namesOf(window.calls)).toEqual(['loadURL'])
  })

  it('leaves the window out of screenshots where that was asked for', async () => {
    vi.stubEnv('POPULUS_CONTENT_PROTECTION', '1')
    const { window } = await start()
    expect(window.calls[0]).toEqual({ name: 'setContentProtection', args: [true] })
  })

  it('ends at once when it already runs, and hands over what it was given', async () => {
    vi.stubEnv('POPULUS_DATA', temporaryFolder())
    fake.app.gotLock = false
    process.argv = ['/usr/bin/electron', '/app/out/main/index.js', '/data/export']
    await import('../../../src-main/index.ts')
    expect(fake.app.calls.at(-1)!.name).toBe('quit')
    expect(fake.app.calls.at(-2)).toEqual({
      name: 'requestSingleInstanceLock',
      args: [{ paths: [resolve('/data/export')], links: [] }]
    })
    expect(fake.app.listenerCount('second-instance')).toBe(0)
  })
})

describe('while the program starts', () => {
  it('settings that another process changes, and a notification that is clicked, do not keep it from starting', async () => {
    const path = '../../../src-main/composition/compose.ts'
    vi.doMock(path, async (original) => {
      const { compose } = await original<typeof import('../../../src-main/composition/compose.ts')>()
      return {
        async compose(host: Host) {
          host.emit('settings.changed', defaultSettings)
          host.notifier.notify('An export has ended', 'One was incomplete.')
          fake.notifications[0]!.emit('click')
          return compose(host)
        }
      }
    })
    try {
      const { window } = await start()
      expect(namesOf(window.calls)).toEqual(['loadURL'])
      expect(fake.dialogs).toEqual([])
    } finally {
      vi.doUnmock(path)
    }
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
      {
        window: 'Populus could not start',
        options: expect.stringContaining('a file where a folder is expected') as string
      }
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

  it('opens no window while the program ends, which starts again with what it was given', async () => {
    const { window } = await start({ words: ['/data/before'] })
    window.emit('closed')
    fake.app.emit('will-quit', { preventDefault: () => undefined })
    fake.app.emit('second-instance', {}, [], '/', { paths: ['/data/export'], links: ['populus://screen/measures'] })
    fake.app.emit('activate')
    await vi.waitFor(() => expect(namesOf(fake.app.calls)).toContain('quit'))
    expect(FakeWindow.all).toHaveLength(1)
    expect(fake.app.calls.filter(({ name }) => name === 'relaunch').map(({ args }) => args)).toEqual([
      [
        {
          execPath: process.execPath,
          args: ['--no-sandbox', '/app/out/main/index.js', '/data/export', 'populus://screen/measures']
        }
      ]
    ])
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

describe('links from outside', () => {
  it('wait for the page, from the command line, a second start and the system', async () => {
    const { call, window } = await start({ words: ['populus://screen/measures'] })
    expect(await call('links.take')).toEqual({ ok: true, value: { kind: 'screen', screen: 'measures' } })
    expect(await call('links.take')).toEqual({ ok: true, value: undefined })
    window.webContents.sent.length = 0
    window.calls.length = 0
    fake.app.emit('second-instance', {}, [], '/', { paths: [], links: ['populus://patient/p-1'] })
    expect(window.webContents.sent).toEqual([['populus:event', 'links.arrived', {}]])
    expect(namesOf(window.calls)).toEqual(['show', 'focus'])
    expect(await call('links.take')).toEqual({ ok: true, value: { kind: 'patient', id: 'p-1' } })
    let stopped = false
    fake.app.emit('open-url', { preventDefault: () => (stopped = true) }, 'populus://screen/audit')
    expect([stopped, await call('links.take')]).toEqual([
      true,
      { ok: true, value: { kind: 'screen', screen: 'audit' } }
    ])
    expect(await call('imports.pending')).toEqual({ ok: true, value: undefined })
  })

  it('lead to no other place, and answer no sign-in that was not begun', async () => {
    const { call, window } = await start()
    for (const link of [
      'populus://screen/nowhere',
      'populus://patient/../etc',
      'populus://patient/p1?name=Ada',
      'populus://user@screen/measures',
      'https://screen/measures',
      'populus://callback?code=a&state=b'
    ])
      fake.app.emit('open-url', { preventDefault: () => undefined }, link)
    expect(window.webContents.sent.filter(([, event]) => event === 'links.arrived')).toEqual([])
    expect(await call('links.take')).toEqual({ ok: true, value: undefined })
  })

  it('belong to the installed program', async () => {
    await start({ before: () => (fake.app.isPackaged = true) })
    expect(fake.app.calls.filter(({ name }) => name.includes('ProtocolClient'))).toEqual([
      { name: 'setAsDefaultProtocolClient', args: ['populus'] }
    ])
  })

  it('are not followed where the organization switched them off', async () => {
    const { registerLinks } = await import('../../../src-main/host/electron/link-scheme.electron.ts')
    registerLinks(false)
    expect(fake.app.calls.at(-1)).toEqual({ name: 'removeAsDefaultProtocolClient', args: ['populus'] })
    const { systemBrowser } = await import('../../../src-main/host/electron/browser.electron.ts')
    expect(systemBrowser(() => false).takesScheme).toBe(false)
  })

  it('of a server open in the browser of the user, and nothing but web pages does', async () => {
    const { systemBrowser } = await import('../../../src-main/host/electron/browser.electron.ts')
    const browser = systemBrowser(() => true)
    expect(await browser.open('https://ehr.example.org/authorize')).toBe(true)
    for (const address of ['file:///etc/passwd', 'javascript:alert(1)', 'populus://screen/sql'])
      expect(await browser.open(address)).toBe(false)
    expect(fake.opened).toEqual(['https://ehr.example.org/authorize'])
  })
})
