import { expect, it } from 'vitest'
import { systemRandom } from '../../../src-main/ports/system.ts'
import { createExport, openExportSink } from '../../../src-main/services/exports/export-storage.ts'
import { agreementsOn } from '../../../src-main/services/governance/agreement-check.ts'
import { openGovernanceStore } from '../../../src-main/services/governance/governance-store.ts'
import { replacedSnapshots } from '../../../src-main/services/governance/replaced-snapshots.ts'
import { testStorage } from '../../support/export-parts.ts'
import { keepTexts, someFacts } from '../../support/snapshot-store.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

it('an agreement on a snapshot binds what a refresh makes of it, also when the snapshot is gone', async () => {
  const data = temporaryFolder()
  const governance = openGovernanceStore(data)
  const agreements = replacedSnapshots(governance)
  const { release, ...rest } = await testStorage(data)
  const storage = { ...rest, agreements }
  const before = await keepTexts(await storage.store.begin(0), 'before', { 'Patient.ndjson': '{}\n' })
  const agreement = {
    ...{ id: 'agreement-1', title: 'Study', purpose: 'p', recipient: 'r', expires: '2000-01-31', minCellSize: 11 },
    ...{ scope: { data: 'snapshot' as const, id: before }, addedBy: 'a', addedAt: 1 }
  }
  await governance.update((stored) => ({ next: { ...stored, agreements: [agreement] }, result: undefined }))

  const job = { connection: 'connection-1', name: 'Riverbend', reason: 'asked' } as const
  const made: string[] = []
  for (const previous of [before, undefined]) {
    const kind = previous === undefined ? 'full' : 'incremental'
    const file = await createExport(storage, { ...job, kind, previous }, systemRandom, 1)
    const sink = await openExportSink(storage, file, () => someFacts('after'))
    // A crash may leave the commit to be made again.
    for (const _ of [1, 2]) await sink.commit([], {} as Parameters<typeof sink.commit>[1])
    await sink.tidy()
    made.push(file.snapshot)
  }
  const bound = async (): Promise<number[]> => {
    const known = (await governance.read()).agreements
    expect(known).toHaveLength(1)
    return [before, ...made].map((snapshot) => agreementsOn(known, [{ snapshot, connection: undefined }]).length)
  }
  expect(await bound()).toEqual([1, 1, 0])
  await agreements.forget(before)
  expect(await bound()).toEqual([0, 1, 0])
  await release()
})
