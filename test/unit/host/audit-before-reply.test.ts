import { describe, expect, it } from 'vitest'
import { caller, codeOf, one, services } from './dispatching.ts'

describe('audit before reply', () => {
  it('records what the contract says, with counts and without text of the user', async () => {
    const { dispatch, audited } = services({
      files: [one, one],
      host: { dialogs: { choose: async () => ['/home/eve'] } }
    })
    await dispatch('imports.choose', { what: 'folder' }, caller)
    await dispatch('sample.open', { patients: 500 }, caller)
    await dispatch('settings.set', { theme: 'dark', density: 'roomy' }, caller)
    await dispatch('identity.reveal', { reason: 'other', people: 3, note: 'looking for Eve' }, caller)
    expect(audited).toEqual([
      { action: 'data.opened', outcome: 'success', facts: { files: 2, skipped: 0, bytes: 14 } },
      { action: 'sample.opened', outcome: 'success', facts: { patients: 500 } },
      { action: 'settings.changed', outcome: 'success', facts: { settings: 2 } },
      { action: 'identity.revealed', outcome: 'success', facts: { reason: 'other', people: 3, note: true } }
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
    expect(JSON.stringify(reply)).not.toContain('untilMs')
    expect(log.entries.map(({ event }) => event)).toEqual(['call.failed', 'audit.unwritable'])
    expect(codeOf(await dispatch('settings.get', undefined, caller))).toBe('ok')
  })
})
