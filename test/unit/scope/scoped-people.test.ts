import { describe, expect, it } from 'vitest'
import { noRecordRules } from '#shared/consent/record-rules.ts'
import type { OptOuts } from '#shared/contract/consent.ts'
import type { RoleState } from '#shared/roles/role.ts'
import { createScopedPeople } from '../../../src-main/services/population/scoped-people.ts'
import { memoryLog } from '../../support/memory-log.ts'
import { keepTexts, testStore } from '../../support/snapshot-store.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const medicaid: RoleState = {
  account: 'eve',
  state: 'role',
  by: 'policy',
  roles: ['care-manager'],
  scopes: [{ payers: ['medicaid'] }]
}

const lines = (people: Readonly<Record<string, string>>): string =>
  Object.entries(people)
    .flatMap(([id, payer]) => [
      { resourceType: 'Patient', id, birthDate: '1960-01-01' },
      {
        resourceType: 'Coverage',
        id: `coverage-${id}`,
        status: 'active',
        beneficiary: { reference: `Patient/${id}` },
        payor: [{ display: payer }],
        period: { start: '2020-01-01' }
      }
    ])
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('')

async function opened(optOuts: () => OptOuts = () => ({ state: 'none', people: [] })) {
  const test = await testStore(temporaryFolder())
  const log = memoryLog()
  let reads = 0
  const open = new Set<string>()
  /** What happens while a snapshot is being opened or read. */
  const meanwhile = new Map<'opening' | 'reading', () => Promise<void>>()
  const people = createScopedPeople({
    store: {
      list: () => test.store.list(),
      claim: () => test.store.claim(),
      async open(id) {
        reads += 1
        const snapshot = await test.store.open(id)
        open.add(id)
        await meanwhile.get('opening')?.()
        return {
          ...snapshot,
          async cache() {
            await meanwhile.get('reading')?.()
            return snapshot.cache()
          },
          async close() {
            open.delete(id)
            await snapshot.close()
          }
        }
      }
    },
    resources: `${process.cwd()}/resources`,
    optOuts: { read: async () => optOuts() },
    recordRules: { read: async () => ({ state: 'none', rules: noRecordRules }) },
    clock: { now: () => Date.UTC(2026, 0, 15) },
    log
  })
  const save = async (label: string, text: string): Promise<string> =>
    keepTexts(await test.store.begin(0), label, { 'all.ndjson': text })
  return { ...test, log, people, save, open, meanwhile, reads: () => reads }
}

describe('the people of a limited role', () => {
  it('are those of the newest saved data of the source, without those who opted out', async () => {
    let list: OptOuts = { state: 'none', people: [] }
    const { people, save, store, reads, log } = await opened(() => list)
    const first = await save('clinic', lines({ a: 'Medicaid', b: 'Medicare', c: 'Medicaid' }))
    await save('other clinic', lines({ b: 'Medicaid' }))
    const find = () => people.find('files:clinic', medicaid)
    expect(await find()).toEqual(new Set(['a', 'c']))
    expect(await find()).toEqual(new Set(['a', 'c']))
    expect(reads()).toBe(1)

    const snapshot = await store.open(first)
    expect(await snapshot.cache(), 'columns for the next opening').toBeDefined()
    await snapshot.close()
    list = { state: 'open', people: ['a'] }
    expect(await find()).toEqual(new Set(['c']))
    expect(reads()).toBe(2)
    list = { state: 'damaged', people: [] }
    await expect(find()).rejects.toMatchObject({ code: 'not-allowed' })

    list = { state: 'none', people: [] }
    await save('clinic', lines({ a: 'Medicare', b: 'Medicaid' }))
    expect(await find()).toEqual(new Set(['b']))
    expect(log.entries).toEqual([])
  })

  it.each(['opening', 'reading'] as const)('are not those of a search that is locked out while %s', async (stage) => {
    const { people, save, store, open, meanwhile } = await opened()
    await save('clinic', lines({ a: 'Medicaid' }))
    const find = () => people.find('files:clinic', medicaid)
    meanwhile.set(stage, async () => {
      meanwhile.delete(stage)
      people.forget()
      await store.closeAll()
    })
    await expect(find()).rejects.toMatchObject({ code: 'not-allowed', reason: 'locked' })
    expect(open).toEqual(new Set())
    expect(await find()).toEqual(new Set(['a']))
  })

  it('cannot be determined without saved data of the source', async () => {
    const { people, save, reads } = await opened()
    await save('clinic', lines({ a: 'Medicaid' }))
    await expect(people.find('server:clinic', medicaid)).rejects.toMatchObject({ code: 'not-allowed' })
    expect(reads()).toBe(0)
  })
})
