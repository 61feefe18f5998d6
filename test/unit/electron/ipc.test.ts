import type { WebContents } from 'electron'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { testServices } from '../../support/services.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { fake } from './fake-electron.ts'
import { foreign } from './foreign-addresses.ts'
import { FakeContents } from './fake-window.ts'

vi.mock('electron', async () => (await import('./fake-electron.ts')).electronModule)
beforeEach(() => fake.reset())
afterEach(() => fake.reset())

const { createIpc } = await import('../../../src-main/host/electron/ipc.electron.ts')

describe('IPC', () => {
  function opened() {
    const services = testServices(temporaryFolder())
    const ipc = createIpc(services.log)
    ipc.answer(services.dispatch)
    const contents = new FakeContents()
    ipc.trust(contents as unknown as WebContents)
    const handle = fake.ipcHandlers.get('populus:call')!
    const call = (event: object, name: unknown = 'settings.get', input?: unknown): Promise<unknown> =>
      handle({ sender: contents, senderFrame: contents.mainFrame, ...event }, name, input)
    return { services, ipc, contents, call }
  }
  const refused = { ok: false, error: { code: 'not-allowed' } }

  it('answers the top frame of the window', async () => {
    const { call } = opened()
    expect(await call({})).toMatchObject({ ok: true, value: { theme: 'system' } })
    expect(await call({}, 'sample.open', { patients: 0 })).toMatchObject({
      ok: false,
      error: { code: 'invalid-input' }
    })
  })

  it('refuses other frames, other windows, other addresses and frames that are gone', async () => {
    const { call, contents } = opened()
    const stranger = new FakeContents()
    const impostor = Object.assign(new FakeContents(), { id: contents.id })
    expect(await call({ senderFrame: { url: 'app://bundle/' } })).toMatchObject(refused)
    expect(await call({ senderFrame: null })).toMatchObject(refused)
    expect(await call({ sender: stranger, senderFrame: stranger.mainFrame })).toMatchObject(refused)
    expect(await call({ sender: impostor, senderFrame: impostor.mainFrame })).toMatchObject(refused)
    for (const url of foreign) {
      contents.mainFrame.url = url
      expect(await call({})).toMatchObject(refused)
    }
  })

  it.each([undefined, null, 1, {}, ['app.info']])('refuses the name %j', async (name) => {
    const { contents } = opened()
    const handle = fake.ipcHandlers.get('populus:call')!
    expect(await handle({ sender: contents, senderFrame: contents.mainFrame }, name)).toMatchObject(refused)
  })

  it('forgets a window that is gone', async () => {
    const { call, contents, ipc } = opened()
    contents.emit('destroyed')
    expect(await call({})).toMatchObject(refused)
    ipc.emit('imports.arrived', {})
    expect(contents.sent).toEqual([])
  })

  it('sends events to trusted windows', () => {
    const { contents, ipc } = opened()
    ipc.emit('command.run', { id: 'go.back' })
    expect(contents.sent).toEqual([['populus:event', 'command.run', { id: 'go.back' }]])
  })
})
