import { describe, expect, it } from 'vitest'
import { readExportFolder } from '../../../src-main/headless/commands/export-folder.ts'
import { openFolder } from '../../support/open-folder.ts'
import { exportOnce, growingPopulation, shownResources, smallHistory, startSandbox, trueResources } from './sandbox.ts'
import { join } from 'node:path'

describe('a refresh', () => {
  it('of a full export, three times with changes and removals, equals a full export of the final state', async () => {
    const history = growingPopulation(30)
    const sandbox = await startSandbox({ history })
    let { folder, result } = await exportOnce(sandbox)
    let removed = 0
    for (let step = 1; step <= 3; step += 1) {
      sandbox.server.advance()
      const since = result.transactionTime!
      const previous = await readExportFolder(folder)
      const next = await exportOnce(sandbox, { since }, { previous })
      expect(next.result).toMatchObject({ state: 'committed', issues: [] })
      removed += next.result.deleted
      folder = next.folder
      result = next.result
      expect(shownResources(folder)).toEqual(await trueResources(history, step))
    }
    expect(removed).toBeGreaterThan(20)
    const full = await exportOnce(sandbox)
    expect(shownResources(folder)).toEqual(shownResources(full.folder))
    const [merged, whole] = await Promise.all([openFolder(join(folder, 'fhir')), openFolder(join(full.folder, 'fhir'))])
    expect(merged.store.report.types).toEqual(whole.store.report.types)
    expect(merged.store.report.rejectCounts).toEqual({})
  })

  it('never replaces whole resources by parts of them', async () => {
    const sandbox = await startSandbox()
    const first = await exportOnce(sandbox)
    const refresh = exportOnce(sandbox, { elements: ['name'] }, { previous: await readExportFolder(first.folder) })
    await expect(refresh).rejects.toMatchObject({ code: 'invalid-input' })
  })

  it('brings everything about people who joined a group', async () => {
    const history = smallHistory()
    const sandbox = await startSandbox({ history })
    const first = await exportOnce(sandbox, { level: 'group', group: 'o1' })
    sandbox.server.advance()
    const since = first.result.transactionTime!
    const { folder, result } = await exportOnce(
      sandbox,
      { level: 'group', group: 'o1', since },
      { previous: await readExportFolder(first.folder) }
    )
    expect(result.deleted).toBeGreaterThan(0)
    const full = await exportOnce(sandbox, { level: 'group', group: 'o1' })
    for (const [key, line] of shownResources(full.folder)) expect(shownResources(folder).get(key)).toBe(line)
  })
})
