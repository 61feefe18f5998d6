import { describe, expect, it, vi } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import { defaultSettings, type Settings } from '#shared/settings-schema.ts'
import type { KeyringState, SnapshotEntry } from '#shared/snapshot.ts'
import { BackgroundTasks } from '../../../src-renderer/state/feedback/background-tasks.svelte.ts'
import type { Loaded } from '../../../src-renderer/state/session/loaded.ts'
import type { Session } from '../../../src-renderer/state/session/session.svelte.ts'
import type { SettingsState } from '../../../src-renderer/state/settings/settings.svelte.ts'
import { Snapshots } from '../../../src-renderer/state/session/snapshots.svelte.ts'
import { Toasts } from '../../../src-renderer/state/feedback/toasts.svelte.ts'
import type { StoreApi } from '../../../src-renderer/workers/store/protocol/store-protocol.ts'
import { fakeTransport, type FakeAnswers } from '../../support/fake-transport.ts'

const loaded = {
  label: 'clinic',
  kind: 'files',
  savedAs: undefined,
  origin: {},
  skipped: [],
  report: {
    files: [
      { name: 'a.ndjson', bytes: 10, format: 'ndjson' },
      { name: 'b.ndjson', bytes: 0, format: 'unreadable' }
    ],
    types: { Patient: { resources: 2 } },
    rejectCounts: {},
    patients: 2,
    bytes: 10,
    release: 'R4'
  },
  parts: 1,
  extent: { firstDay: 1, lastDay: 2 }
} as unknown as Loaded

const entry: SnapshotEntry = { id: 'snapshot-1', keptAt: 1, keptBytes: 2 }
const openKeyring: KeyringState = { state: 'open', by: 'passphrase' }

interface Options {
  readonly answers?: FakeAnswers
  readonly keyring?: KeyringState
  readonly keep?: StoreApi['keep']
  readonly keepLoaded?: Settings['keepLoaded']
  /** The snapshot that is on the screens. */
  readonly opened?: string
}

function start({ answers = {}, keyring = openKeyring, keep, keepLoaded = 'ask', opened }: Options = {}) {
  const transport = fakeTransport({
    'keyring.state': () => keyring,
    'snapshots.list': () => [entry],
    'snapshots.retention': () => ({ state: 'done', deleted: 0 }),
    'snapshots.begin': () => ({ keepId: 'keep-00001' }),
    'snapshots.commit': () => entry,
    'snapshots.abandon': () => undefined,
    'snapshots.delete': () => undefined,
    ...answers
  })
  const session = {
    loaded: opened === undefined ? loaded : { ...loaded, opened },
    markSaved: vi.fn(),
    openSaved: vi.fn(() => Promise.resolve()),
    close: vi.fn()
  }
  const tasks = new BackgroundTasks()
  const toasts = new Toasts()
  let kept: ((fraction: number) => void) | undefined
  const snapshots = new Snapshots({
    transport,
    store: { keep: keep ?? (() => Promise.resolve()) } as unknown as StoreApi,
    session: session as unknown as Session,
    settings: { value: { ...defaultSettings, keepLoaded } } as unknown as SettingsState,
    tasks,
    toasts,
    onKept: (listener) => (kept = listener)
  })
  const names = (): string[] => transport.calls.map(([name]) => name)
  return { snapshots, transport, session, tasks, toasts, names, progress: (fraction: number) => kept?.(fraction) }
}

describe('incomplete data on the screens', () => {
  const facts = { label: 'clinic', export: { connection: 'connection-1', run: 'run-00001' } }
  const partial = {
    id: 'partial-01',
    keptAt: 5,
    keptBytes: 1,
    completeness: 'partial',
    facts
  } as unknown as SnapshotEntry
  const of = (entries: SnapshotEntry[]) => start({ answers: { 'snapshots.list': () => entries }, opened: 'partial-01' })

  it('lead to the complete data that a repair brought', async () => {
    const repaired = { ...partial, id: 'repaired-1', keptAt: 9, completeness: 'complete' as const }
    const { snapshots } = of([repaired, partial])
    await snapshots.refresh()
    expect([snapshots.shown?.id, snapshots.better?.id]).toEqual(['partial-01', 'repaired-1'])
  })

  it('lead to the last complete data where none came after', async () => {
    const { snapshots } = of([
      partial,
      { ...partial, id: 'earlier-01', keptAt: 2, completeness: 'complete' },
      { ...partial, id: 'earliest-1', keptAt: 1, completeness: 'complete' }
    ])
    await snapshots.refresh()
    expect(snapshots.better?.id).toBe('earlier-01')
  })

  it('do not lead to those of another source, or to incomplete ones', async () => {
    const other = { ...facts, export: { connection: 'connection-2', run: 'run-00002' } }
    const { snapshots } = of([
      { ...partial, id: 'another-01', keptAt: 9, completeness: 'complete', facts: other as SnapshotEntry['facts'] },
      { ...partial, id: 'smaller-01', keptAt: 8, completeness: 'smaller' },
      partial,
      { ...partial, id: 'earlier-01', keptAt: 2, completeness: 'empty' }
    ])
    await snapshots.refresh()
    expect(snapshots.better).toBeUndefined()
  })

  it('can be accepted with a reason, which the services are told', async () => {
    const { snapshots, transport } = start({ answers: { 'snapshots.accept': () => undefined } })
    expect(await snapshots.accept(entry, 'needed-now')).toBe(true)
    expect(transport.calls.find(([name]) => name === 'snapshots.accept')?.[1]).toEqual({
      id: entry.id,
      reason: 'needed-now'
    })
  })
})

describe('keeping what is loaded', () => {
  it('hands over every file, leaves out the size of one that could not be read, and marks the data as kept', async () => {
    const { snapshots, transport, session, toasts } = start()
    await snapshots.keep()
    expect(transport.calls.find(([name]) => name === 'snapshots.begin')?.[1]).toEqual({
      files: [{ name: 'a.ndjson', textBytes: 10 }, { name: 'b.ndjson' }],
      textBytes: 10
    })
    expect(session.markSaved).toHaveBeenCalledWith(loaded, 'snapshot-1')
    expect(toasts.items[0]?.text).toContain('encrypted')
    expect(snapshots.keeping).toBeUndefined()
  })

  it('gives up what was begun when it fails, and says why', async () => {
    const { snapshots, tasks, toasts, names } = start({
      keep: () => Promise.reject(new AppError('out-of-space', 'The disk is full.'))
    })
    await snapshots.keep()
    expect(names()).toContain('snapshots.abandon')
    expect(names()).not.toContain('snapshots.commit')
    expect([tasks.last?.outcome, toasts.items[0]?.text]).toEqual([
      'failed',
      'The data were not kept. The disk is full.'
    ])
  })

  it('can be cancelled while it runs: what was written goes, once, and the data stay open', async () => {
    let stop: (error: Error) => void = () => undefined
    const { snapshots, tasks, toasts, names, progress, session } = start({
      keep: () => new Promise((_, reject) => (stop = reject))
    })
    const keeping = snapshots.keep()
    await vi.waitFor(() => expect(tasks.running).toBeDefined())
    progress(0.5)
    expect(tasks.running?.fraction).toBe(0.5)
    tasks.running?.cancel?.()
    // The services refuse the next piece, which ends the worker's part.
    stop(new AppError('not-found', 'Saving these data was abandoned.'))
    await keeping
    expect(names().filter((name) => name === 'snapshots.abandon')).toHaveLength(1)
    expect([tasks.last?.outcome, toasts.items[0]?.kind]).toEqual(['cancelled', 'done'])
    expect(session.markSaved).not.toHaveBeenCalled()
  })

  it('never commits what was cancelled before it began', async () => {
    let begun: (value: { keepId: string }) => void = () => undefined
    const { snapshots, names } = start({
      answers: { 'snapshots.begin': () => new Promise((resolve) => (begun = resolve)) }
    })
    const keeping = snapshots.keep()
    await vi.waitFor(() => expect(names()).toContain('snapshots.begin'))
    await snapshots.cancel()
    begun({ keepId: 'keep-00001' })
    await keeping
    expect(names()).toContain('snapshots.abandon')
    expect(names()).not.toContain('snapshots.commit')
  })

  it('is done once, however often it is asked for before the key is open', async () => {
    const written = Promise.withResolvers<undefined>()
    const { snapshots, session, names } = start({ keep: () => written.promise })
    const keeping = [snapshots.keep(), snapshots.keep()]
    await vi.waitFor(() => expect(names().filter((name) => name === 'keyring.state')).toHaveLength(2))
    await new Promise((resolve) => setImmediate(resolve))
    written.resolve(undefined)
    await Promise.all(keeping)
    expect(names().filter((name) => name === 'snapshots.begin')).toHaveLength(1)
    expect(session.markSaved).toHaveBeenCalledOnce()
  })

  it('ends also where the services are gone and cannot be told', async () => {
    const gone = new AppError('network', 'Populus was closed.')
    const { snapshots, tasks, toasts } = start({
      keep: () => Promise.reject(gone),
      answers: { 'snapshots.abandon': () => Promise.reject(gone) }
    })
    await snapshots.keep()
    expect([tasks.running, snapshots.keeping]).toEqual([undefined, undefined])
    expect(toasts.items.map(({ text }) => text)).toEqual(['The data were not kept. Populus was closed.'])
  })

  it('waits for a passphrase, and keeps nothing when it is declined', async () => {
    const { snapshots, names } = start({ keyring: { state: 'absent', by: 'passphrase' } })
    const keeping = snapshots.keep()
    await vi.waitFor(() => expect(snapshots.request).toEqual({ what: 'create' }))
    snapshots.decline()
    await keeping
    expect(names()).not.toContain('snapshots.begin')
  })

  it.each([
    ['ask', 1],
    ['never', 0]
  ] as const)('is offered after a load as the settings say: %s', (keepLoaded, offers) => {
    const { snapshots, toasts } = start({ keepLoaded })
    snapshots.offer(loaded)
    snapshots.offer(loaded)
    expect(toasts.items).toHaveLength(offers)
  })

  it('goes without asking where the settings say always', async () => {
    const { snapshots, session } = start({ keepLoaded: 'always' })
    snapshots.offer(loaded)
    await vi.waitFor(() => expect(session.markSaved).toHaveBeenCalled())
  })
})

describe('what is kept', () => {
  it('opens once the passphrase is right; a wrong one is said and asked for again', async () => {
    let state: KeyringState = { state: 'locked', by: 'passphrase' }
    const { snapshots, session } = start({
      answers: {
        'keyring.state': () => state,
        'keyring.unlock': ({ passphrase }) => {
          if (passphrase !== 'right') throw new AppError('not-allowed', 'That is not the passphrase.')
          return (state = openKeyring)
        }
      }
    })
    const opening = snapshots.open(entry)
    await vi.waitFor(() => expect(snapshots.request).toEqual({ what: 'unlock' }))
    await snapshots.give('wrong')
    expect(snapshots.error).toBe('That is not the passphrase.')
    await snapshots.give('right')
    await opening
    expect(session.openSaved).toHaveBeenCalledWith('snapshot-1', 'The snapshot')
  })

  it('opens by the name that its export knows; one that is there until the program ends needs no key', async () => {
    const transient = { ...entry, id: 'snapshot-2', transient: true }
    const { snapshots, session } = start({
      answers: { 'snapshots.list': () => [entry, transient] },
      keyring: { state: 'locked', by: 'passphrase' }
    })
    await snapshots.openNamed('snapshot-2', 'Sample population')
    expect(session.openSaved).toHaveBeenCalledWith('snapshot-2', 'Sample population', { held: false })
    expect([snapshots.entries, snapshots.request]).toEqual([[entry], undefined])
    const opening = snapshots.openNamed('snapshot-1', 'Riverbend')
    await vi.waitFor(() => expect(snapshots.request).toEqual({ what: 'unlock' }))
    snapshots.decline()
    await opening
    expect(session.openSaved).toHaveBeenCalledOnce()
  })

  it('opens again after a crash, unless it is gone or other data are on the screens', async () => {
    const { snapshots, session } = start()
    await snapshots.reopen('snapshot-1')
    expect(session.openSaved).not.toHaveBeenCalled()
    session.loaded = undefined as never
    await snapshots.reopen('snapshot-7')
    expect(session.openSaved).not.toHaveBeenCalled()
    await snapshots.reopen('snapshot-1')
    expect(session.openSaved).toHaveBeenCalledExactlyOnceWith('snapshot-1', 'The snapshot')
  })

  it('is closed before it is deleted when it is on the screens', async () => {
    const { snapshots, session, names } = start()
    session.loaded = { ...loaded, savedAs: 'snapshot-1' }
    await snapshots.delete(entry)
    expect(session.close).toHaveBeenCalledOnce()
    expect(names()).toContain('snapshots.delete')
  })
})

describe('data of which a file was not read to its end', () => {
  const cut = { ...loaded, report: { ...loaded.report, rejectCounts: { 'unpacks-too-far': 1 } } } as Loaded

  it('are not offered to be saved, and the reason is shown', () => {
    const { snapshots, toasts } = start()
    snapshots.offer(cut)
    expect(toasts.items).toHaveLength(1)
    expect(toasts.items[0]).toMatchObject({ action: undefined })
    expect(toasts.items[0]!.text).toMatch(/^In memory only\. .*cannot be saved: .*not read to its end/)
  })

  it('are not begun to be saved, neither by the setting nor by the command', async () => {
    const { snapshots, session, toasts, names } = start({ keepLoaded: 'always' })
    session.loaded = cut
    snapshots.offer(cut)
    await snapshots.keep()
    expect(names()).toEqual([])
    expect(toasts.items.map(({ kind, text }) => [kind, text.includes('not read to its end')])).toEqual([
      ['failed', true],
      ['failed', true]
    ])
  })
})

describe('a keychain that its owner opens', () => {
  const locked: KeyringState = { state: 'locked', by: 'keychain', ownerLock: 'chosen', owner: 'touch-id' }

  it('is opened by a question of the operating system', async () => {
    const { snapshots, names } = start({
      keyring: locked,
      answers: { 'keyring.unlockByOwner': () => ({ ...locked, state: 'open' }) }
    })
    const opened = snapshots.unlock()
    await vi.waitFor(() => expect(snapshots.request).toEqual({ what: 'owner' }))
    await snapshots.give('')
    expect(await opened).toBe(true)
    expect(names()).toContain('keyring.unlockByOwner')
  })

  it('gets a passphrase where nobody can be asked', async () => {
    const { snapshots, transport } = start({
      keyring: { state: 'locked', by: 'keychain', ownerLock: 'required' },
      answers: { 'keyring.usePassphrase': () => openKeyring }
    })
    const opened = snapshots.unlock()
    await vi.waitFor(() => expect(snapshots.request).toEqual({ what: 'protect' }))
    await snapshots.give('four unlikely words together')
    expect(await opened).toBe(true)
    expect(transport.calls).toContainEqual(['keyring.usePassphrase', { next: 'four unlikely words together' }])
  })
})
