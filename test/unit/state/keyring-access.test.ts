import { describe, expect, it, vi } from 'vitest'
import type { KeyringState, SnapshotEntry } from '#shared/snapshot.ts'
import { Snapshots, type SnapshotsDependencies } from '../../../src-renderer/state/session/snapshots.svelte.ts'
import { fakeTransport } from '../../support/fake-transport.ts'

const locked: KeyringState = { state: 'locked', by: 'passphrase' }
const open: KeyringState = { state: 'open', by: 'passphrase' }

/** Calls that the test answers. */
function calls<T>() {
  const waiting: PromiseWithResolvers<T>[] = []
  const ask = (): Promise<T> => {
    const call = Promise.withResolvers<T>()
    waiting.push(call)
    return call.promise
  }
  return { waiting, ask }
}

function page(
  look: () => KeyringState | Promise<KeyringState>,
  list: () => SnapshotEntry[] | Promise<SnapshotEntry[]>
) {
  const transport = fakeTransport({
    'keyring.state': look,
    'keyring.unlock': () => open,
    'snapshots.list': list,
    'snapshots.retention': () => ({ state: 'off', deleted: 0 })
  })
  const parts = { transport, toasts: { show: vi.fn() }, onKept: () => undefined }
  return { transport, snapshots: new Snapshots(parts as unknown as SnapshotsDependencies) }
}

describe('what is read of the key and the snapshots', () => {
  it('leaves the key open where an earlier look is answered after a passphrase was taken', async () => {
    const looks = calls<KeyringState>()
    const { snapshots, transport } = page(looks.ask, () => [])
    // Where the key is locked again the page covers itself and closes the data.
    const seen: string[] = []
    snapshots.onKeyring = ({ state }) => void seen.push(state)
    const unlocked = snapshots.unlock()
    await vi.waitFor(() => expect(looks.waiting).toHaveLength(1))
    looks.waiting[0]!.resolve(locked)
    await vi.waitFor(() => expect(snapshots.request).toEqual({ what: 'unlock' }))
    transport.emit('snapshots.changed', {})
    await vi.waitFor(() => expect(looks.waiting).toHaveLength(2))
    const giving = snapshots.give('four unlikely words together')
    await vi.waitFor(() => expect(seen).toEqual(['locked', 'open']))
    looks.waiting[1]!.resolve(locked)
    await vi.waitFor(() => expect(looks.waiting).toHaveLength(3))
    looks.waiting[2]!.resolve(open)
    await giving
    expect([await unlocked, seen]).toEqual([true, ['locked', 'open', 'open']])
  })

  it('lists the snapshots as they are now, also where an earlier list takes longer', async () => {
    const entry: SnapshotEntry = { id: 'snapshot-1', keptAt: 1, keptBytes: 2 }
    const lists = calls<SnapshotEntry[]>()
    const { snapshots } = page(() => open, lists.ask)
    const reading = [snapshots.refresh(), snapshots.refresh()]
    await vi.waitFor(() => expect(lists.waiting).not.toEqual([]))
    await new Promise((resolve) => setImmediate(resolve))
    // Asked for after the snapshot was deleted.
    lists.waiting[1]?.resolve([])
    lists.waiting[0]!.resolve([entry])
    await reading[0]
    await vi.waitFor(() => expect(lists.waiting).toHaveLength(2))
    lists.waiting[1]!.resolve([])
    await reading[1]
    expect(snapshots.entries).toEqual([])
  })
})
