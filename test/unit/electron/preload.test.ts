import { describe, expect, it } from 'vitest'
import { fake } from './fake-electron.ts'
import './started-program.ts'

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
