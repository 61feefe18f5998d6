import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { fake } from './fake-electron.ts'
import { damagedStores, storeFiles, storeOptions } from './fake-store.ts'
import { FakeWindow } from './fake-window.ts'
import { namesOf, start } from './started-program.ts'

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

  function close(window: FakeWindow): boolean {
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

  it('hides the window again after a quit that the user stayed for', async () => {
    const { call, window, tray } = await start()
    await call('settings.set', { closeToTray: true })
    tray.menu.find(({ id }) => id === 'quit')!.click!()
    fake.messageAnswers.push(0)
    window.webContents.emit('will-prevent-unload', { preventDefault: () => undefined })
    expect(close(window)).toBe(true)
  })

  it.each([
    [0, false],
    [1, true]
  ])('asks before unsaved work is lost; answer %d leaves: %s', async (answer, leaves) => {
    const { window } = await start()
    fake.messageAnswers.push(answer)
    let left = false
    window.webContents.emit('will-prevent-unload', { preventDefault: () => (left = true) })
    expect(left).toBe(leaves)
    expect(fake.dialogs.at(-1)!.options).toMatchObject({ buttons: ['Stay', 'Leave'], cancelId: 0 })
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
  it('live in the file that every host shares, and the window in electron-store, never wiped silently', async () => {
    const { data, call } = await start()
    await call('settings.set', { theme: 'dark' })
    const text = readFileSync(join(data, 'settings.json'), 'utf8')
    expect(JSON.parse(text)).toEqual({ theme: 'dark' })
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
        writeFileSync(join(folder, 'window.json'), '{"width":')
        damagedStores.add(`${folder}/window`)
      }
    })
    expect(await call('settings.get')).toMatchObject({ ok: true, value: { theme: 'system' } })
    const kept = readdirSync(data).filter((name) => name.startsWith('settings.json.damaged-'))
    expect(kept).toHaveLength(1)
    expect(readFileSync(join(data, kept[0]!), 'utf8')).toBe('{"theme":')
    expect(readdirSync(data).filter((name) => name.startsWith('window.json.damaged-'))).toHaveLength(1)
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

  const endsOfHanging: readonly (readonly [what: string, end: (window: FakeWindow) => void])[] = [
    ['answers again', (window) => window.emit('responsive')],
    ['ends', (window) => window.webContents.emit('render-process-gone', {}, { reason: 'clean-exit', exitCode: 0 })]
  ]

  it.each(endsOfHanging)('takes the question about a page that hangs away when the page %s', async (_what, end) => {
    const { window } = await start()
    const { promise: pressed, resolve: press } = Promise.withResolvers<number>()
    fake.messageAnswers.push(pressed)
    window.emit('unresponsive')
    window.emit('unresponsive')
    expect(fake.dialogs).toHaveLength(1)
    const { signal } = fake.dialogs[0]!.options as { readonly signal: AbortSignal }
    expect(signal.aborted).toBe(false)
    end(window)
    expect(signal.aborted).toBe(true)
    press(1)
    await pressed
    // A page that hangs again is asked about again.
    await vi.waitFor(() => {
      window.emit('unresponsive')
      expect(fake.dialogs).toHaveLength(2)
    })
    expect(window.webContents.calls).toEqual([])
  })
})
