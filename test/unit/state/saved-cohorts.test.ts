import { describe, expect, it, vi } from 'vitest'
import type { Cohort, SavedCohort } from '#engine/explore/cohorts.ts'
import { SavedCohorts } from '../../../src-renderer/state/drafts/saved-cohorts.ts'
import { draftDisk, editorApp, type DraftDisk } from '../screens/editors/editor-app.ts'

const cohort = (id: string, title: string): Cohort => ({ id, title, people: 0, missing: 0 })

/** A window with a source loaded; `people` are the ids of a cohort that is made in it. */
async function opened(disk: DraftDisk, label: string, people: readonly string[] = []) {
  const restored: SavedCohort[] = []
  const store = {
    cohorts: async () => restored.map(({ id, title }) => cohort(id, title)),
    cohortKeys: async () => people,
    cohortRestore: async (saved: readonly SavedCohort[]) => {
      restored.push(...saved)
      return saved.map(({ id, title }) => cohort(id, title))
    }
  }
  const { drafts } = await editorApp(disk, store)
  const session = { loaded: { kind: 'server', label, report: {} } as never, refreshSummary: vi.fn() }
  return { drafts, restored, session, cohorts: new SavedCohorts({ drafts, store, session }) }
}

describe('saved cohorts', () => {
  it('are there again after the next load of the same source, and of no other', async () => {
    const disk = draftDisk()
    const before = await opened(disk, 'Clinic', ['a', 'b'])
    await before.cohorts.save(cohort('K-1', 'Mine'))
    await before.drafts.flush()
    const other = await opened(disk, 'Another clinic')
    await other.cohorts.restore()
    expect([other.restored, other.session.refreshSummary.mock.calls.length]).toEqual([[], 0])
    const { cohorts, restored, session } = await opened(disk, 'Clinic')
    await cohorts.restore()
    await cohorts.restore()
    expect(restored).toEqual([{ id: 'K-1', title: 'Mine', keys: ['a', 'b'] }])
    expect(session.refreshSummary).toHaveBeenCalledOnce()
  })

  it('come with the unlocking of the data', async () => {
    const disk = draftDisk()
    const before = await opened(disk, 'Clinic', ['a'])
    await before.cohorts.save(cohort('1', 'Mine'))
    await before.drafts.flush()
    disk.lock.open = false
    const { restored } = await opened(disk, 'Clinic')
    disk.lock.open = true
    disk.transport.emit('snapshots.changed', {})
    await vi.waitFor(() => expect(restored).toHaveLength(1))
  })

  it('of many people are saved in parts, and nothing is left of a part that is no longer needed', async () => {
    const disk = draftDisk()
    const many = Array.from({ length: 20_000 }, (_, at) => `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`)
    const before = await opened(disk, 'Clinic', many)
    await before.cohorts.save(cohort('1', 'Many'))
    await before.drafts.flush()
    expect(disk.drafts.size).toBe(4)
    expect(before.drafts.unsafe).toBe(false)
    const { cohorts, restored } = await opened(disk, 'Clinic', ['a'])
    await cohorts.restore()
    expect(restored[0]?.keys).toEqual(many)
    await cohorts.save(cohort('1', 'Few'))
    await vi.waitFor(() => expect(disk.drafts.size).toBe(1))
  })

  it('are gone when they are deleted', async () => {
    const disk = draftDisk()
    const { cohorts, drafts } = await opened(disk, 'Clinic', ['a'])
    await cohorts.save(cohort('1', 'Mine'))
    await drafts.flush()
    cohorts.remove('1')
    await vi.waitFor(() => expect(disk.drafts.size).toBe(0))
  })

  it('of which a part is missing are not shown as a whole', async () => {
    const disk = draftDisk()
    const many = Array.from({ length: 20_000 }, (_, at) => `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`)
    const before = await opened(disk, 'Clinic', many)
    await before.cohorts.save(cohort('1', 'Many'))
    await before.drafts.flush()
    disk.drafts.delete([...disk.drafts.keys()][1]!)
    const { cohorts, restored } = await opened(disk, 'Clinic')
    await cohorts.restore()
    expect(restored).toEqual([])
  })
})
