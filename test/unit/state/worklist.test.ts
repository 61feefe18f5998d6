import { describe, expect, it, vi } from 'vitest'
import { fromWireError } from '#shared/app-error.ts'
import type { Transport } from '#shared/contract/contract.ts'
import type { WorklistEvent } from '#shared/worklist-event.ts'
import { Toasts } from '../../../src-renderer/state/feedback/toasts.svelte.ts'
import { WorklistState } from '../../../src-renderer/state/worklist/worklist.svelte.ts'
import { testServices } from '../../support/services.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { noteOn, testWorklist } from '../../support/worklist.ts'

/** The page's worklist over the real service. */
function start(folder: string, unlock: () => Promise<boolean> = async () => true) {
  const service = testWorklist(folder)
  const { dispatch } = testServices(temporaryFolder(), { worklist: service.worklist })
  const calls: string[] = []
  const transport = {
    async call(name: string, input: unknown) {
      calls.push(name)
      const reply = await dispatch(name, input, { windowId: 1 })
      if (!reply.ok) throw fromWireError(reply.error)
      return reply.value
    },
    subscribe: () => () => undefined
  } as unknown as Transport
  const handed: (readonly WorklistEvent[])[] = []
  const store = {
    setWorklist: vi.fn(async (events: readonly WorklistEvent[]) => {
      handed.push(events)
      return new Map([['second@clinic', 'first@hospital']])
    })
  }
  const toasts = new Toasts()
  const worklist = new WorklistState({ transport, store, toasts, unlock })
  return { worklist, handed, toasts, calls, release: service.release }
}

describe('the worklist on the page', () => {
  it('records a long list in several calls and hands all of it to the store worker, in order', async () => {
    const folder = temporaryFolder()
    const { worklist, handed, calls, release } = start(folder)
    await worklist.open('clinic')
    const events = await worklist.record(Array.from({ length: 2_500 }, (_, index) => noteOn('p1', String(index))))
    expect(events).toHaveLength(2_500)
    expect(calls.filter((name) => name === 'worklist.add')).toHaveLength(3)
    expect(handed.at(-1)?.map((event) => (event.kind === 'note' ? Number(event.text) : -1))).toEqual(
      Array.from({ length: 2_500 }, (_, index) => index)
    )
    expect(worklist.count).toBe(2_500)
    await release()

    const later = start(folder)
    const before = later.worklist.version
    await later.worklist.open('clinic')
    expect(later.handed.at(-1)).toHaveLength(2_500)
    expect(later.worklist.version).toBeGreaterThan(before)
    expect(later.worklist.state).toBe('open')
  })

  it('says how far a long list is, and stops after the part that is being recorded', async () => {
    const { worklist, calls } = start(temporaryFolder())
    await worklist.open('clinic')
    const entries = Array.from({ length: 4_500 }, (_, index) => noteOn('p1', String(index)))
    const recording = worklist.record(entries)
    await vi.waitFor(() => expect(worklist.recording?.done).toBeGreaterThanOrEqual(1_000), {
      timeout: 60_000,
      interval: 1
    })
    expect(worklist.recording?.total).toBe(4_500)
    worklist.stopRecording()
    const events = (await recording) ?? []
    expect(events.length).toBeGreaterThanOrEqual(1_000)
    expect(events.length).toBeLessThan(4_500)
    expect(calls.filter((name) => name === 'worklist.add')).toHaveLength(events.length / 1_000)
    expect(worklist.count).toBe(events.length)
    expect(worklist.recording).toBeUndefined()
    expect(await worklist.record(entries.slice(0, 10))).toHaveLength(10)
  })

  it('hands over what was recorded of a person under another id, too', async () => {
    const { worklist } = start(temporaryFolder())
    await worklist.open('clinic')
    await worklist.record([noteOn('second@clinic', 'a'), noteOn('first@hospital', 'b'), noteOn('other@clinic', 'c')])
    const { patient, measure, group } = noteOn('first@hospital', '')
    const texts = worklist.eventsOf([{ patient, measure, group }]).map((event) => event.kind === 'note' && event.text)
    expect(texts).toEqual(['a', 'b'])
  })

  it('takes entries back with an entry of their own', async () => {
    const { worklist, handed } = start(temporaryFolder())
    await worklist.open('clinic')
    const [event] = (await worklist.record([noteOn('p1', 'a')])) ?? []
    expect(await worklist.revoke([event!])).toBe(true)
    expect(handed.at(-1)?.at(-1)).toMatchObject({ kind: 'revoke', event: event!.id, patient: 'p1' })
  })

  it('records nothing while the passphrase is not given', async () => {
    const { worklist, calls } = start(temporaryFolder(), async () => false)
    await worklist.open('clinic')
    expect(await worklist.record([noteOn('p1', 'a')])).toBeUndefined()
    expect(calls).not.toContain('worklist.add')
  })

  it('says why nothing was recorded', async () => {
    const { worklist, toasts } = start(temporaryFolder())
    await worklist.open('clinic')
    expect(await worklist.record([noteOn('p1', 'x'.repeat(2_001))])).toBeUndefined()
    expect(toasts.items.at(-1)?.kind).toBe('failed')
    expect(toasts.items.at(-1)?.text).toContain('Nothing was recorded')
  })

  it('offers other worklists while its own is empty, and carries one on', async () => {
    const { worklist } = start(temporaryFolder())
    await worklist.open('october')
    await worklist.record([noteOn('p1', 'a')])
    await worklist.open('november')
    expect(worklist.others).toEqual([{ population: 'october', events: 1 }])
    await worklist.carryOn('october')
    expect(worklist.count).toBe(1)
    expect(worklist.carriedFrom).toBe('october')
    expect(worklist.others).toEqual([])
  })

  it('keeps views under a name, the newer one of a name', async () => {
    const { worklist } = start(temporaryFolder())
    await worklist.open('clinic')
    await worklist.saveView({ title: 'Mine', query: '{"a":1}' })
    await worklist.saveView({ title: 'Mine', query: '{"a":2}' })
    await worklist.saveView({ title: 'Other', query: '{}' })
    await worklist.removeView('Other')
    expect(worklist.views).toEqual([{ title: 'Mine', query: '{"a":2}' }])
  })
})
