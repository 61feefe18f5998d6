import { expect, it } from 'vitest'
import { erasePerson } from '../../../src-main/services/governance/erase-person.ts'
import { keepTexts, someFacts, testStore, type TestStore } from '../../support/snapshot-store.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const texts = { 'Patient.ndjson': '{"resourceType":"Patient","id":"p1"}\n{"resourceType":"Patient","id":"p2"}\n' }

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
  await expect(erasePerson(cutOff, 'p1')).rejects.toThrow('cut off')
  expect(await labels(opened)).toEqual(['December', 'November'])
  await erasePerson(store, 'p1')
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
  const [{ replacedBy } = { replacedBy: undefined }] = await erasePerson(store, 'p1')
  const [entry] = await store.list()
  expect(entry).toMatchObject({ id: replacedBy, keptAt, completeness: 'smaller', accepted: 'source-confirmed' })
  expect(entry).not.toHaveProperty('changed')
  await opened.release()
})
