import { describe, expect, it } from 'vitest'
import { pageCommandRights } from '#shared/rights/command-rights.ts'
import { missingRight, rightsOf } from '#shared/rights/right.ts'
import { Commands, type CommandDependencies } from '../../../src-renderer/state/command-table.svelte.ts'
import { menuTemplate } from '../../../src-main/host/electron/menu-model.ts'
import { fake, type FakeMenuItem } from './fake-electron.ts'
import { start } from './started-program.ts'

function allItems(items: readonly FakeMenuItem[]): FakeMenuItem[] {
  return items.flatMap((item) => [item, ...allItems(item.submenu ?? [])])
}

describe('menu', () => {
  const parts = { transport: { subscribe: () => () => undefined } } as unknown as CommandDependencies
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
        const command = commands.find((command) => command.id === id)
        expect(command, id).toBeDefined()
        expect(label).toBe(command!.title)
        if (shown !== undefined) expect(shown).toBe(accelerator(command!.keys!))
      }
    }
  )

  it('has no command that the role of the user does not include, and no separators for them', () => {
    const rights = rightsOf({ state: 'role', roles: ['auditor'] })
    const includes = (id: string): boolean => missingRight(pageCommandRights[id]!, rights) === undefined
    const template = menuTemplate('linux', () => undefined, includes) as FakeMenuItem[]
    const ids = allItems(template).flatMap(({ id }) => id ?? [])
    expect(ids).toEqual(expect.arrayContaining(['go.audit', 'go.settings', 'data.lock']))
    for (const id of ['go.overview', 'go.patients', 'data.open-folder', 'data.load-sample'])
      expect(ids).not.toContain(id)
    for (const { submenu = [] } of template) {
      const separators = submenu.map(({ type }) => type === 'separator')
      expect(separators.some((separator, index) => separator && (index === 0 || separators[index - 1]))).toBe(false)
    }
  })

  it('has a right, or none, for every command', () => {
    expect(Object.keys(pageCommandRights).sort()).toEqual(commands.map(({ id }) => id).sort())
  })

  it('has no keys that run two commands', () => {
    const keys = commands.flatMap((command) => command.keys ?? [])
    expect(keys.length).toBeGreaterThan(20)
    expect(keys.filter((each, index) => keys.indexOf(each) !== index)).toEqual([])
  })

  it('has every command of the page', () => {
    const ids = new Set(allItems(menuTemplate('linux', () => undefined) as FakeMenuItem[]).map(({ id }) => id))
    // Another window needs a browser.
    expect(commands.map(({ id }) => id).filter((id) => !ids.has(id))).toEqual(['view.new-window'])
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
