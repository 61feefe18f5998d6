import { describe, expect, it } from 'vitest'
import type { Completeness } from '#shared/completeness.ts'
import { defaultSnapshot } from '#shared/snapshot.ts'
import type { SnapshotEntry } from '#shared/snapshot.ts'
import { retentionPlan } from '../../../src-main/services/snapshots/retention-plan.ts'
import type { SnapshotStore } from '../../../src-main/storage/snapshots/snapshot-store.ts'
import { someFacts, testStore } from '../../support/snapshot-store.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** Saves an empty snapshot with such completeness. @returns its id */
async function save(store: SnapshotStore, state: Completeness['state']): Promise<string> {
  const draft = await store.begin(0)
  const completeness = { state, missing: [], absent: [], rejected: 0 }
  const { id } = await draft.commit({ facts: { ...someFacts('clinic'), completeness }, skipped: [] }, [])
  return id
}

describe('data that are much smaller than before', () => {
  it('are opened by default from the moment that somebody accepts them, and stay marked', async () => {
    const folder = temporaryFolder()
    const { store, release } = await testStore(folder)
    const complete = await save(store, 'complete')
    const smaller = await save(store, 'smaller')
    expect(defaultSnapshot(await store.list())?.id).toBe(complete)
    await store.accept(smaller, 'source-confirmed')
    expect(defaultSnapshot(await store.list())).toMatchObject({
      id: smaller,
      completeness: 'smaller',
      accepted: 'source-confirmed'
    })
    // The next process sees it, too, also without the key.
    await release()
    const again = await testStore(folder)
    again.keyring.lock()
    expect(defaultSnapshot(await again.store.list())?.id).toBe(smaller)
    await again.store.accept(smaller, undefined)
    expect(defaultSnapshot(await again.store.list())?.id).toBe(complete)
    // A decision is sealed, which needs the key.
    again.keyring.lock()
    await expect(again.store.accept(smaller, 'needed-now')).rejects.toMatchObject({ code: 'not-allowed' })
  })

  it('are on hold also where they are accepted at the same time', async () => {
    const { store } = await testStore(temporaryFolder())
    const id = await save(store, 'smaller')
    await Promise.all([store.hold(id, true), store.accept(id, 'needed-now')])
    expect((await store.list())[0]).toMatchObject({ id, hold: true, accepted: 'needed-now' })
    // What is being put on hold is not deleted any more.
    const other = await save(store, 'complete')
    const [hold, deletion] = await Promise.allSettled([store.hold(other, true), store.delete(other)])
    expect([hold.status, deletion.status, (await store.list()).length]).toEqual(['fulfilled', 'rejected', 2])
  })

  it.each(['complete', 'partial', 'empty'] as const)('are the only ones: %s data cannot be accepted', async (state) => {
    const { store } = await testStore(temporaryFolder())
    const id = await save(store, state)
    await expect(store.accept(id, 'needed-now')).rejects.toMatchObject({ code: 'not-allowed' })
    expect((await store.list())[0]).not.toHaveProperty('accepted')
  })

  it('are kept by the retention policy as the newest of their source when they are used', async () => {
    const { store } = await testStore(temporaryFolder())
    await save(store, 'complete')
    const smaller = await save(store, 'smaller')
    const keepOne = async () =>
      retentionPlan(await store.list(), { keepCount: 1, keepDays: 1 }, Date.now() + 10 * 86_400_000).map(({ id }) => id)
    expect(await keepOne()).toContain(smaller)
    await store.accept(smaller, 'population-changed')
    expect(await keepOne()).not.toContain(smaller)
  })
})

describe('the retention policy', () => {
  const entry = (id: string, connection: string, label: string, keptAt: number): SnapshotEntry => ({
    id: id.repeat(32),
    keptAt,
    keptBytes: 1,
    facts: {
      label,
      source: 'server',
      patients: 1,
      resources: 1,
      release: 'R4',
      textBytes: 1,
      export: { connection, run: 'r' }
    }
  })

  it('tells two connections of one name apart, and knows one that was renamed', () => {
    const entries = [entry('a', 'c1', 'Clinic', 3), entry('b', 'c2', 'Clinic', 2), entry('c', 'c1', 'Clinic before', 1)]
    expect(retentionPlan(entries, { keepCount: 1, keepDays: 0 }, 10).map(({ id }) => id[0])).toEqual(['c'])
  })
})
