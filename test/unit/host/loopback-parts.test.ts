import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { defaultSettings, type Settings } from '#shared/settings-schema.ts'
import { findInstallation } from '../../../src-main/host/process/installation.ts'
import { parseLoopbackArguments } from '../../../src-main/host/process/arguments.ts'
import { dataFolder } from '../../../src-main/host/process/data-folder.ts'
import { browserCommand, hasDesktop } from '../../../src-main/host/node/open-browser.ts'
import { createSettingsStore } from '../../../src-main/services/settings/settings-store.ts'
import { openSettingsFile } from '../../../src-main/host/node/settings-file.ts'
import { memoryLog } from '../../support/memory-log.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { unmanaged } from '../../support/policies.ts'

describe('data folder', () => {
  it.each([
    ['linux', {}, '/home/u/.local/share/populus'],
    ['linux', { XDG_DATA_HOME: '/data' }, '/data/populus'],
    ['linux', { XDG_DATA_HOME: 'relative' }, '/home/u/.local/share/populus'],
    ['linux', { XDG_DATA_HOME: '' }, '/home/u/.local/share/populus'],
    ['darwin', { XDG_DATA_HOME: '/data' }, '/home/u/Library/Application Support/Populus'],
    ['linux', { POPULUS_DATA: '/own' }, '/own'],
    ['darwin', { POPULUS_DATA: '' }, '/home/u/Library/Application Support/Populus']
  ] as const)('on %s with %j is %s', (platform, env, folder) => {
    expect(dataFolder({ platform, env, home: '/home/u', exists: () => false })).toBe(folder)
  })

  it.each([
    [{ LOCALAPPDATA: 'D:\\Local' }, [], 'D:\\Local\\Populus'],
    [{}, [], 'C:\\Users\\u\\AppData\\Local\\Populus'],
    [{ POPULUS_DATA: 'E:\\own' }, [], 'E:\\own'],
    // Data of an earlier version stay in use where they are, until there are some in the local folder.
    [{}, ['Roaming\\Populus\\snapshots'], 'C:\\Users\\u\\AppData\\Roaming\\Populus'],
    [{}, ['Roaming\\Populus\\Preferences'], 'C:\\Users\\u\\AppData\\Local\\Populus'],
    [{}, ['Roaming\\Populus\\snapshots', 'Local\\Populus\\connections'], 'C:\\Users\\u\\AppData\\Local\\Populus']
  ])('on Windows with %j, where there is %j, is %s', (env, there, folder) => {
    const exists = (path: string): boolean => there.some((name) => path.endsWith(`AppData\\${name}`))
    expect(dataFolder({ platform: 'win32', env, home: 'C:\\Users\\u', exists })).toBe(folder)
  })
})

describe('arguments of the loopback host', () => {
  it('takes paths relative to the folder it was called in', () => {
    expect(parseLoopbackArguments(['a', '/b', '--port', '8080', '--open', '--json'], '/w')).toEqual({
      paths: [resolve('/w/a'), resolve('/b')],
      port: 8080,
      open: true,
      json: true
    })
    expect(parseLoopbackArguments([], '/w')).toEqual({ paths: [], port: 0, open: false, json: false })
    expect(parseLoopbackArguments(['--', '--port'], '/w').paths).toEqual([resolve('/w/--port')])
  })

  it.each([
    ['--nothing'],
    ['--port'],
    ['--port', 'x'],
    ['--port', '-1'],
    ['--port', '65536'],
    ['--port', '1.5'],
    ['--port=']
  ])('refuses %s', (...words) => {
    expect(() => parseLoopbackArguments(words, '/w')).toThrow(expect.objectContaining({ code: 'invalid-input' }))
  })
})

describe('browser', () => {
  const url = 'file:///home/u/launch/open-1.html'
  it.each(['linux', 'darwin', 'win32'] as const)(
    'gets the address as one argument without a shell on %s',
    (platform) => {
      const [command, args] = browserCommand(platform, url)
      expect(command).toMatch(/^(xdg-open|open|rundll32\.exe)$/)
      expect(args.at(-1)).toBe(url)
    }
  )

  it.each([
    ['linux', {}, false],
    ['linux', { DISPLAY: '' }, false],
    ['linux', { DISPLAY: ':0' }, true],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, true],
    ['win32', {}, true],
    ['darwin', {}, true]
  ] as const)('has a desktop on %s with %j: %s', (platform, env, expected) => {
    expect(hasDesktop(platform, env)).toBe(expected)
  })
})

describe('installation', () => {
  it('is found from source and from what was built', () => {
    const root = resolve(import.meta.dirname, '../../..')
    for (const folder of ['src-main', 'out/main']) {
      const found = findInstallation(join(root, folder))
      expect(found.resources).toBe(join(root, 'resources'))
      expect(found.version).toMatch(/^\d+\.\d+\.\d+$/)
    }
  })

  it('is not found where there is none', () => {
    expect(() => findInstallation(temporaryFolder())).toThrow('not found')
  })
})

describe('settings file', () => {
  const clock = { now: () => Date.UTC(2026, 10, 25) }

  it('keeps settings between starts', async () => {
    const path = join(temporaryFolder(), 'new', 'settings.json')
    const first = await openSettingsFile(path, clock, memoryLog())
    expect(first.read()).toEqual({})
    await first.update(() => ({ ...defaultSettings, theme: 'dark' }))
    expect(first.read()).toEqual({ ...defaultSettings, theme: 'dark' })
    const second = await openSettingsFile(path, clock, memoryLog())
    expect(second.read()).toEqual({ ...defaultSettings, theme: 'dark' })
    expect(readdirSync(join(path, '..'))).toEqual(['settings.json'])
  })

  it.each(['', '{', '[]', 'null', '"x"', '\u0000\u0000', '{"theme":"dark"'])(
    'keeps the damaged file %j aside and says so',
    async (text) => {
      const folder = temporaryFolder()
      const path = join(folder, 'settings.json')
      writeFileSync(path, text)
      const log = memoryLog()
      const port = await openSettingsFile(path, clock, log)
      expect(port.read()).toEqual({})
      const [kept] = readdirSync(folder)
      expect(kept).toBe('settings.json.damaged-2026-11-25T00-00-00-000Z')
      expect(readFileSync(join(folder, kept!), 'utf8')).toBe(text)
      expect(log.entries).toEqual([{ level: 'warn', event: 'settings.set-aside', facts: {} }])
    }
  )

  it('sets a folder in the place of the file aside', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'settings.json')
    mkdirSync(path)
    const port = await openSettingsFile(path, clock, memoryLog())
    expect((await port.update(() => defaultSettings)).theme).toBe('system')
    expect(readdirSync(folder)).toEqual(['settings.json', 'settings.json.damaged-2026-11-25T00-00-00-000Z'])
  })

  it('loses no change when two processes change different settings at once, and tells each of the other', async () => {
    const path = join(temporaryFolder(), 'settings.json')
    const ports = await Promise.all([1, 2].map(() => openSettingsFile(path, clock, memoryLog())))
    const told = ports.map(
      (port) =>
        new Promise<Settings>((resolve) =>
          createSettingsStore(port, unmanaged, (settings) => {
            if (settings.keepDays === 30) resolve(settings)
          })
        )
    )
    const stores = ports.map((port) => createSettingsStore(port, unmanaged))
    await Promise.all([stores[0]!.change({ theme: 'dark' }), stores[1]!.change({ density: 'roomy' })])
    await stores[1]!.change({ keepDays: 30 })
    expect(await told[0]).toMatchObject({ theme: 'dark', density: 'roomy', keepDays: 30 })
    const later = createSettingsStore(await openSettingsFile(path, clock, memoryLog()), unmanaged)
    expect(later.current()).toMatchObject({ theme: 'dark', density: 'roomy', keepDays: 30 })
  })

  it('tells everybody who listens of a change by another process', async () => {
    const path = join(temporaryFolder(), 'settings.json')
    const [here, elsewhere] = await Promise.all([1, 2].map(() => openSettingsFile(path, clock, memoryLog())))
    const told = [1, 2, 3].map(() => new Promise<void>((resolve) => here!.onChange!(resolve)))
    await elsewhere!.update(() => ({ ...defaultSettings, theme: 'dark' }))
    await Promise.all(told)
    expect(here!.read()).toMatchObject({ theme: 'dark' })
  })
})
