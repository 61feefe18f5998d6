import { describe, expect, it, vi } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import type { Schedule } from '#shared/schedule.ts'
import { Connections } from '../../../src-renderer/state/connections/connections.svelte.ts'
import { Toasts } from '../../../src-renderer/state/feedback/toasts.svelte.ts'
import { connectionOf } from '../../support/export-run.ts'
import { fakeTransport, type FakeAnswers } from '../../support/fake-transport.ts'

const schedule: Schedule = {
  enabled: true,
  times: ['02:00'],
  weekdays: [1],
  blackout: [],
  catchUpHours: 0,
  onBattery: false,
  onMetered: false,
  retries: 0,
  retryMinutes: 1,
  fullEveryDays: 0,
  notify: 'never'
}

function start(answers: FakeAnswers, unlocks = true) {
  const transport = fakeTransport(answers)
  const toasts = new Toasts()
  const unlock = vi.fn(() => Promise.resolve(unlocks))
  return { transport, toasts, unlock, connections: new Connections({ transport, toasts, snapshots: { unlock } }) }
}

describe('the connections', () => {
  it('are read with their schedules, except those of the sample server, and again when they changed', async () => {
    const { connections, transport } = start({
      'connections.list': () => [connectionOf(), connectionOf({ id: 'sandbox-01', kind: 'sandbox' })],
      'schedule.get': () => ({ schedule, next: [5, 6] })
    })
    expect(connections.read).toBe(false)
    transport.emit('connections.changed', {})
    await vi.waitFor(() => expect(connections.read).toBe(true))
    expect(connections.list).toHaveLength(2)
    expect([connections.nextRun('connection-1'), connections.nextRun('sandbox-01')]).toEqual([5, undefined])
  })

  it('say in a toast why they could not be read', async () => {
    const { connections, toasts } = start({
      'connections.list': () => {
        throw new AppError('internal', 'The file is damaged.')
      }
    })
    await connections.refresh()
    expect([toasts.items[0]?.text, connections.read]).toEqual(['The file is damaged.', false])
  })

  it('are created without an id and changed with one', async () => {
    const created = connectionOf({ id: 'connection-2' })
    const { connections, transport } = start({
      'connections.create': () => created,
      'connections.change': ({ settings }) => ({ ...created, settings })
    })
    await connections.save(undefined, created.settings)
    expect(connections.find('connection-2')).toEqual(created)
    await connections.save('connection-2', { ...created.settings, name: 'New name' })
    expect(connections.list.map(({ settings }) => settings.name)).toEqual(['New name'])
    expect(transport.calls.map(([name]) => name)).toEqual(['connections.create', 'connections.change'])
  })

  it('store no key and no secret while the store is locked', async () => {
    const { connections, transport, unlock } = start({ 'connections.makeKey': () => connectionOf() }, false)
    expect(await connections.makeKey('connection-1', 'ES384')).toBeUndefined()
    expect(await connections.setSecret('connection-1', 'secret')).toBeUndefined()
    expect(await connections.report('connection-1')).toBeUndefined()
    expect([transport.calls, unlock.mock.calls.length]).toEqual([[], 3])
  })

  it('take over the connection that came back with its new key', async () => {
    const { connections } = start({ 'connections.importKey': () => connectionOf({ keys: [] }) })
    await connections.importKey('connection-1', 'pem')
    expect(connections.find('connection-1')?.keys).toEqual([])
  })

  it('hand an error of the services to the form that asked', async () => {
    const { connections } = start({
      'connections.discover': () => {
        throw new AppError('network', 'The server does not answer.')
      }
    })
    await expect(connections.discover('https://fhir.example.org', false)).rejects.toThrow('does not answer')
  })

  it('know the next runs of a schedule as soon as it is stored', async () => {
    const { connections } = start({ 'schedule.set': (input) => ({ schedule: input.schedule, next: [9] }) })
    await connections.setSchedule('connection-1', schedule)
    expect([connections.nextRun('connection-1'), connections.scheduleOf('connection-1')?.schedule]).toEqual([
      9,
      schedule
    ])
  })

  it('are gone from the list once deleted', async () => {
    const { connections } = start({ 'connections.create': () => connectionOf(), 'connections.delete': () => undefined })
    await connections.save(undefined, connectionOf().settings)
    await connections.delete('connection-1')
    expect(connections.list).toEqual([])
  })
})
