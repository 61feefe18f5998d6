import { describe, expect, it } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import type { RoleState } from '#shared/roles/role.ts'
import type { WorklistEvent } from '#shared/worklist-event.ts'
import { limitWorklist } from '../../../src-main/services/worklist/limited-worklist.ts'
import type { Worklist } from '../../../src-main/services/worklist/worklist.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { noteOn, notesOf, testWorklist } from '../../support/worklist.ts'

const everybody: RoleState = { account: 'eve', state: 'everything', roles: [] }
const limited: RoleState = {
  account: 'eve',
  state: 'role',
  by: 'policy',
  roles: ['care-manager'],
  scopes: [{ payers: ['Medicaid'] }]
}
const source = 'server:clinic'

interface Opened {
  readonly all: Worklist
  /** For a role that shows `mine` alone. */
  readonly limitedWorklist: Worklist
  readonly recorded: readonly WorklistEvent[]
  readonly asked: string[]
}

async function opened(): Promise<Opened> {
  const { worklist } = testWorklist(temporaryFolder())
  const recorded = await worklist.add(source, [
    noteOn('mine', 'first'),
    noteOn('other', 'hidden'),
    noteOn('mine', 'last')
  ])
  const asked: string[] = []
  const people = {
    async find(population: string) {
      asked.push(population)
      return new Set(['mine'])
    }
  }
  return {
    all: limitWorklist(worklist, { current: async () => everybody }, people),
    limitedWorklist: limitWorklist(worklist, { current: async () => limited }, people),
    recorded,
    asked
  }
}

const refused = { code: 'not-allowed' }

describe('the worklist of a role that is limited to some of the people', () => {
  it('has the entries about these people alone, counts and pages included', async () => {
    const { limitedWorklist, all, asked } = await opened()
    expect(await notesOf(all, source)).toEqual(['first', 'hidden', 'last'])
    expect(asked).toEqual([])
    expect(await notesOf(limitedWorklist, source)).toEqual(['first', 'last'])
    expect(await limitedWorklist.read(source, 1)).toMatchObject({ total: 2, events: [{ text: 'last' }] })
    expect(asked).toEqual([source, source])
    expect(await limitedWorklist.populations()).toEqual([])
    expect(await all.populations()).toEqual([{ population: source, events: 3 }])
  })

  it('records nothing when one of several entries is about somebody else', async () => {
    const { limitedWorklist, all, recorded } = await opened()
    await expect(limitedWorklist.add(source, [noteOn('mine', 'a'), noteOn('other', 'b')])).rejects.toMatchObject(
      refused
    )
    await expect(limitedWorklist.receive(source, [{ ...recorded[1]!, id: 'made-up-001' }])).rejects.toMatchObject(
      refused
    )
    expect(await notesOf(all, source)).toEqual(['first', 'hidden', 'last'])
    await limitedWorklist.add(source, [noteOn('mine', 'next')])
    expect(await limitedWorklist.receive(source, [{ ...recorded[0]!, id: 'made-up-002' }])).toBe(1)
    expect((await all.read(source, 0)).total).toBe(5)
  })

  it('revokes nothing that is about somebody else, whomever the revocation names', async () => {
    const { limitedWorklist, recorded } = await opened()
    const revocation = { ...noteOn('mine', 'wrong'), kind: 'revoke' as const }
    const of = (index: number) => ({ ...revocation, event: recorded[index]!.id })
    await expect(limitedWorklist.add(source, [of(1)])).rejects.toMatchObject(refused)
    await expect(
      limitedWorklist.receive(source, [{ ...of(1), id: 'made-up-003', at: recorded[1]!.at, by: 'eve' }])
    ).rejects.toMatchObject(refused)
    await limitedWorklist.add(source, [of(0)])
    expect((await limitedWorklist.read(source, 0)).events.map(({ kind }) => kind)).toEqual(['note', 'note', 'revoke'])
  })

  it('stays closed where its people cannot be determined, and says nothing while nothing is recorded', async () => {
    const { worklist } = testWorklist(temporaryFolder())
    const people = { find: () => Promise.reject(new AppError('not-allowed', 'No data are saved.')) }
    const limitedWorklist = limitWorklist(worklist, { current: async () => limited }, people)
    await worklist.add(source, [noteOn('mine', 'first')])
    await expect(limitedWorklist.read(source, 0)).rejects.toMatchObject(refused)
    await expect(limitedWorklist.add(source, [noteOn('mine', 'next')])).rejects.toMatchObject(refused)
    expect(await limitedWorklist.read('server:nothing', 0)).toMatchObject({ state: 'open', total: 0, events: [] })
  })
})
