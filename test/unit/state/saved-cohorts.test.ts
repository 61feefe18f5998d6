import { describe, expect, it, vi } from 'vitest'
import { COHORT_FORMAT, type CohortDefinition } from '#engine/cohorts/definition/cohort-definition.ts'
import type { SavedCohort } from '#engine/cohorts/definition/walk-definition.ts'
import { SavedCohorts } from '../../../src-renderer/state/cohorts/saved-cohorts.ts'
import { draftDisk, editorApp, type DraftDisk } from '../screens/editors/editor-app.ts'

const listOf = (title: string, ids: readonly string[]): CohortDefinition => ({
  format: COHORT_FORMAT,
  title,
  people: 'all',
  steps: [{ type: 'people', ids: [...ids] }]
})
const women: CohortDefinition = {
  format: COHORT_FORMAT,
  title: 'Women',
  steps: [{ type: 'filter', dimension: 'sex', values: ['female'] }]
}
const many = Array.from({ length: 20_000 }, (_, index) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`)

/** A window with a source loaded. */
async function opened(disk: DraftDisk, label: string) {
  const restored: SavedCohort[] = []
  const store = {
    cohorts: async () =>
      restored.map((cohort) => ({ ...cohort, title: cohort.definition.title, people: 0, unknown: 0, missing: 0 })),
    setCohorts: async (saved: readonly SavedCohort[]) => {
      restored.push(...saved.filter(({ definition }) => definition.title !== 'Refused'))
      return saved.flatMap(({ definition }) => (definition.title === 'Refused' ? ['It uses itself.'] : []))
    }
  }
  const { drafts } = await editorApp(disk, store)
  const session = { loaded: { kind: 'server', label, report: {} } as never }
  const [onRestored, onUnreadable] = [vi.fn(), vi.fn()]
  const cohorts = new SavedCohorts({ drafts, store, session, onRestored, onUnreadable })
  return { drafts, restored, onRestored, onUnreadable, cohorts }
}

describe('saved cohorts', () => {
  it('come back without one that is refused, and say why', async () => {
    const disk = draftDisk()
    const before = await opened(disk, 'Clinic')
    before.cohorts.save({ id: 'K-1', definition: { ...women, title: 'Refused' } })
    before.cohorts.save({ id: 'K-2', definition: women })
    await before.drafts.flush()
    const later = await opened(disk, 'Clinic')
    await later.cohorts.restore()
    expect(later.restored.map(({ id }) => id)).toEqual(['K-2'])
    expect(later.onUnreadable.mock.calls).toEqual([['A saved cohort cannot be used. It uses itself.']])
    expect(later.onRestored).toHaveBeenCalled()
  })

  it('come with every data, and lists of people only with those of their source', async () => {
    const disk = draftDisk()
    const before = await opened(disk, 'Clinic')
    before.cohorts.save({ id: 'K-1', definition: listOf('Mine', ['a', 'b']) })
    before.cohorts.save({ id: 'K-2', definition: women })
    await before.drafts.flush()
    const other = await opened(disk, 'Another clinic')
    await other.cohorts.restore()
    expect(other.restored).toEqual([{ id: 'K-2', definition: women }])
    const { cohorts, restored, onRestored } = await opened(disk, 'Clinic')
    await cohorts.restore()
    await cohorts.restore()
    expect(restored).toHaveLength(2)
    expect(restored).toContainEqual({ id: 'K-1', definition: listOf('Mine', ['a', 'b']) })
    expect(onRestored).toHaveBeenCalledOnce()
  })

  it('come with the unlocking of the data', async () => {
    const disk = draftDisk()
    const before = await opened(disk, 'Clinic')
    before.cohorts.save({ id: '1', definition: women })
    await before.drafts.flush()
    disk.lock.open = false
    const { restored } = await opened(disk, 'Clinic')
    disk.lock.open = true
    disk.transport.emit('snapshots.changed', {})
    await vi.waitFor(() => expect(restored).toHaveLength(1))
  })

  it('of many people are saved in parts, and nothing is left of a part that is no longer needed', async () => {
    const disk = draftDisk()
    const before = await opened(disk, 'Clinic')
    before.cohorts.save({ id: '1', definition: listOf('Many', many) })
    await before.drafts.flush()
    expect(disk.drafts.size).toBe(7)
    expect(before.drafts.unsafe).toBe(false)
    const { cohorts, restored } = await opened(disk, 'Clinic')
    await cohorts.restore()
    expect(restored).toEqual([{ id: '1', definition: listOf('Many', many) }])
    cohorts.save({ id: '1', definition: women })
    await vi.waitFor(() => expect(disk.drafts.size).toBe(1))
  })

  it('of many people with short ids are saved, though their text grows by half as JSON', async () => {
    const disk = draftDisk()
    const { cohorts, drafts } = await opened(disk, 'Clinic')
    cohorts.save({
      id: '1',
      definition: listOf(
        'Short',
        Array.from({ length: 50_000 }, (_, index) => `${index % 1000}`)
      )
    })
    await drafts.flush()
    expect(drafts.unsafe).toBe(false)
  })

  it('are gone when they are deleted', async () => {
    const disk = draftDisk()
    const { cohorts, drafts } = await opened(disk, 'Clinic')
    cohorts.save({ id: '1', definition: women })
    await drafts.flush()
    cohorts.remove('1')
    await vi.waitFor(() => expect(disk.drafts.size).toBe(0))
  })

  it('of which a part is missing do not appear', async () => {
    const disk = draftDisk()
    const before = await opened(disk, 'Clinic')
    before.cohorts.save({ id: '1', definition: listOf('Many', many) })
    await before.drafts.flush()
    disk.drafts.delete([...disk.drafts.keys()][1]!)
    const { cohorts, restored } = await opened(disk, 'Clinic')
    await cohorts.restore()
    expect(restored).toEqual([])
  })

  it('of versions that saved lists of people become lists, and one that cannot be read is told', async () => {
    const disk = draftDisk()
    const { drafts } = await opened(disk, 'Clinic')
    const first = await opened(disk, 'Clinic')
    first.cohorts.save({ id: '9', definition: listOf('x', ['x']) })
    const source = first.drafts.names('cohort-')[0]!.split('-')[1]!
    drafts.writeValue(`cohort-${source}-old-0`, 1, { id: 'old', title: 'Old', keys: ['a'], part: 0, parts: 1 })
    drafts.writeValue('cohort-all-bad-0', 2, { id: 'bad', text: '{"format":99}', part: 0, parts: 1 })
    await drafts.flush()
    const { cohorts, restored, onUnreadable } = await opened(disk, 'Clinic')
    await cohorts.restore()
    expect(restored).toEqual([{ id: 'old', definition: listOf('Old', ['a']) }])
    expect(onUnreadable).toHaveBeenCalledWith(expect.stringContaining('later version'))
  })
})
