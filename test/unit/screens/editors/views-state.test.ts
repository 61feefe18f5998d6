import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ViewsState, viewText } from '../../../../src-renderer/screens/views/views-state.svelte.ts'
import { draftDisk, editorApp, type DraftDisk } from './editor-app.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const definition = (name: string): string =>
  viewText({
    resourceType: 'ViewDefinition',
    name,
    status: 'active',
    resource: 'Patient',
    select: [{ column: [{ name: 'id', path: 'getResourceKey()' }] }]
  })

async function opened(disk: DraftDisk = draftDisk()) {
  const previews: ((rows: number) => void)[] = []
  const counts: ((rows: number) => void)[] = []
  const store = {
    viewPreview: () => new Promise((resolve) => previews.push((of) => resolve({ rows: [], of, complete: true }))),
    viewCount: () => new Promise((resolve) => counts.push((rows) => resolve({ rows, resources: rows }))),
    viewProgress: async () => undefined,
    builtInViews: async () => [],
    tables: async () => []
  }
  const app = await editorApp(disk, store)
  return { app, disk, previews, counts, views: new ViewsState(app) }
}

const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0)
const pause = (): Promise<unknown> => vi.advanceTimersByTimeAsync(500)

describe('the definition of a view', () => {
  it('never shows the rows of an older text in place of those of a newer one', async () => {
    const { views, previews } = await opened()
    views.write(definition('one'))
    await pause()
    views.write(definition('two'))
    await pause()
    previews[1]!(2)
    await settle()
    previews[0]!(1)
    await settle()
    expect([views.runs.preview?.of, views.runs.stale, views.runs.running]).toEqual([2, false, false])
    views.write(definition('three'))
    expect(views.runs.stale).toBe(true)
  })

  it('shows nothing of the view before when another one is opened', async () => {
    const { views, previews } = await opened()
    views.open(definition('one'))
    views.open(definition('two'))
    await settle()
    previews[0]!(1)
    await settle()
    expect(views.runs.preview).toBeUndefined()
  })

  it('drops a count about data that are no longer shown', async () => {
    const { views, counts } = await opened()
    views.open(definition('one'))
    const counting = views.runs.countRows()
    void views.refresh()
    await settle()
    counts[0]!(9)
    await counting
    expect(views.runs.count).toBeUndefined()
  })

  it('is there again after a reload and after an unlock', async () => {
    const before = await opened()
    before.views.write(definition('mine'))
    await before.app.drafts.flush()
    const reloaded = await opened(before.disk)
    expect([reloaded.views.text, reloaded.views.changed]).toEqual([definition('mine'), true])
    before.disk.lock.open = false
    const { views, disk, previews } = await opened(before.disk)
    expect(views.changed).toBe(false)
    disk.lock.open = true
    disk.transport.emit('snapshots.changed', {})
    await settle()
    expect([views.text, views.changed, previews.length]).toEqual([definition('mine'), true, 1])
  })

  it('of two windows asks which one stays', async () => {
    const disk = draftDisk()
    const [first, other] = [await opened(disk), await opened(disk)]
    first.views.write(definition('one'))
    await first.app.drafts.flush()
    other.views.write(definition('other'))
    await other.app.drafts.flush()
    expect([other.app.drafts.conflicts, other.views.text]).toEqual([['views'], definition('other')])
    other.app.drafts.takeOther('views')
    expect(other.views.text).toBe(definition('one'))
  })

  it('that is saved while more is written leaves the rest as a change', async () => {
    const { app, views } = await opened()
    const { promise, resolve } = Promise.withResolvers<boolean>()
    vi.spyOn(app.savedViews, 'save').mockReturnValueOnce(promise)
    views.write(definition('one'))
    const saving = views.save()
    views.write(definition('two'))
    resolve(true)
    await saving
    expect(views.changed).toBe(true)
  })

  it('that could not be saved stays a draft', async () => {
    const disk = draftDisk()
    const { app, views } = await opened(disk)
    vi.spyOn(app.savedViews, 'save').mockResolvedValueOnce(false)
    views.write(definition('one'))
    expect([await views.save(), views.changed]).toEqual([false, true])
    await app.drafts.flush()
    expect((await opened(disk)).views.text).toBe(definition('one'))
  })
})
