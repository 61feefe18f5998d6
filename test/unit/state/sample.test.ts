import { describe, expect, it, vi } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import type { ExportRun } from '#shared/export-run.ts'
import type { SnapshotEntry } from '#shared/snapshot.ts'
import { Sample } from '../../../src-renderer/state/connections/sample.svelte.ts'
import { connectionOf, runOf } from '../../support/export-run.ts'
import { fakeTransport, type FakeAnswers } from '../../support/fake-transport.ts'

const begun = runOf({ state: 'authorising', reason: 'sample' })

function start(answers: FakeAnswers = {}, entries: readonly SnapshotEntry[] = []) {
  const transport = fakeTransport({
    'sandbox.start': () => ({ connection: connectionOf({ kind: 'sandbox' }), run: begun }),
    'exports.get': () => begun,
    ...answers
  })
  const exports = { get: vi.fn(() => begun), act: vi.fn(() => Promise.resolve()), note: vi.fn() }
  const session = { openSaved: vi.fn(() => Promise.resolve()), loading: undefined }
  const snapshots = { refresh: vi.fn(() => Promise.resolve()), entries }
  const sample = new Sample({ transport, exports, session, snapshots })
  const end = async (run: ExportRun): Promise<void> => {
    await vi.waitFor(() => expect(transport.calls.map(([name]) => name)).toContain('exports.get'))
    await Promise.resolve()
    transport.emit('exports.changed', run)
  }
  return { sample, transport, exports, session, end }
}

describe('the sample population', () => {
  it('goes by way of a server and opens what arrived, which is forgotten when the program ends', async () => {
    const { sample, transport, session, end } = start()
    const going = sample.start(500)
    expect(sample.active).toBe(true)
    await end(runOf({ reason: 'sample' }))
    await going
    expect(transport.calls[0]).toEqual(['sandbox.start', { patients: 500, view: 'chart' }])
    expect(session.openSaved).toHaveBeenCalledWith('snapshot-1', 'Sample population', { held: false, kind: 'sample' })
    expect([sample.active, sample.run, sample.failure]).toEqual([false, undefined, undefined])
  })

  it('opens the people as their payers see them under a name of its own', async () => {
    const { sample, transport, session, end } = start()
    const going = sample.start(500, 'payer')
    expect(sample.view).toBe('payer')
    await end(runOf({ reason: 'sample' }))
    await going
    expect(transport.calls[0]).toEqual(['sandbox.start', { patients: 500, view: 'payer' }])
    expect(session.openSaved).toHaveBeenCalledWith('snapshot-1', 'Payer sample', { held: false, kind: 'sample' })
  })

  it('waits for the snapshot of a run that is committed and not written down yet', async () => {
    const { snapshot: _, endedAt: __, ...between } = runOf({ reason: 'sample' })
    const { sample, session, end } = start({ 'exports.get': () => between })
    const going = sample.start(500)
    await end(between)
    expect([session.openSaved.mock.calls.length, sample.failure]).toEqual([0, undefined])
    await end(runOf({ reason: 'sample' }))
    await going
    expect(session.openSaved).toHaveBeenCalledOnce()
  })

  it('counts as kept where the key was open', async () => {
    const { sample, session, end } = start({}, [{ id: 'snapshot-1', keptAt: 1, keptBytes: 1 }])
    const going = sample.start(500)
    await end(runOf({ reason: 'sample' }))
    await going
    expect(session.openSaved).toHaveBeenCalledWith('snapshot-1', 'Sample population', { held: true, kind: 'sample' })
  })

  it('sees a run that ended before its name was known', async () => {
    const { sample, session } = start({ 'exports.get': () => runOf({ reason: 'sample' }) })
    await sample.start(10)
    expect(session.openSaved).toHaveBeenCalledOnce()
  })

  it('says what went wrong and what to do', async () => {
    const { sample, session, end } = start()
    const going = sample.start(10)
    const problem = { what: 'The disk is full.', todo: 'Free some space.', action: 'space' as const }
    const { snapshot: _, ...failed } = runOf({ state: 'failed', problem })
    await end(failed)
    await going
    expect(sample.failure?.message).toBe('The disk is full. Free some space.')
    expect(session.openSaved).not.toHaveBeenCalled()
    sample.dismissFailure()
    expect(sample.failure).toBeUndefined()
  })

  it('ends without a word when it is cancelled', async () => {
    const { sample, exports, end } = start()
    const going = sample.start(10)
    await vi.waitFor(() => expect(exports.note).toHaveBeenCalled())
    await sample.cancel()
    expect(exports.act).toHaveBeenCalledWith(begun.id, 'cancel')
    const { snapshot: _, ...cancelled } = runOf({ state: 'cancelled' })
    await end(cancelled)
    await going
    expect([sample.failure, sample.active]).toEqual([undefined, false])
  })

  it('says why the server did not start, and can be started again', async () => {
    let fails = true
    const { sample, end } = start({
      'sandbox.start': () => {
        if (fails) throw new AppError('internal', 'No port is free.')
        return { connection: connectionOf(), run: begun }
      }
    })
    await sample.start(10)
    expect(sample.failure?.message).toBe('No port is free.')
    fails = false
    const going = sample.start(10)
    await end(runOf({ reason: 'sample' }))
    await going
    expect(sample.failure).toBeUndefined()
  })

  it('goes once at a time', async () => {
    const { sample, transport, end } = start()
    const going = sample.start(10)
    await sample.start(10)
    await end(runOf({ reason: 'sample' }))
    await going
    expect(transport.calls.filter(([name]) => name === 'sandbox.start')).toHaveLength(1)
  })
})
