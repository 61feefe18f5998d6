import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Draft } from '#shared/contract-drafts.ts'
import { Drafts } from '../../../src-renderer/state/drafts.svelte.ts'
import { fakeTransport } from '../../support/fake-transport.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function service() {
  const disk = new Map<string, Draft>()
  const lock = { open: true, fails: false }
  const transport = fakeTransport({
    'drafts.list': () => ({ open: lock.open, drafts: lock.open ? [...disk.values()] : [] }),
    'drafts.save': ({ name, text }) => {
      if (lock.fails) throw new Error('the host is gone')
      if (lock.open) disk.set(name, { name, text, savedAt: 1 })
      return { saved: lock.open }
    },
    'drafts.remove': ({ name }) => void disk.delete(name)
  })
  return { disk, lock, transport, drafts: new Drafts(transport) }
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
})
