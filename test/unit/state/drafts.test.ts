import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Draft } from '#shared/contract/drafts.ts'
import { Drafts } from '../../../src-renderer/state/drafts/drafts.svelte.ts'
import { fakeTransport } from '../../support/fake-transport.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function service() {
  const disk = new Map<string, Draft>()
  const lock = { open: true, fails: false, answer: Promise.resolve() }
  const transport = fakeTransport({
    'drafts.list': () => ({ open: lock.open, drafts: lock.open ? [...disk.values()] : [] }),
    'drafts.save': async ({ name, text, replaces }) => {
      if (lock.fails) throw new Error('the host is gone')
      if (!lock.open) return { outcome: 'locked' }
      const present = disk.get(name)
      if (present !== undefined && present.savedAt !== replaces) return { outcome: 'conflict', other: present }
      const savedAt = (present?.savedAt ?? 0) + 1
      disk.set(name, { name, text, savedAt })
      await lock.answer
      return { outcome: 'saved', savedAt }
    },
    'drafts.remove': ({ name, replaces }) => {
      if (disk.get(name)?.savedAt === replaces) disk.delete(name)
    }
  })
  return { disk, lock, transport, drafts: new Drafts(transport), otherWindow: () => new Drafts(transport) }
}

describe('drafts', () => {
  it('are stored when the keys rest, once for many keys', async () => {
    const { disk, transport, drafts } = service()
    for (const text of ['a', 'ab', 'abc']) drafts.write('sql', text)
    expect([disk.size, drafts.unsafe]).toEqual([0, true])
    await vi.advanceTimersByTimeAsync(600)
    expect(disk.get('sql')?.text).toBe('abc')
    expect(drafts.unsafe).toBe(false)
    expect(transport.calls.filter(([name]) => name === 'drafts.save')).toHaveLength(1)
  })

  it('are not asked for by a page whose user may not use them', async () => {
    const { transport } = service()
    const rights = { figures: false }
    const drafts = new Drafts(transport, () => rights.figures)
    await drafts.load()
    expect(transport.calls).toEqual([])
    rights.figures = true
    await drafts.load()
    expect(transport.calls.map(([name]) => name)).toEqual(['drafts.list'])
  })

  it('are in memory only, and count as unsafe, until a key is open', async () => {
    const { disk, lock, transport, drafts } = service()
    lock.open = false
    drafts.write('sql', 'abc')
    await vi.advanceTimersByTimeAsync(600)
    expect([disk.size, drafts.unsafe, drafts.read('sql')]).toEqual([0, true, 'abc'])
    lock.open = true
    transport.emit('snapshots.changed', {})
    await vi.advanceTimersByTimeAsync(0)
    expect([disk.get('sql')?.text, drafts.unsafe]).toEqual(['abc', false])
  })

  it('stay unsafe when they could not be stored, and are stored with the next change', async () => {
    const { disk, lock, drafts } = service()
    lock.fails = true
    drafts.write('cql', 'one')
    await vi.advanceTimersByTimeAsync(600)
    expect(drafts.unsafe).toBe(true)
    lock.fails = false
    drafts.write('cql', 'two')
    await vi.advanceTimersByTimeAsync(600)
    expect([disk.get('cql')?.text, drafts.unsafe]).toEqual(['two', false])
  })

  it('arrive from the disk after unlocking, without overwriting what is being written', async () => {
    const { disk, lock, drafts } = service()
    disk.set('sql', { name: 'sql', text: 'old', savedAt: 1 })
    disk.set('views', { name: 'views', text: 'view', savedAt: 1 })
    lock.open = false
    drafts.write('sql', 'new')
    const heard: (string | undefined)[] = []
    drafts.onLoaded(() => heard.push(drafts.read('views')))
    await drafts.load()
    lock.open = true
    await drafts.load()
    expect([drafts.read('sql'), heard]).toEqual(['new', ['view']])
    await drafts.flush()
    expect([disk.get('sql')?.text, drafts.conflicts]).toEqual(['old', ['sql']])
    await drafts.keepMine('sql')
    expect(disk.get('sql')?.text).toBe('new')
  })

  it('too long for one call stay in memory', async () => {
    const { disk, drafts } = service()
    drafts.write('sql', 'x'.repeat(250_001))
    await vi.advanceTimersByTimeAsync(600)
    expect([disk.size, drafts.unsafe]).toEqual([0, true])
  })

  it('are gone when they are removed, also while they wait', async () => {
    const { disk, drafts } = service()
    drafts.write('sql', 'abc')
    drafts.remove('sql')
    await vi.advanceTimersByTimeAsync(600)
    expect([disk.size, drafts.unsafe, drafts.read('sql')]).toEqual([0, false, undefined])
  })

  it('hold values under a format and do not read those of another', () => {
    const { drafts } = service()
    drafts.writeValue('views', 2, { text: 'x' })
    expect(drafts.readValue('views', 2)).toEqual({ text: 'x' })
    expect(drafts.readValue('views', 1)).toBeUndefined()
  })

  it('that two windows change are not overwritten by either until somebody decides', async () => {
    const { disk, drafts, otherWindow } = service()
    const other = otherWindow()
    drafts.write('sql', 'mine')
    await drafts.flush()
    await other.load()
    other.write('sql', 'theirs')
    await other.flush()
    drafts.write('sql', 'mine, later')
    await drafts.flush()
    expect([disk.get('sql')?.text, drafts.conflicts, drafts.unsafe]).toEqual(['theirs', ['sql'], true])
    // Nothing more is sent, whatever is written.
    drafts.write('sql', 'mine, latest')
    await drafts.flush()
    expect(disk.get('sql')?.text).toBe('theirs')
    await drafts.keepMine('sql')
    expect([disk.get('sql')?.text, drafts.conflicts, drafts.unsafe]).toEqual(['mine, latest', [], false])
    other.write('sql', 'theirs, later')
    await other.flush()
    const heard: (string | undefined)[] = []
    other.onLoaded(() => heard.push(other.read('sql')))
    other.takeOther('sql')
    expect([heard, other.conflicts, other.unsafe]).toEqual([['mine, latest'], [], false])
  })

  it('are stored again in order when keys are pressed while one is on its way', async () => {
    const { disk, lock, drafts } = service()
    const { promise, resolve } = Promise.withResolvers<void>()
    lock.answer = promise
    drafts.write('sql', 'one')
    const sent = drafts.flush()
    drafts.write('sql', 'two')
    const again = drafts.flush()
    resolve()
    await Promise.all([sent, again])
    expect([disk.get('sql')?.text, drafts.conflicts, drafts.unsafe]).toEqual(['two', [], false])
  })

  it('that were removed while they were on their way do not come back', async () => {
    const { disk, lock, drafts } = service()
    const { promise, resolve } = Promise.withResolvers<void>()
    lock.answer = promise
    drafts.write('sql', 'one')
    const sent = drafts.flush()
    drafts.remove('sql')
    resolve()
    await sent
    await vi.advanceTimersByTimeAsync(0)
    expect(disk.size).toBe(0)
  })
})
