import { describe, expect, it } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import { testImportId } from '../../support/services.ts'
import { caller, codeOf, firstFile, services } from './dispatching.ts'

describe('audit before reply', () => {
  it('records what the contract says, with counts and without text of the user', async () => {
    const { dispatch, audited } = services({
      files: [firstFile, firstFile],
      host: { dialogs: { choose: async () => ['/home/eve'] } }
    })
    await dispatch('imports.choose', { what: 'folder' }, caller)
    await dispatch('sample.open', { patients: 500 }, caller)
    await dispatch('settings.set', { theme: 'dark', density: 'roomy' }, caller)
    await dispatch('identity.reveal', { reason: 'other', people: 1, person: 'patient-eve' }, caller)
    await dispatch('data.read', { what: 'person', names: false, person: 'patient-eve' }, caller)
    expect(audited).toEqual([
      { action: 'data.opened', outcome: 'success', facts: { files: 2, skipped: 0, bytes: 14 } },
      { action: 'sample.opened', outcome: 'success', facts: { patients: 500, view: 'chart' } },
      { action: 'settings.changed', outcome: 'intent', facts: { settings: 2 } },
      { action: 'settings.changed', outcome: 'success', intent: 3, facts: { settings: 2 } },
      {
        action: 'identity.revealed',
        outcome: 'success',
        facts: { reason: 'other', people: 1, person: 'pseudonym of 11 characters' }
      },
      {
        action: 'data.read',
        outcome: 'success',
        facts: { what: 'person', names: false, person: 'pseudonym of 11 characters' }
      }
    ])
  })

  it('records nothing when nothing happened', async () => {
    const { dispatch, audited } = services({ host: { dialogs: { choose: async () => undefined } } })
    expect(await dispatch('imports.choose', { what: 'folder' }, caller)).toEqual({ ok: true, value: undefined })
    expect(await dispatch('imports.pending', undefined, caller)).toEqual({ ok: true, value: undefined })
    expect(audited).toEqual([])
  })

  it('records a failed action with its code', async () => {
    const { dispatch, audited } = services()
    await dispatch('imports.choose', { what: 'folder' }, caller)
    await dispatch('identity.reveal', { reason: 'care' }, caller)
    expect(audited).toEqual([
      { action: 'data.opened', outcome: 'failure', facts: { code: 'not-supported' } },
      { action: 'identity.revealed', outcome: 'failure', facts: { code: 'invalid-input' } }
    ])
  })

  it('does not answer an action that could not be recorded', async () => {
    const { dispatch, log } = services({ auditFails: true })
    const reply = await dispatch('identity.reveal', { reason: 'care', people: 1 }, caller)
    expect(codeOf(reply)).toBe('internal')
    expect(JSON.stringify(reply)).not.toContain('forMs')
    expect(log.entries.map(({ event }) => event)).toEqual(['call.failed', 'audit.unwritable'])
    expect(codeOf(await dispatch('settings.get', undefined, caller))).toBe('ok')
  })

  it('puts the streams of a load together', async () => {
    const { dispatch, audited, time } = services({ files: [firstFile, firstFile] })
    const stream = (input: object): Promise<unknown> =>
      dispatch('imports.stream', { importId: testImportId, ...input }, caller)
    for (const file of [0, 1, 0]) await stream({ file })
    await stream({ file: 0, offset: 10, length: 5 })
    time.now += 11 * 60_000
    await stream({ file: 1 })
    expect(audited.map(({ action, facts }) => ({ action, ...facts }))).toEqual([
      { action: 'data.streamed', import: testImportId, part: false },
      { action: 'data.streamed', import: testImportId, part: true },
      { action: 'data.streamed', import: testImportId, part: false, streamsBefore: 2 }
    ])
  })

  it('records which server was asked, without path and query', async () => {
    const { dispatch, audited } = services()
    const base = 'https://fhir.example.org:8443/r4?name=eve'
    await dispatch('connections.discover', { base, allowHttpLoopback: false }, caller)
    expect(audited.map(({ outcome, facts }) => ({ outcome, ...facts }))).toEqual([
      { outcome: 'intent', server: 'fhir.example.org:8443' },
      { outcome: 'success', server: 'fhir.example.org:8443' }
    ])
  })
})

describe('an action with an effect', () => {
  const snapshot = { id: 'snapshot-1' }

  it('is announced before it is done, and its failure refers to that', async () => {
    const order: string[] = []
    const { dispatch, audited } = services({
      snapshots: {
        async delete() {
          order.push(`deleted after ${audited.length}`)
          throw new AppError('not-found', 'It is gone.')
        }
      }
    })
    await dispatch('snapshots.delete', snapshot, caller)
    expect(order).toEqual(['deleted after 1'])
    expect(audited).toEqual([
      { action: 'snapshot.deleted', outcome: 'intent', facts: { snapshot: 'snapshot-1' } },
      { action: 'snapshot.deleted', outcome: 'failure', intent: 1, facts: { code: 'not-found' } }
    ])
  })

  it('tells the truth when it was done and its outcome could not be recorded', async () => {
    let deleted = 0
    const { dispatch } = services({ auditFails: 'success', snapshots: { delete: async () => void (deleted += 1) } })
    const reply = await dispatch('snapshots.delete', snapshot, caller)
    expect(deleted).toBe(1)
    expect(reply).toMatchObject({ ok: false, error: { code: 'internal', retryable: false } })
    expect(JSON.stringify(reply)).toContain('This was done, but its outcome could not be recorded')
  })
})
