import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { agreementsOn } from '../../../src-main/services/governance/agreement-check.ts'
import { erasePerson } from '../../../src-main/services/governance/erase-person.ts'
import { openGovernanceStore } from '../../../src-main/services/governance/governance-store.ts'
import { replacedSnapshots } from '../../../src-main/services/governance/replaced-snapshots.ts'
import { keepTexts, someFacts, testStore, type TestStore } from '../../support/snapshot-store.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const texts = { 'Patient.ndjson': '{"resourceType":"Patient","id":"p1"}\n{"resourceType":"Patient","id":"p2"}\n' }

const agreements = (data = temporaryFolder()) => replacedSnapshots(openGovernanceStore(data))

async function labels({ store }: TestStore): Promise<(string | undefined)[]> {
  return (await store.list()).map(({ facts }) => facts?.label)
}

it('an erasure that is cut off leaves the newest data the newest', async () => {
  const opened = await testStore(temporaryFolder())
  const { store } = opened
  await keepTexts(await store.begin(0), 'November', texts)
  await new Promise((resolve) => setTimeout(resolve, 5))
  const newest = await keepTexts(await store.begin(0), 'December', texts)
  const cutOff: typeof store = {
    ...store,
    open: async (id) => (id === newest ? Promise.reject(new Error('cut off')) : store.open(id))
  }
  await expect(erasePerson(cutOff, agreements(), 'p1')).rejects.toThrow('cut off')
  expect(await labels(opened)).toEqual(['December', 'November'])
  await erasePerson(store, agreements(), 'p1')
  expect(await labels(opened)).toEqual(['December', 'November'])
  await opened.release()
})

it('a snapshot without an erased person is as old as it was, and is used if it was used', async () => {
  const opened = await testStore(temporaryFolder())
  const { store } = opened
  const draft = await store.begin(0)
  const writer = await draft.write({ raw: 0 })
  await writer.write(Buffer.from(texts['Patient.ndjson']))
  const raw = [{ name: 'Patient.ndjson', ...(await writer.finish()) }]
  const completeness = { state: 'smaller' as const, missing: [], absent: [], rejected: 0 }
  const { id, keptAt } = await draft.commit({ facts: { ...someFacts('November'), completeness }, skipped: [] }, raw)
  await store.accept(id, 'source-confirmed')
  await new Promise((resolve) => setTimeout(resolve, 5))
  const [{ replacedBy } = { replacedBy: undefined }] = await erasePerson(store, agreements(), 'p1')
  const [entry] = await store.list()
  expect(entry).toMatchObject({ id: replacedBy, keptAt, completeness: 'smaller', accepted: 'source-confirmed' })
  expect(entry).not.toHaveProperty('changed')
  await opened.release()
})

it('an agreement on a snapshot binds the one without an erased person, whatever cuts the erasure off', async () => {
  const data = temporaryFolder()
  const opened = await testStore(temporaryFolder())
  const { store } = opened
  const governance = openGovernanceStore(data)
  const id = await keepTexts(await store.begin(0), 'November', texts)
  const terms = { title: 'Study', purpose: 'p', recipient: 'r', expires: '2000-01-31', minCellSize: 11 }
  const added = { ...terms, scope: { data: 'snapshot' as const, id }, addedBy: 'a', addedAt: 1 }
  await governance.update((stored) => ({
    next: {
      ...stored,
      agreements: [
        { ...added, id: 'agreement-1' },
        { ...added, id: 'agreement-2', endedAt: 2 }
      ]
    },
    result: undefined
  }))
  const bound = async (): Promise<number[]> => {
    const known = (await governance.read()).agreements
    return (await store.list()).map(
      (each) => agreementsOn(known, [{ snapshot: each.id, connection: undefined }]).length
    )
  }
  const cutOff: typeof store = { ...store, delete: () => Promise.reject(new Error('cut off')) }
  await expect(erasePerson(cutOff, agreements(data), 'p1')).rejects.toThrow('cut off')
  expect(await bound()).toEqual([1, 1])
  await erasePerson(store, agreements(data), 'p1')
  expect(await bound()).toEqual([1, 1])
  expect((await governance.read()).agreements).toHaveLength(2)
  writeFileSync(join(data, 'governance', 'governance.json'), '{')
  await expect(erasePerson(store, agreements(data), 'p2')).rejects.toMatchObject({ code: 'unreadable-file' })
  await opened.release()
})
