import { describe, expect, it } from 'vitest'
import type { Store } from '#engine/store/model/store.ts'
import { testStorage } from '../../support/export-parts.ts'
import { loadFiles } from '../../support/load-store.ts'
import { rowsOf } from '../../support/rows-of.ts'
import { exportOnce, growingPopulation, shownResources, smallHistory, startSandbox, trueResources } from './sandbox.ts'

/** The newest snapshot of a folder, loaded. */
async function loadNewest(folder: string): Promise<Store> {
  const { store, release } = await testStorage(folder)
  const snapshot = await store.open((await store.list())[0]!.id)
  const files = await Promise.all(
    snapshot.inside.files.map(async ({ name }, index) => ({
      name,
      content: await new Response(await snapshot.raw(index)).text()
    }))
  )
  await snapshot.close()
  await release()
  return loadFiles(files)
}

/**
 * The rows of a table in an order of their own: files may come in another order. The text of a code is the first one that
 * was seen for it, so it follows that order, too.
 */
function sortedRows(store: Store, table: string): string[] {
  return rowsOf(store, table)
    .map((row) => JSON.stringify(Object.entries(row).filter(([name]) => !name.endsWith('display'))))
    .sort()
}

describe('a refresh', () => {
  it('of a full export, three times with changes and removals, equals a full export of the final state', async () => {
    const history = growingPopulation(30)
    const sandbox = await startSandbox({ history })
    const { folder } = await exportOnce(sandbox)
    let removed = 0
    for (let step = 1; step <= 3; step += 1) {
      sandbox.server.advance()
      const { result } = await exportOnce(sandbox, {}, { refresh: true }, folder)
      expect(result).toMatchObject({ state: 'committed', issues: [] })
      removed += result.deleted
      expect(await shownResources(folder)).toEqual(await trueResources(history, step))
    }
    expect(removed).toBeGreaterThan(20)
    const full = await exportOnce(sandbox)
    expect(await shownResources(folder)).toEqual(await shownResources(full.folder))
    const [merged, whole] = await Promise.all([loadNewest(folder), loadNewest(full.folder)])
    expect(merged.report.types).toEqual(whole.report.types)
    expect(merged.report.rejectCounts).toEqual({})
    for (const name of whole.tables.keys()) expect(sortedRows(merged, name), name).toEqual(sortedRows(whole, name))
  })

  it('never replaces whole resources by parts of them', async () => {
    const sandbox = await startSandbox()
    const first = await exportOnce(sandbox)
    const refresh = exportOnce(sandbox, { elements: ['name'] }, { refresh: true }, first.folder)
    await expect(refresh).rejects.toMatchObject({ code: 'invalid-input' })
  })

  it('brings everything about people who joined a group', async () => {
    const history = smallHistory()
    const sandbox = await startSandbox({ history })
    const first = await exportOnce(sandbox, { level: 'group', group: 'o1' })
    sandbox.server.advance()
    const { folder, result } = await exportOnce(
      sandbox,
      { level: 'group', group: 'o1' },
      { refresh: true },
      first.folder
    )
    expect(result.deleted).toBeGreaterThan(0)
    const full = await exportOnce(sandbox, { level: 'group', group: 'o1' })
    const shown = await shownResources(folder)
    for (const [key, line] of await shownResources(full.folder)) expect(shown.get(key)).toBe(line)
  })
})
