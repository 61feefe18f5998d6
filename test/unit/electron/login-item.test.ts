import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { fake, FakeTray } from './fake-electron.ts'
import { FakeWindow } from './fake-window.ts'
import { start } from './started-program.ts'

it('starts at sign-in when the user wants it, and only where it is installed', async () => {
  const { createLoginItem } = await import('../../../src-main/host/electron/login-item.electron.ts')
  createLoginItem('win32').set(true)
  expect(fake.app.calls).toEqual([])
  fake.app.isPackaged = true
  createLoginItem('win32').set(true)
  expect(fake.app.calls.at(-1)).toEqual({
    name: 'setLoginItemSettings',
    args: [{ openAtLogin: true, args: ['--background'] }]
  })
  fake.app.userData = temporaryFolder()
  const file = join(fake.app.userData, 'autostart', 'populus.desktop')
  createLoginItem('linux').set(true)
  expect(readFileSync(file, 'utf8')).toMatch(/^Exec=".+" --background$/m)
  createLoginItem('linux').set(false)
  expect(existsSync(file)).toBe(false)
})

it('follows the setting', async () => {
  const { call, data } = await start({ before: () => (fake.app.isPackaged = true) })
  await call('settings.set', { theme: 'dark' })
  expect(existsSync(join(data, 'autostart'))).toBe(false)
  expect(await call('settings.set', { startAtLogin: true })).toMatchObject({ ok: true, value: { startAtLogin: true } })
  const registered =
    process.platform === 'linux'
      ? existsSync(join(data, 'autostart', 'populus.desktop'))
      : fake.app.calls.some(({ name }) => name === 'setLoginItemSettings')
  expect(registered).toBe(true)
})

it('shows no window when the desktop started it, until it is asked for', async () => {
  vi.stubEnv('POPULUS_DATA', temporaryFolder())
  process.argv = ['/opt/Populus/populus-desktop', '--background']
  fake.app.isPackaged = true
  await import('../../../src-main/index.ts')
  fake.app.becomeReady()
  await vi.waitFor(() => expect(FakeTray.all).toHaveLength(1), { timeout: 5_000, interval: 5 })
  await vi.waitFor(() => expect(fake.app.listenerCount('activate')).toBe(1), { timeout: 5_000, interval: 5 })
  expect(FakeWindow.all).toEqual([])
  fake.app.emit('second-instance', {}, [], '/', { paths: [] })
  await vi.waitFor(() => expect(FakeWindow.all).toHaveLength(1), { timeout: 5_000, interval: 5 })
})
