import { describe, expect, it } from 'vitest'
import { maxEvents } from '#shared/contract/worklist.ts'
import { testServices, type TestServices, type TestServicesOptions } from '../../support/services.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { noteOn, testWorklist } from '../../support/worklist.ts'

const caller = { windowId: 1 }

function services(options: TestServicesOptions = {}): TestServices {
  const folder = temporaryFolder()
  return testServices(folder, { worklist: testWorklist(folder).worklist, ...options })
}

describe('calls about the worklist', () => {
  it('are recorded with counts and without a word of what was written', async () => {
    const { dispatch, audited, emitted } = services()
    const entries = [
      noteOn('patient-4711', 'rang about the mammogram'),
      noteOn('patient-4712', 'rang as well'),
      { ...noteOn('patient-4712', 'does not want it'), kind: 'close', reason: 'declined' }
    ]
    const reply = await dispatch('worklist.add', { population: 'clinic', entries }, caller)
    expect(reply.ok).toBe(true)
    await dispatch('worklist.read', { population: 'clinic', from: 0 }, caller)
    await dispatch('worklist.read', { population: 'clinic', from: 3 }, caller)
    await dispatch('data.exporting', { what: 'worklist', format: 'csv', rows: 3, names: true }, caller)
    await dispatch('data.exported', { record: 4, done: true }, caller)
    expect(audited).toEqual([
      { action: 'worklist.changed', outcome: 'intent', facts: { events: 3 } },
      { action: 'worklist.changed', outcome: 'success', intent: 1, facts: { events: 3, note: 2, close: 1 } },
      { action: 'worklist.opened', outcome: 'success', facts: { events: 3 } },
      {
        action: 'data.exported',
        outcome: 'intent',
        facts: { what: 'worklist', format: 'csv', rows: 3, names: true }
      },
      {
        action: 'data.exported',
        outcome: 'success',
        intent: 4,
        facts: { what: 'worklist', format: 'csv', rows: 3, names: true }
      }
    ])
    expect(emitted.map(({ name }) => name)).toEqual(['worklist.changed'])
  })

  it('take no stamp from the page, and nothing that is no event', async () => {
    const { dispatch } = services()
    const good = noteOn('p1', 'a')
    const stamped = { ...good, id: 'chosen-by-the-page', by: 'somebody else', at: '2020-01-01T00:00:00.000Z' }
    const reply = await dispatch('worklist.add', { population: 'clinic', entries: [stamped] }, caller)
    expect(reply).toMatchObject({ ok: true, value: [{ by: 'quality nurse', at: '2026-11-25T09:00:00.000Z' }] })
    const bad: readonly unknown[] = [
      [],
      [{ ...good, kind: 'delete' }],
      [{ ...good, text: '' }],
      [{ ...good, text: 'x'.repeat(2001) }],
      [{ ...good, patient: '' }],
      [{ ...good, period: { start: '2026-02-30x', end: '2026-12-31' } }],
      [{ ...good, kind: 'close', reason: 'because' }],
      [{ ...good, kind: 'evidence', what: 'Eye exam', on: '2026-03-01', source: 'letter' }],
      Array.from({ length: maxEvents + 1 }, () => good)
    ]
    for (const entries of bad) {
      const refused = await dispatch('worklist.add', { population: 'clinic', entries }, caller)
      expect(refused, JSON.stringify(entries).slice(0, 80)).toMatchObject({
        ok: false,
        error: { code: 'invalid-input' }
      })
    }
  })

  it('an export that cannot be recorded is refused', async () => {
    const { dispatch } = services({ auditFails: true })
    const input = { what: 'gaps-bundle', format: 'json', rows: 1, names: true }
    expect((await dispatch('data.exporting', input, caller)).ok).toBe(false)
  })
})
