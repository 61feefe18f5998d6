import { describe, expect, it, vi } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import { Exports, fractionOf, hasEnded, phaseOf } from '../../../src-renderer/state/connections/exports.svelte.ts'
import { BackgroundTasks } from '../../../src-renderer/state/feedback/background-tasks.svelte.ts'
import { Toasts } from '../../../src-renderer/state/feedback/toasts.svelte.ts'
import { runOf } from '../../support/export-run.ts'
import { fakeTransport, type FakeAnswers } from '../../support/fake-transport.ts'

function start(answers: FakeAnswers = {}, unlocks = true) {
  const transport = fakeTransport(answers)
  const tasks = new BackgroundTasks()
  const toasts = new Toasts()
  const refresh = vi.fn(() => Promise.resolve())
  const open = vi.fn()
  const snapshots = { unlock: vi.fn(() => Promise.resolve(unlocks)), refresh }
  const exports = new Exports({ transport, tasks, toasts, snapshots, open })
  return { transport, tasks, toasts, refresh, open, snapshots, exports }
}

const typeOf = (type: string) => ({
  type,
  files: 1,
  filesStored: 0,
  filesFailed: 0,
  resources: 0,
  rejected: 0,
  bytes: 0,
  bytesPerSecond: 0
})
const running = runOf({ state: 'downloading', files: 4, filesStored: 1 })

describe('the exports', () => {
  it('lists all runs newest first and forgets those that are gone', async () => {
    let runs = [runOf({ id: 'run-00000001', startedAt: 1 }), runOf({ id: 'run-00000002', startedAt: 2 })]
    const { exports } = start({ 'exports.list': () => runs })
    await exports.refresh()
    expect(exports.all.map(({ id }) => id)).toEqual(['run-00000002', 'run-00000001'])
    runs = runs.slice(1)
    await exports.refresh()
    expect(exports.of('connection-1').map(({ id }) => id)).toEqual(['run-00000002'])
  })

  it('shows each running export as a task of its own, and the one that is waited for before them', () => {
    const { transport, exports, tasks } = start()
    transport.emit('exports.changed', running)
    transport.emit('exports.changed', runOf({ id: 'run-00000002', state: 'polling', files: 0 }))
    expect([tasks.count, tasks.running?.fraction, tasks.running?.detail]).toEqual([2, 0.25, '1 of 4 files'])
    tasks.update({ title: 'Loading', fraction: 0.5, detail: '', cancel: undefined })
    expect(tasks.running?.title).toBe('Loading')
    expect(exports.running).toHaveLength(2)
  })

  it('shows nothing moving while the program does not answer, and what runs again when it does', () => {
    const { transport, exports } = start()
    const types = [
      { ...typeOf('Patient'), state: 'downloading' as const, bytesPerSecond: 900 },
      { ...typeOf('Condition'), state: 'stored' as const }
    ]
    transport.emit('exports.changed', {
      ...running,
      types,
      bytesPerSecond: 900,
      linksUntil: 5,
      poll: { statusRequests: 1 }
    })
    transport.emit('exports.changed', runOf({ id: 'run-00000002' }))
    exports.setAnswering(false)
    const lost = exports.get(running.id)!
    expect(lost).toMatchObject({ bytesPerSecond: 0, filesStored: 1 })
    expect([lost.poll, lost.wait, lost.linksUntil]).toEqual([undefined, undefined, undefined])
    expect(lost.types.map(({ state }) => state)).toEqual(['waiting', 'stored'])
    expect(Object.values(lost.can).some(Boolean)).toBe(false)
    expect(phaseOf(lost)).toMatch(/not known/)
    expect(lost.lastHeard).toBeGreaterThan(0)
    // What has ended is known.
    expect(exports.get('run-00000002')).not.toHaveProperty('lastHeard')
    exports.setAnswering(true)
    expect(exports.get(running.id)).toMatchObject({ bytesPerSecond: 900, poll: { statusRequests: 1 } })
  })

  it('says once that an export has ended, asks what is kept, and offers to open it', () => {
    const { transport, tasks, toasts, refresh, open } = start()
    transport.emit('exports.changed', running)
    transport.emit('exports.changed', runOf())
    transport.emit('exports.changed', runOf())
    expect([tasks.count, tasks.last?.outcome]).toEqual([0, 'done'])
    expect(toasts.items.map(({ text }) => text)).toEqual(['Export from Riverbend is done'])
    expect(refresh).toHaveBeenCalledOnce()
    toasts.items[0]?.action?.run()
    expect(open).toHaveBeenCalledWith('snapshot-1', 'Riverbend')
  })

  it('takes what was said of an export away when the next one of its connection begins', () => {
    const { transport, toasts } = start()
    transport.emit('exports.changed', running)
    transport.emit('exports.changed', runOf())
    toasts.show('Something else.')
    const later = { ...running, id: 'run-00000002' }
    transport.emit('exports.changed', { ...later, id: 'run-00000003', connection: 'connection-2' })
    expect(toasts.items).toHaveLength(2)
    transport.emit('exports.changed', later)
    expect(toasts.items.map(({ text }) => text)).toEqual(['Something else.'])
    // What it comes to itself stays while it is only heard of again.
    toasts.show('Export paused.', { about: 'connection-1' })
    transport.emit('exports.changed', later)
    expect(toasts.shown?.text).toBe('Export paused.')
    // A failed one that goes on has not failed.
    toasts.dismiss()
    transport.emit('exports.changed', { ...runOf({ state: 'failed' }), id: later.id })
    expect(toasts.shown?.text).toBe('Export from Riverbend failed')
    transport.emit('exports.changed', later)
    expect(toasts.shown?.text).toBe('Something else.')
  })

  it.each([
    ['committed', 'done', 'done', 'Export from Riverbend is done'],
    ['failed', 'failed', 'failed', 'Export from Riverbend failed'],
    ['cancelled', 'cancelled', 'cancelled', 'Export from Riverbend was canceled'],
    ['partial', 'partial', 'partial', 'Export from Riverbend is done in part: not everything arrived']
  ] as const)('says how a run ended that is %s', (state, outcome, kind, text) => {
    const { transport, tasks, toasts } = start()
    transport.emit('exports.changed', running)
    transport.emit('exports.changed', runOf({ state }))
    expect(tasks.last).toEqual({ outcome, text })
    expect(toasts.items).toMatchObject([{ kind, text }])
  })

  it('does not say done without a word where much less came than before', () => {
    const { transport, tasks, toasts } = start()
    transport.emit('exports.changed', running)
    const completeness = { state: 'smaller' as const, missing: [], absent: [], rejected: 0 }
    transport.emit('exports.changed', runOf({ completeness }))
    expect(tasks.last?.outcome).toBe('partial')
    expect(toasts.items).toMatchObject([
      { kind: 'partial', text: expect.stringContaining('much less than before') as unknown }
    ])
  })

  it('waits for the snapshot of a run that is committed and not written down yet', () => {
    const { transport, toasts, open } = start()
    const { snapshot: _, endedAt: __, ...between } = runOf()
    transport.emit('exports.changed', between)
    expect(toasts.items).toEqual([])
    transport.emit('exports.changed', runOf())
    toasts.items[0]?.action?.run()
    expect(open).toHaveBeenCalledOnce()
  })

  it('lets a run that rests go from the status bar', () => {
    const { transport, tasks } = start()
    transport.emit('exports.changed', running)
    transport.emit('exports.changed', { ...running, paused: true })
    expect([tasks.count, tasks.last]).toEqual([0, undefined])
  })

  it('is silent about the sample, which opens by itself', () => {
    const { transport, toasts } = start()
    transport.emit('exports.changed', { ...running, reason: 'sample' })
    transport.emit('exports.changed', runOf({ reason: 'sample' }))
    expect(toasts.items).toEqual([])
  })

  it('begins nothing when the passphrase is not given', async () => {
    const { transport, exports } = start({ 'exports.start': () => running }, false)
    expect(await exports.start('connection-1', 'full')).toBeUndefined()
    expect(transport.calls).toEqual([])
  })

  it('says why an export did not begin', async () => {
    const { exports, toasts } = start({
      'exports.start': () => {
        throw new AppError('not-allowed', 'Another export runs.')
      }
    })
    expect(await exports.start('connection-1', 'full')).toBeUndefined()
    expect(toasts.items[0]?.text).toBe('The export did not begin. Another export runs.')
  })

  it('asks for the key only where an export goes on', async () => {
    const { exports, snapshots } = start({ 'exports.pause': () => running, 'exports.resume': () => running })
    await exports.act('run-00000001', 'pause')
    expect(snapshots.unlock).not.toHaveBeenCalled()
    await exports.act('run-00000001', 'resume')
    expect(snapshots.unlock).toHaveBeenCalledOnce()
  })

  it('reads the list again after a run was removed', async () => {
    const { exports, transport } = start({ 'exports.delete': () => undefined, 'exports.list': () => [] })
    transport.emit('exports.changed', runOf())
    await exports.act('run-00000001', 'delete')
    expect(exports.all).toEqual([])
  })
})

describe('what a run does', () => {
  it('is said in words, and a share only where the files are known', () => {
    expect(phaseOf({ state: 'polling', paused: false, waiting: false })).toBe('the server prepares it')
    expect(phaseOf({ state: 'queued', paused: false, waiting: true })).toBe('waits for another export')
    expect(phaseOf({ state: 'downloading', paused: true, waiting: false })).toBe('paused')
    expect(phaseOf({ state: 'failed', paused: true, waiting: false, endedAt: 1 })).toBe('failed')
    expect([fractionOf(runOf({ files: 0 })), fractionOf(runOf({ files: 4, filesStored: 3 }))]).toEqual([
      undefined,
      0.75
    ])
    expect([hasEnded({ state: 'failed', endedAt: 1 }), hasEnded({ state: 'committing' })]).toEqual([true, false])
  })
})
